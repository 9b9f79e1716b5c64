// Somebody's devices with their last contact: rename one, or shut out a lost one.

import { MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refOf, setFields } from '#domain/change.ts';
import type { RecordId } from '#domain/ids.ts';
import type { Device } from '#domain/kinds/device.ts';
import { useFormats } from '#i18n/formats.ts';
import type { DeviceContact } from '#protocol/device-contacts.ts';
import { List, ListRow } from '#ui/list-row.tsx';
import { Menu, type MenuItem } from '#ui/menu.tsx';
import { MarkLostDialog, RenameDialog } from './device-dialogs.tsx';
import { contactState, devicesOf, type ListedDevice } from './device-view.ts';
import { useServices } from './services.ts';
import { useContacts } from './use-contacts.ts';

type Props = { readonly person: RecordId; readonly devices: readonly Device[]; readonly label: string; readonly none: string };
type Open = { readonly dialog: 'rename' | 'lost'; readonly own: ListedDevice };

export function DeviceList({ person, devices, label, none }: Props) {
  const { t } = useTranslation(['settings', 'common']);
  const { account, actor, save, announce } = useServices();
  const contacts = useContacts();
  const [open, setOpen] = useState<Open>();
  const listed = devicesOf(person, devices, account, actor);
  if (listed.length === 0) return <p>{none}</p>;

  const rename = async ({ device }: ListedDevice, name: string) => {
    setOpen(undefined);
    if (await save(setFields(refOf(device), 'device', { name }))) announce({ text: t('common:saved') });
  };
  const markLost = async ({ device }: ListedDevice) => {
    setOpen(undefined);
    if (await save(setFields(refOf(device), 'device', { revoked: true })))
      announce({ text: t('devices.markedLost', { name: device.name || t('devices.unnamed') }) });
  };

  return (
    <>
      <List label={label}>
        {listed.map((own) => (
          <ListRow
            key={own.device.id}
            leading={<MonitorSmartphone aria-hidden />}
            title={own.device.name || t('devices.unnamed')}
            secondary={<Contact own={own} contacts={contacts.type === 'known' ? contacts.devices : undefined} />}
            trailing={<DeviceMenu own={own} onOpen={setOpen} />}
          />
        ))}
      </List>
      {contacts.type === 'no-answer' && <p role="status">{t('devices.contactUnknown')}</p>}
      {open?.dialog === 'rename' && (
        <RenameDialog own={open.own} onRename={(name) => rename(open.own, name)} onClose={() => setOpen(undefined)} />
      )}
      {open?.dialog === 'lost' && (
        <MarkLostDialog own={open.own} onMarkLost={() => markLost(open.own)} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
}

type ContactProps = { readonly own: ListedDevice; readonly contacts: readonly DeviceContact[] | undefined };

function Contact({ own: { device, isThisOne }, contacts }: ContactProps) {
  const { t } = useTranslation('settings');
  const formats = useFormats();
  const state = contactState(device, contacts);
  return (
    <>
      {isThisOne && <p>{t('devices.thisOne')}</p>}
      {state.type === 'lost' && <p>{t('devices.lost')}</p>}
      {state.type === 'left' && <p>{t('devices.left', { when: formats.instant(state.at) })}</p>}
      {state.type === 'seen' && <p>{t('devices.lastContact', { when: formats.instant(state.at) })}</p>}
      {state.type === 'never' && <p>{t('devices.noContact')}</p>}
    </>
  );
}

function DeviceMenu({ own, onOpen }: { readonly own: ListedDevice; readonly onOpen: (open: Open) => void }) {
  const { t } = useTranslation(['settings', 'common']);
  const items: readonly MenuItem[] = [
    ...(own.mayRename ? [{ label: t('common:actions.rename'), onSelect: () => onOpen({ dialog: 'rename', own }) }] : []),
    ...(own.mayMarkLost ? [{ label: t('devices.markLost'), danger: true, onSelect: () => onOpen({ dialog: 'lost', own }) }] : []),
  ];
  if (items.length === 0) return null;
  return <Menu label={t('devices.more', { name: own.device.name || t('devices.unnamed') })} items={items} />;
}

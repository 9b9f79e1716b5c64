// The person's devices: rename one, or shut out a lost one.

import { MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { roundFacts } from '#data/round-queries.ts';
import type { Account } from '#data/rows.ts';
import { useLive } from '#data/use-live.ts';
import { refOf, setFields } from '#domain/change.ts';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { useServices } from '#features/services.ts';
import { Arriving } from '#ui/arriving.tsx';
import { List, ListRow } from '#ui/list-row.tsx';
import { Menu, type MenuItem } from '#ui/menu.tsx';
import { MarkLostDialog, RenameDialog } from './device-dialogs.tsx';
import { type OwnDevice, ownDevices } from './device-view.ts';

export function Devices() {
  const { t } = useTranslation('settings');
  const { account, mode } = useServices();
  if (mode === 'practice') return <p>{t('devices.practice')}</p>;
  if (account) return <DeviceList account={account} />;
  return (
    <p>
      {t('devices.notJoined')} <Link to={paths.join}>{t('devices.join')}</Link>
    </p>
  );
}

type Open = { readonly dialog: 'rename' | 'lost'; readonly own: OwnDevice };

function DeviceList({ account }: { readonly account: Account }) {
  const { t } = useTranslation(['settings', 'common']);
  const { database, actor, save, announce } = useServices();
  const facts = useLive(() => roundFacts(database), [database]);
  const [open, setOpen] = useState<Open>();
  if (!facts) return <Arriving text={t('common:arriving')} />;
  const devices = ownDevices(facts.devices, account, actor);
  if (devices.length === 0) return <p>{t('devices.arriving')}</p>;

  const rename = async ({ device }: OwnDevice, name: string) => {
    setOpen(undefined);
    if (await save(setFields(refOf(device), 'device', { name }))) announce({ text: t('common:saved') });
  };
  const setLost = async ({ device, mayTakeBack }: OwnDevice, revoked: boolean) => {
    setOpen(undefined);
    if (!(await save(setFields(refOf(device), 'device', { revoked })))) return;
    const undo = { label: t('common:actions.undo'), run: () => save(setFields(refOf(device), 'device', { revoked: false })) };
    if (revoked)
      announce({
        text: t('devices.markedLost', { name: device.name || t('devices.unnamed') }),
        ...(mayTakeBack && { action: undo }),
      });
  };

  return (
    <>
      <List label={t('devices.title')}>
        {devices.map((own) => (
          <ListRow
            key={own.device.id}
            leading={<MonitorSmartphone aria-hidden />}
            title={own.device.name || t('devices.unnamed')}
            secondary={secondary(own)}
            trailing={<DeviceMenu own={own} onOpen={setOpen} />}
          />
        ))}
      </List>
      {open?.dialog === 'rename' && (
        <RenameDialog own={open.own} onRename={(name) => rename(open.own, name)} onClose={() => setOpen(undefined)} />
      )}
      {open?.dialog === 'lost' && (
        <MarkLostDialog own={open.own} onMarkLost={() => setLost(open.own, true)} onClose={() => setOpen(undefined)} />
      )}
    </>
  );

  function secondary({ device, isThisOne }: OwnDevice) {
    if (device.revoked) return t('devices.lost');
    return isThisOne ? t('devices.thisOne') : undefined;
  }
}

function DeviceMenu({ own, onOpen }: { readonly own: OwnDevice; readonly onOpen: (open: Open) => void }) {
  const { t } = useTranslation(['settings', 'common']);
  const items: readonly MenuItem[] = [
    ...(own.mayRename ? [{ label: t('common:actions.rename'), onSelect: () => onOpen({ dialog: 'rename', own }) }] : []),
    ...(own.mayMarkLost ? [{ label: t('devices.markLost'), danger: true, onSelect: () => onOpen({ dialog: 'lost', own }) }] : []),
  ];
  if (items.length === 0) return null;
  return <Menu label={t('devices.more', { name: own.device.name || t('devices.unnamed') })} items={items} />;
}

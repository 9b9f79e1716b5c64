import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asOneLine } from '#domain/one-line.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { TextField } from '#ui/field.tsx';
import css from './device-list.module.css';
import type { ListedDevice } from './device-view.ts';

type RenameProps = { readonly own: ListedDevice; readonly onRename: (name: string) => void; readonly onClose: () => void };

export function RenameDialog({ own, onRename, onClose }: RenameProps) {
  const { t } = useTranslation(['settings', 'common']);
  const [name, setName] = useState(own.device.name);
  const [missing, setMissing] = useState(false);
  const submit = () => {
    const written = asOneLine(name);
    setMissing(written === '');
    if (written !== '') onRename(written);
  };
  return (
    <Dialog title={t('devices.renameTitle')} closeLabel={t('common:actions.close')} onClose={onClose}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label={t('devices.name')}
          value={name}
          maxLength={120}
          error={missing && t('devices.nameMissing')}
          onChange={(text) => {
            setName(text);
            setMissing(false);
          }}
        />
        <Button type="submit" variant="primary" block>
          {t('devices.saveName')}
        </Button>
      </form>
    </Dialog>
  );
}

type LostProps = { readonly own: ListedDevice; readonly onMarkLost: () => void; readonly onClose: () => void };

/** Asks first, because nobody can take it back: what the device has of its access ends for good. */
export function MarkLostDialog({ own, onMarkLost, onClose }: LostProps) {
  const { t } = useTranslation(['settings', 'common']);
  const name = own.device.name || t('devices.unnamed');
  return (
    <Dialog
      title={t('devices.lostTitle', { name })}
      closeLabel={t('common:actions.close')}
      onClose={onClose}
      footer={
        <>
          <Button variant="danger" onClick={onMarkLost}>
            {t('devices.markLost')}
          </Button>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
        </>
      }
    >
      <div className={css.paragraphs}>
        <p>{t('devices.lostEffect')}</p>
        <p>{t('devices.lostCannotBeUndone')}</p>
      </div>
    </Dialog>
  );
}

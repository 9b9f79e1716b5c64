import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '#domain/kinds/person.ts';
import { asOneLine } from '#domain/one-line.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { TextField } from '#ui/field.tsx';
import css from './person-page.module.css';

type EditProps = {
  readonly person: Person;
  readonly onSave: (written: { readonly name: string; readonly position: string }) => void;
  readonly onClose: () => void;
};

export function EditPersonDialog({ person, onSave, onClose }: EditProps) {
  const { t } = useTranslation(['person', 'common']);
  const [name, setName] = useState(person.name);
  const [position, setPosition] = useState(person.position);
  return (
    <Dialog title={t('editTitle')} closeLabel={t('common:actions.close')} onClose={onClose}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          onSave({ name: asOneLine(name), position: asOneLine(position) });
        }}
      >
        <TextField label={t('position')} value={position} maxLength={120} onChange={setPosition} />
        <TextField label={t('name')} hint={t('nameHint')} value={name} maxLength={120} onChange={setName} />
        <Button type="submit" variant="primary" block>
          {t('save')}
        </Button>
      </form>
    </Dialog>
  );
}

type EndProps = { readonly name: string; readonly onEnd: () => void; readonly onClose: () => void };

export function EndDialog({ name, onEnd, onClose }: EndProps) {
  const { t } = useTranslation(['person', 'common']);
  return (
    <Dialog
      title={t('endTitle', { name })}
      closeLabel={t('common:actions.close')}
      onClose={onClose}
      footer={
        <>
          <Button variant="danger" onClick={onEnd}>
            {t('endButton')}
          </Button>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
        </>
      }
    >
      <p>{t('endEffect')}</p>
    </Dialog>
  );
}

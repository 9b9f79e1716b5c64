import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordId } from '#domain/ids.ts';
import { useFocusLater } from '#features/focus-later.ts';
import { useSubmitOnce } from '#features/submit-once.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Notice } from '#ui/notice.tsx';
import css from './fields.module.css';

type SubmitDialogProps = {
  readonly title: string;
  readonly submitLabel: string;
  /**
   * Saves, under that id if it is a new record. Gives false when something has to be corrected first; the focus then goes to
   * the first wrong field. Not asked again once it gave true.
   */
  readonly onSubmit: (id: RecordId) => Promise<boolean>;
  readonly onClose: () => void;
  /** Gives up what was written; without it closing keeps it for the next time. */
  readonly onGiveUp: () => void;
  /** Whether what is written is kept on this device. */
  readonly kept: boolean;
  readonly children: ReactNode;
};

/** A form that is submitted as a whole. Closing it keeps what was written; only "discard" gives it up. */
export function SubmitDialog({ title, submitLabel, onSubmit, onClose, onGiveUp, kept, children }: SubmitDialogProps) {
  const { t } = useTranslation(['plans', 'common']);
  const formId = useId();
  const focusLater = useFocusLater();
  const once = useSubmitOnce('form');
  const submit = async () => {
    if ((await once(onSubmit)) !== false) return;
    focusLater(() => document.getElementById(formId)?.querySelector<HTMLElement>('[aria-invalid]'));
  };
  return (
    <Dialog
      title={title}
      closeLabel={t('common:actions.close')}
      onClose={onClose}
      footer={
        <>
          <Button type="submit" form={formId} variant="primary">
            {submitLabel}
          </Button>
          <Button onClick={onGiveUp}>{t('form.discard')}</Button>
        </>
      }
    >
      <form
        id={formId}
        className={css.fields}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {children}
      </form>
      {!kept && <Notice tone="warning">{t('form.notKept')}</Notice>}
    </Dialog>
  );
}

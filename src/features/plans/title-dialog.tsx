import { type FormEvent, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '#features/keep-draft.ts';
import { checkText, useTextProblem } from '#features/text-problem.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { TextField } from '#ui/field.tsx';

type TitleDialogProps = {
  /** Under this name what is written is kept on the device until it is saved or given up. */
  readonly draftName: string;
  readonly title: string;
  readonly label: string;
  readonly initial: string;
  readonly max: number;
  readonly submitLabel: string;
  /** `seen`: the text with which the writing began, maybe before the dialog was closed and opened again. */
  readonly onSubmit: (text: string, seen: string) => Promise<boolean>;
  readonly onClose: () => void;
};

/** A dialog with one title to write: a new line of action, another name for a line or for a point. */
export function TitleDialog({ draftName, title, label, initial, max, submitLabel, onSubmit, onClose }: TitleDialogProps) {
  const { t } = useTranslation();
  const formId = useId();
  const problemText = useTextProblem();
  const draft = useDraft(draftName, { text: initial, seen: initial });
  const [asked, setAsked] = useState(false);
  const { text, seen } = draft.value;
  useEffect(() => document.getElementById(formId)?.querySelector('input')?.focus(), [formId]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (checkText(text, max, true) || !(await onSubmit(text.trim(), seen))) return;
    draft.clear();
    onClose();
  };
  const giveUp = () => {
    draft.clear();
    onClose();
  };
  return (
    <Dialog
      title={title}
      closeLabel={t('actions.close')}
      onClose={onClose}
      footer={
        <>
          <Button type="submit" form={formId} variant="primary">
            {submitLabel}
          </Button>
          <Button onClick={giveUp}>{t('actions.cancel')}</Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void submit(event)} noValidate>
        <TextField
          label={label}
          value={text}
          onChange={(next) => draft.write({ text: next, seen })}
          error={problemText(checkText(text, max, asked), text, max)}
        />
      </form>
    </Dialog>
  );
}

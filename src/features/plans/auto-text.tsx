import { useTranslation } from 'react-i18next';
import { type AutoSave, useAutoSave } from '#features/auto-save.ts';
import { checkText, type TextProblem, useTextProblem } from '#features/text-problem.ts';
import { TextArea } from '#ui/field.tsx';

type AutoTextProps = {
  readonly label: string;
  readonly hint?: string;
  readonly saved: string;
  /** `seen`: the text when the writing began. */
  readonly save: (text: string, seen: string) => Promise<boolean>;
  readonly max: number;
  readonly required?: boolean;
  /** Whether the text may hold line breaks. A title wraps, but is one line. */
  readonly lines?: 'one' | 'several';
};

/** A text that saves itself as one types. */
export function AutoText({ label, hint, saved, save, max, required, lines = 'one' }: AutoTextProps) {
  const problemText = useTextProblem();
  const field = useAutoSave<string, TextProblem>({ saved, save, check: (text) => checkText(text, max, required) });
  const status = useSaveStatus(field);
  const write = (text: string) => field.change(lines === 'one' ? text.replace(/\s*\n\s*/g, ' ') : text);
  return (
    <TextArea
      label={label}
      hint={hint}
      value={field.value}
      onChange={write}
      onBlur={field.flush}
      error={problemText(field.problem, field.value, max) ?? status.error}
      status={status.word}
    />
  );
}

/** "Saved on this device" beside a field, and what to do when it could not be saved. */
export function useSaveStatus({ status }: Pick<AutoSave<never, never>, 'status'>): {
  readonly word: string | undefined;
  readonly error: string | undefined;
} {
  const { t } = useTranslation();
  return {
    word: status === 'saved' ? t('saved') : undefined,
    error: status === 'failed' ? t('notSaved') : undefined,
  };
}

import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addNote } from '#domain/commands/note-commands.ts';
import type { RecordId } from '#domain/ids.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import { useDraft } from '#features/keep-draft.ts';
import { useServices } from '#features/services.ts';
import { useSubmitOnce } from '#features/submit-once.ts';
import { checkText, useTextProblem } from '#features/text-problem.ts';
import { Button } from '#ui/button.tsx';
import { TextArea } from '#ui/field.tsx';
import { maxNoteLength } from './limits.ts';
import css from './new-note.module.css';

/** A note is saved when its author says so; until then the draft is kept on this device. */
export function NewNote({ plan, town }: { readonly plan: Plan; readonly town: RecordId | null }) {
  const { t } = useTranslation('notes');
  const { actor, now, save } = useServices();
  const once = useSubmitOnce('entries');
  const problemText = useTextProblem();
  const frame = useRef<HTMLFormElement>(null);
  const draft = useDraft(`note.${plan.id}`, { text: '' });
  const [asked, setAsked] = useState(false);
  const [saved, setSaved] = useState(false);
  const text = draft.value.text;

  const draftStatus = draft.kept ? t('draftKept') : t('draftNotKept');
  const status = saved ? t('saved') : text === '' ? undefined : draftStatus;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    frame.current?.querySelector('textarea')?.focus();
    await once(async (id) => {
      const isRepeated = saved && text === '';
      const isWrong = checkText(text, maxNoteLength, true) !== undefined;
      setAsked(isWrong && !isRepeated);
      if (isWrong) return false;
      const author = { person: actor.person, town, at: now() };
      const write = async () => {
        const { firstUpdate } = await import('#data/text-document.ts');
        return save(addNote(plan, id, author, firstUpdate('body', text.trim())));
      };
      const isSaved = await draft.handIn(write, (sent, since) => ({ text: `${sent.text}\n${since.text}` }));
      setSaved(isSaved);
      return isSaved;
    });
  };
  return (
    <form ref={frame} className={css.form} onSubmit={(event) => void submit(event)} noValidate>
      <TextArea
        label={t('new')}
        value={text}
        onChange={(next) => {
          setAsked(false);
          setSaved(false);
          draft.write({ text: next });
        }}
        error={problemText(checkText(text, maxNoteLength, asked), text, maxNoteLength)}
        status={status}
      />
      <Button type="submit">{t('save')}</Button>
    </form>
  );
}

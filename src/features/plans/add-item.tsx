import { Plus } from 'lucide-react';
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addItem } from '#domain/commands/checklist-commands.ts';
import type { Action } from '#domain/kinds/action.ts';
import type { Item } from '#domain/kinds/item.ts';
import { useDraft } from '#features/keep-draft.ts';
import { useServices } from '#features/services.ts';
import { useSubmitOnce } from '#features/submit-once.ts';
import { checkText, useTextProblem } from '#features/text-problem.ts';
import { Button } from '#ui/button.tsx';
import { TextField } from '#ui/field.tsx';
import { VisuallyHidden } from '#ui/visually-hidden.tsx';
import css from './add-item.module.css';
import { limits } from './limits.ts';

/** One line to write on; Enter adds the point and the pen stays on the line for the next one. */
export function AddItem({ action, siblings }: { readonly action: Action; readonly siblings: readonly Item[] }) {
  const { t } = useTranslation('plans');
  const { save } = useServices();
  const once = useSubmitOnce('entries');
  const problemText = useTextProblem();
  const draft = useDraft(`item.${action.id}`, { title: '' });
  const [asked, setAsked] = useState(false);
  const [added, setAdded] = useState('');
  const title = draft.value.title;
  const problem = checkText(title, limits.itemTitle, asked);
  const form = useRef<HTMLFormElement>(null);
  useKeptInSight(form, siblings.length);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    event.currentTarget.querySelector('input')?.focus();
    await once(async (id) => {
      const isRepeated = added !== '' && title === '';
      const isWrong = checkText(title, limits.itemTitle, true) !== undefined;
      setAsked(isWrong && !isRepeated);
      if (isWrong) return false;
      const saved = await draft.handIn(
        () => save(addItem(action, id, title.trim(), siblings)),
        (sent, since) => ({ title: `${sent.title} ${since.title}` }),
      );
      if (saved) setAdded(title.trim());
      return saved;
    });
  };
  return (
    <form ref={form} className={css.add} onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label={t('checklist.new')}
        value={title}
        onChange={(next) => {
          setAsked(false);
          draft.write({ title: next });
        }}
        error={problemText(problem, title, limits.itemTitle)}
      />
      <Button type="submit" icon={<Plus aria-hidden />}>
        {t('checklist.add')}
      </Button>
      <VisuallyHidden>
        <span role="status">{added && t('checklist.added', { title: added })}</span>
      </VisuallyHidden>
    </form>
  );
}

/** Each new row pushes the line down: whoever writes on it keeps it in sight. */
function useKeptInSight(form: RefObject<HTMLFormElement | null>, rows: number) {
  const before = useRef(rows);
  useEffect(() => {
    if (before.current === rows) return;
    before.current = rows;
    if (form.current?.contains(document.activeElement)) form.current.scrollIntoView({ block: 'nearest' });
  }, [form, rows]);
}

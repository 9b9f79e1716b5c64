import { useTranslation } from 'react-i18next';
import { planNotes } from '#data/record-queries.ts';
import { type RoundFacts, roundFacts } from '#data/round-queries.ts';
import { useLive } from '#data/use-live.ts';
import type { Note } from '#domain/kinds/note.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import { useFocusLater } from '#features/focus-later.ts';
import { useServices } from '#features/services.ts';
import { Arriving } from '#ui/arriving.tsx';
import { List } from '#ui/list-row.tsx';
import { Section } from '#ui/page.tsx';
import { NewNote } from './new-note.tsx';
import { NoteRow, noteElementId } from './note-row.tsx';
import { notesView } from './notes-view.ts';
import css from './plan-notes.module.css';

type Found = { readonly plan: Plan; readonly notes: readonly Note[]; readonly facts: RoundFacts };

/** The notes of a plan, newest first. Shows nothing where there is no plan. */
export function PlanNotes({ planId }: { readonly planId: string }) {
  const { t } = useTranslation();
  const { database } = useServices();
  const found = useLive(async (): Promise<Found | null> => {
    const [read, facts] = await Promise.all([planNotes(database, planId), roundFacts(database)]);
    return read && !read.plan.deleted ? { ...read, facts } : null;
  }, [database, planId]);
  if (found === undefined) return <Arriving text={t('arriving')} />;
  return found && <NotesOfPlan found={found} />;
}

function NotesOfPlan({ found }: { readonly found: Found }) {
  const { t } = useTranslation('notes');
  const { actor } = useServices();
  const focusLater = useFocusLater();
  const { notes, place } = notesView(found.plan, found.notes, found.facts, actor);
  return (
    <Section title={t('title')} aside={notes.length > 0 && t('count', { count: notes.length })}>
      {place && <NewNote plan={found.plan} town={place.town} />}
      {notes.length === 0 && <p className={css.empty}>{place ? t('emptyForWriter') : t('empty')}</p>}
      {notes.length > 0 && (
        <List label={t('title')}>
          {notes.map((view, index) => (
            <NoteRow
              key={view.note.id}
              view={view}
              onDeleted={() => {
                const next = notes[index + 1] ?? notes[index - 1];
                focusLater(() =>
                  noteElement(view.note.id)
                    ? undefined
                    : (noteElement(next?.note.id) ?? document.querySelector<HTMLElement>('h1')),
                );
              }}
              onRestored={() => focusLater(() => noteElement(view.note.id))}
            />
          ))}
        </List>
      )}
    </Section>
  );
}

function noteElement(noteId: string | undefined): HTMLElement | null {
  return noteId === undefined ? null : document.getElementById(noteElementId(noteId));
}

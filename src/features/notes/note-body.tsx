import { useTranslation } from 'react-i18next';
import { openText } from '#data/text-document.ts';
import { storedText } from '#data/text-queries.ts';
import { useLive } from '#data/use-live.ts';
import type { Note } from '#domain/kinds/note.ts';
import { useServices } from '#features/services.ts';
import { Arriving } from '#ui/arriving.tsx';
import { Notice } from '#ui/notice.tsx';
import { NoteEditor } from './note-editor.tsx';
import css from './note-row.module.css';
import { RefusedWords } from './refused-words.tsx';

type NoteBodyProps = {
  readonly note: Note;
  readonly mayEdit: boolean;
  readonly editing: boolean;
  /** Writing on it is over, or its refused words were dealt with. */
  readonly onDone: () => void;
};

/** The text of a note, to read or to write on. */
export function NoteBody({ note, mayEdit, editing, onDone }: NoteBodyProps) {
  const { t } = useTranslation(['notes', 'common']);
  const { database } = useServices();
  const stored = useLive(() => storedText(database, note, 'body'), [database, note.space, note.id]);
  if (!stored) return <Arriving text={t('common:arriving')} />;
  if (editing) return <NoteEditor note={note} stored={stored} onDone={onDone} />;
  const document = openText('body', stored.updates);
  return (
    <>
      <p className={css.text}>{document.read() || t('noText')}</p>
      {document.unreadable() > 0 && <Notice tone="warning">{t('unreadable')}</Notice>}
      <RefusedWords note={note} stored={stored} mayEdit={mayEdit} onTaken={onDone} />
    </>
  );
}

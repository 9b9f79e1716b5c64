import { Pencil, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAuthorText } from '#features/author-text.ts';
import { useDeleteWithUndo } from '#features/delete-with-undo.ts';
import { SaveFileButton } from '#features/save-file-button.tsx';
import { useServices } from '#features/services.ts';
import { useFormats } from '#i18n/formats.ts';
import { Arriving } from '#ui/arriving.tsx';
import { Boundary } from '#ui/boundary.tsx';
import { Menu } from '#ui/menu.tsx';
import { Notice } from '#ui/notice.tsx';
import css from './note-row.module.css';
import type { NoteView } from './notes-view.ts';

// Texts bring yjs with them: loaded once there is a note to read.
const NoteBody = lazy(async () => ({ default: (await import('./note-body.tsx')).NoteBody }));

type NoteRowProps = {
  readonly view: NoteView;
  readonly onDeleted: () => void;
  readonly onRestored: () => void;
};

export function noteElementId(noteId: string): string {
  return `note-${noteId}`;
}

/** One note: who, when, and the text, which may be written on in place. */
export function NoteRow({ view, onDeleted, onRestored }: NoteRowProps) {
  const { t } = useTranslation(['notes', 'common']);
  const formats = useFormats();
  const authorText = useAuthorText();
  const deleteWithUndo = useDeleteWithUndo();
  const [editing, setEditing] = useState(false);
  const { note, author, at, mayEdit } = view;
  const who = authorText(author);
  const when = at === undefined ? '' : formats.instant(at);
  const remove = async () => {
    if (await deleteWithUndo(note, t('deleted'), onRestored)) onDeleted();
  };
  const finish = () => {
    setEditing(false);
    document.getElementById(noteElementId(note.id))?.focus();
  };
  return (
    <li id={noteElementId(note.id)} className={css.note} tabIndex={-1}>
      <div className={css.head}>
        <p className={css.who}>
          <strong>{who}</strong> <span>{when}</span>
        </p>
        {mayEdit && (
          <Menu
            label={t('more', { who, when })}
            items={[
              { label: t('common:actions.edit'), icon: <Pencil aria-hidden />, onSelect: () => setEditing(true) },
              { label: t('common:actions.delete'), icon: <Trash2 aria-hidden />, danger: true, onSelect: () => void remove() },
            ]}
          />
        )}
      </div>
      <Boundary fallback={<BrokenNote />}>
        <Suspense fallback={<Arriving text={t('common:arriving')} />}>
          <NoteBody note={note} mayEdit={mayEdit} editing={editing && mayEdit} onDone={finish} />
        </Suspense>
      </Boundary>
    </li>
  );
}

/** Its text is still on the device, and in the file. */
function BrokenNote() {
  const { t } = useTranslation('notes');
  const { saveFile } = useServices();
  return (
    <Notice tone="problem" actions={<SaveFileButton saveFile={saveFile} />}>
      {t('broken')}
    </Notice>
  );
}

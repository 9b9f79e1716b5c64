import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openText } from '#data/text-document.ts';
import type { StoredText } from '#data/text-queries.ts';
import type { Note } from '#domain/kinds/note.ts';
import { checkText, useTextProblem } from '#features/text-problem.ts';
import { Button, ButtonRow } from '#ui/button.tsx';
import { TextArea } from '#ui/field.tsx';
import { maxNoteLength } from './limits.ts';
import { useNoteWriting } from './note-writing.ts';
import { useOwnKeys } from './own-keys.ts';
import { RefusedWords, StillOnScreen } from './refused-words.tsx';

type NoteEditorProps = {
  readonly note: Note;
  readonly stored: StoredText;
  readonly onDone: () => void;
};

/** Writes on a note in place: it saves itself, and what colleagues write meanwhile flows in around the caret. */
export function NoteEditor({ note, stored, onDone }: NoteEditorProps) {
  const { t } = useTranslation(['notes', 'common']);
  const problemText = useTextProblem();
  const frame = useRef<HTMLDivElement>(null);
  const field = () => frame.current?.querySelector('textarea');
  const writing = useNoteWriting(note, stored, () => {
    const area = field();
    return { start: area?.selectionStart ?? 0, end: area?.selectionEnd ?? 0 };
  });
  const { text, write, flush, status, selection, onScreen, letGo } = writing;
  useOwnKeys(frame, writing);
  useEffect(() => {
    frame.current?.querySelector('textarea')?.focus();
  }, []);
  useLayoutEffect(() => {
    const area = frame.current?.querySelector('textarea');
    if (selection && area && document.activeElement === area) area.setSelectionRange(selection.start, selection.end);
  }, [selection]);
  const [leaving, setLeaving] = useState(false);
  const problem = checkText(text, maxNoteLength);
  const finish = async () => {
    setLeaving(true);
    const saved = await flush();
    setLeaving(false);
    if (saved) onDone();
    else field()?.focus();
  };
  return (
    <div ref={frame}>
      {onScreen.length > 0 && (
        <StillOnScreen
          rows={onScreen}
          accepted={openText('body', stored.updates).read()}
          onLetGo={() => {
            letGo();
            field()?.focus();
          }}
        />
      )}
      <RefusedWords note={note} stored={stored} except={onScreen} mayEdit onTaken={() => field()?.focus()} />
      <TextArea
        label={t('edit')}
        value={text}
        onChange={write}
        onBlur={() => void flush()}
        error={problemText(problem, text, maxNoteLength) ?? (status === 'failed' ? t('common:notSaved') : undefined)}
        status={status === 'saved' ? t('common:saved') : undefined}
      />
      <ButtonRow>
        <Button onClick={() => void finish()} disabled={leaving}>
          {t('finished')}
        </Button>
      </ButtonRow>
    </div>
  );
}

// Writing on a shared text: what is typed becomes updates of the document at each pause, updates from elsewhere come into
// the text that is being typed. Promises: nothing typed is taken off the screen; updates that could not be saved are kept
// and sent with the next ones, because later ones build on them. Own updates that fell (refused, or built on a refused one)
// are no ground to build on: the document is opened anew without them, and their words, still on the screen, are written
// again once their writer types on or finishes. They are not sent again by themselves, or a refusal could go round for ever.

import { useLayoutEffect, useRef, useState } from 'react';
import { discardRefused } from '#data/outbox.ts';
import type { OpRow } from '#data/rows.ts';
import { difference, mergeUpdates, openText, type Selection } from '#data/text-document.ts';
import type { StoredText } from '#data/text-queries.ts';
import type { Change } from '#domain/change.ts';
import { writeNote } from '#domain/commands/note-commands.ts';
import type { Note } from '#domain/kinds/note.ts';
import { maxOpBytes, opName } from '#domain/op.ts';
import { useSaveInTime } from '#features/auto-save.ts';
import { useServices } from '#features/services.ts';
import { maxNoteLength } from './limits.ts';

export type NoteWriting = {
  readonly text: string;
  readonly write: (text: string) => void;
  /** Takes back what was written here last, or writes it again; what came from elsewhere stays. */
  readonly undo: () => void;
  readonly redo: () => void;
  /** Saves now; false when the text is too long or could not be saved. */
  readonly flush: () => Promise<boolean>;
  readonly status: 'calm' | 'saved' | 'failed';
  /** Where the caret belongs, since the text changed otherwise than by typing. */
  readonly selection: Selection | undefined;
  /** While the keyboard composes a word, nothing may come into the field. */
  readonly compose: (isComposing: boolean) => void;
  /** Own ops that fell while this was open; their words are still on the screen. */
  readonly onScreen: readonly OpRow[];
  /** Goes back to the text without them; undo brings their words again. */
  readonly letGo: () => void;
};

export function useNoteWriting(note: Note, stored: StoredText, selectionNow: () => Selection): NoteWriting {
  const { save, database } = useServices();
  const [opened] = useState(() => openText('body', stored.updates));
  const document = useRef(opened);
  const [typed, setTyped] = useState(() => ({ text: opened.read(), waiting: false }));
  const [selection, setSelection] = useState<Selection>();
  const [status, setStatus] = useState<NoteWriting['status']>('calm');
  const [onScreen, setOnScreen] = useState<readonly OpRow[]>([]);
  const unsaved = useRef<readonly string[]>([]);
  /** Words on the screen that were stored and no longer are: a restored endpoint lost them. */
  const lost = useRef<{ readonly stored: ReadonlySet<string>; readonly update?: string | undefined }>({
    stored: new Set(stored.updates),
  });
  const latest = useRef(typed.text);
  const typedUpTo = useRef<number | undefined>(undefined);
  const fallen = useRef({ names: namesOf(stored.fallen), isResting: false });
  const composing = useRef(false);

  const show = (text: string, waiting: boolean) => {
    latest.current = text;
    setTyped({ text, waiting });
  };
  const keep = (update: string | undefined) => {
    if (update !== undefined) unsaved.current = [...unsaved.current, update];
  };
  /** Takes what is on the screen into the document; false while it is too long for that. */
  const takeIn = () => {
    const upTo = typedUpTo.current;
    typedUpTo.current = undefined;
    if (latest.current.length > maxNoteLength) return false;
    keep(document.current.write(latest.current, upTo));
    return true;
  };
  const flush = async () => {
    if (!takeIn()) return false;
    fallen.current.isResting = false;
    const typing = unsaved.current;
    if (typing.length === 0) return true;
    const sending = lost.current.update === undefined ? typing : [lost.current.update, ...typing];
    const [from, rewritten] = [document.current, onScreen];
    unsaved.current = [];
    const ok = await save(changesOf(note, sending));
    if (from !== document.current) write(latest.current);
    else if (!ok) unsaved.current = [...typing, ...unsaved.current];
    else if (rewritten.length > 0) await letGoOf(rewritten);
    setStatus(ok ? 'saved' : 'failed');
    return ok;
  };
  const letGoOf = async (rows: readonly OpRow[]) => {
    await discardRefused(database, rows);
    setOnScreen((now) => now.filter((row) => !rows.includes(row)));
  };

  const mergeIn = ({ updates, fallen: fallenSoFar }: StoredText) => {
    const before = latest.current;
    if (composing.current || !takeIn()) return;
    const isWaiting = unsaved.current.length > 0;
    const held = document.current.hold(selectionNow());
    document.current.merge(updates);
    const after = document.current.read();
    const fresh = fallenSoFar.filter(({ node, n }) => !fallen.current.names.has(opName(node, n)));
    if (fresh.length > 0) {
      fallen.current = { names: namesOf(fallenSoFar), isResting: !isWaiting };
      setOnScreen((rows) => [...rows, ...fresh]);
      document.current = openText('body', updates);
      unsaved.current = [];
    }
    const now = new Set(updates);
    const isLess = lost.current.update !== undefined || [...lost.current.stored].some((update) => !now.has(update));
    lost.current = { stored: now, update: isLess ? document.current.beyond(updates) : undefined };
    if (after === before) return;
    setSelection(held());
    show(after, isWaiting);
  };
  const merge = useRef(mergeIn);
  useLayoutEffect(() => {
    merge.current = mergeIn;
  });
  useLayoutEffect(() => merge.current(stored), [stored]); // before anything of it is painted
  const compose = (isComposing: boolean) => {
    composing.current = isComposing;
    if (!isComposing) mergeIn(stored);
  };

  useSaveInTime(typed.waiting ? typed : undefined, async () => {
    if (!fallen.current.isResting) await flush();
  });
  const write = (text: string) => {
    const upTo = selectionNow().end;
    const { start, removed } = difference(latest.current, text, upTo);
    const end = typedUpTo.current;
    if (end !== undefined && (start > end || start + removed < end)) takeIn(); // one goes on at another place
    typedUpTo.current = upTo;
    fallen.current.isResting = false;
    setStatus('calm');
    show(text, true);
  };
  const step = (take: () => string | undefined) => {
    const before = latest.current;
    if (takeIn()) keep(take());
    const after = document.current.read();
    if (after === before) return;
    const { start, inserted } = difference(before, after);
    setSelection({ start: start + inserted.length, end: start + inserted.length });
    fallen.current.isResting = false;
    show(after, true);
  };
  const letGo = () => {
    takeIn();
    write(openText('body', stored.updates).read());
    void letGoOf(onScreen);
  };
  return {
    ...{ text: typed.text, write, flush, status, selection, compose, onScreen, letGo },
    undo: () => step(document.current.undo),
    redo: () => step(document.current.redo),
  };
}

function namesOf(rows: readonly OpRow[]): ReadonlySet<string> {
  return new Set(rows.map(({ node, n }) => opName(node, n)));
}

/** One update where it fits into an op. */
function changesOf(note: Note, updates: readonly string[]): readonly Change[] {
  const merged = updates.reduce(mergeUpdates);
  if (merged.length < maxOpBytes - 2) return writeNote(note, merged, mergeUpdates);
  return updates.flatMap((update) => writeNote(note, update));
}

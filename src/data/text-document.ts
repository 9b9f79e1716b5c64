// Texts that several people edit: yjs documents, loaded only when somebody reads or writes one (this file is imported
// lazily, it is the only one of the device that knows yjs).
// A text's updates are base64 for the rest of the app. The document holds one Y.Text under the field's name.

import { fromBase64, toBase64 } from 'lib0/buffer';
import * as Y from 'yjs';

export type TextDocument = {
  readonly read: () => string;
  /**
   * Makes the text equal to `next` by replacing the part that differs; returns the update, or undefined if nothing did.
   * `upTo`: where in `next` the writing ended, which tells apart words that begin like those behind them.
   */
  readonly write: (next: string, upTo?: number) => string | undefined;
  /** Takes back the last thing written here that still stands; what came from elsewhere stays. The update, or undefined. */
  readonly undo: () => string | undefined;
  /** Writes again what `undo` took back; the update, or undefined. */
  readonly redo: () => string | undefined;
  /** Takes in updates from elsewhere; ones that it has change nothing. */
  readonly merge: (updates: readonly string[]) => void;
  /** What the document holds beyond these updates, as one update; undefined if they hold it all. */
  readonly beyond: (updates: readonly string[]) => string | undefined;
  /** Remembers a selection by the letters around it; the result says where it is now. */
  readonly hold: (selection: Selection) => () => Selection;
  /** How many of the updates are none: they are left out, and the rest of the text is read without them. */
  readonly unreadable: () => number;
};

/** Counted in UTF-16 units, as text fields do; a caret where both are the same. */
export type Selection = { readonly start: number; readonly end: number };

export function openText(field: string, updates: readonly string[]): TextDocument {
  const document = new Y.Doc();
  const text = document.getText(field);
  const written = new Y.UndoManager(text, { trackedOrigins: new Set([replaceText]), captureTimeout: 0 });
  const unreadable = new Set<string>();
  const merge = (more: readonly string[]) => {
    for (const update of more) if (!applied(document, update)) unreadable.add(update);
  };
  merge(updates);
  return {
    read: () => text.toString(),
    write: (next, upTo) => updateOf(document, () => replaceText(text, next, upTo)),
    undo: () => updateOf(document, () => written.undo()),
    redo: () => updateOf(document, () => written.redo()),
    merge,
    beyond: (others) => beyond(document, others),
    hold: (selection) => holdSelection(text, selection),
    unreadable: () => unreadable.size,
  };
}

function beyond(document: Y.Doc, updates: readonly string[]): string | undefined {
  const other = new Y.Doc();
  for (const update of updates) applied(other, update);
  const known = Y.decodeStateVector(Y.encodeStateVector(other));
  const held = [...Y.decodeStateVector(Y.encodeStateVector(document))];
  if (held.every(([client, clock]) => clock <= (known.get(client) ?? 0))) return undefined;
  return toBase64(Y.encodeStateAsUpdate(document, Y.encodeStateVector(other)));
}

/** Reads the whole update before any of it comes into the document. */
function applied(document: Y.Doc, update: string): boolean {
  try {
    const bytes = fromBase64(update);
    Y.decodeUpdate(bytes);
    Y.applyUpdate(document, bytes);
    return true;
  } catch {
    return false; // whoever may write a text can send anything: nobody else's words may be lost over it
  }
}

/** The update that makes a new text from nothing. */
export function firstUpdate(field: string, content: string): string {
  const document = new Y.Doc();
  document.getText(field).insert(0, content);
  return toBase64(Y.encodeStateAsUpdate(document));
}

/** Two updates as one that does the same; throws on one that is none. */
export function mergeUpdates(one: string, other: string): string {
  return toBase64(Y.mergeUpdates([fromBase64(one), fromBase64(other)]));
}

/** What the change made, alone: without updates that still wait for others. */
function updateOf(document: Y.Doc, change: () => void): string | undefined {
  let update: string | undefined;
  const take = (made: Uint8Array) => {
    update = toBase64(made);
  };
  document.on('update', take);
  change();
  document.off('update', take);
  return update;
}

function replaceText(text: Y.Text, next: string, upTo?: number): void {
  const { start, removed, inserted } = difference(text.toString(), next, upTo);
  text.doc?.transact(() => {
    if (removed > 0) text.delete(start, removed);
    if (inserted !== '') text.insert(start, inserted);
  }, replaceText);
}

/** A caret stays behind the letter that was typed last, and a selection around its own letters. */
function holdSelection(text: Y.Text, { start, end }: Selection): () => Selection {
  const behind = Y.createRelativePositionFromTypeIndex(text, end, -1);
  const before = start === end ? behind : Y.createRelativePositionFromTypeIndex(text, start, 0);
  const now = (position: Y.RelativePosition) =>
    (text.doc && Y.createAbsolutePositionFromRelativePosition(position, text.doc)?.index) ?? text.length;
  return () => ({ start: now(before), end: now(behind) });
}

/** The one stretch in which two texts differ, ending at `upTo` if it can, never cutting a surrogate pair. */
export function difference(
  from: string,
  to: string,
  upTo: number = to.length,
): { readonly start: number; readonly removed: number; readonly inserted: string } {
  const shorter = Math.min(from.length, to.length);
  const behind = from.endsWith(to.slice(upTo)) ? Math.max(0, to.length - upTo) : 0;
  let start = 0;
  while (start < shorter - behind && from[start] === to[start]) start += 1;
  if (start > 0 && isHighSurrogate(from.charCodeAt(start - 1))) start -= 1;
  let tail = 0;
  while (tail < shorter - start && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail += 1;
  if (tail > 0 && isLowSurrogate(from.charCodeAt(from.length - tail))) tail -= 1;
  return { start, removed: from.length - start - tail, inserted: to.slice(start, to.length - tail) };
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

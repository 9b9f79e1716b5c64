// What the endpoint knows of yjs: the first update of a text, and many updates made into one.
// Promises: never throws, whatever the updates hold, and never takes long; an update that isn't plainly a piece of a text is
// left aside, so that nothing of it is lost and nothing of it is looked into.

import { Buffer } from 'node:buffer';
import * as Y from 'yjs';

/** The update that makes a new text from nothing, as base64; the app reads the text under the field's name. */
export function firstUpdate(field: string, text: string): string {
  const document = new Y.Doc();
  document.getText(field).insert(0, text);
  return toBase64(Y.encodeStateAsUpdate(document));
}

export type MergedUpdates = {
  /** Does what `before` and the updates do, in base64; undefined when every one of them was left aside. */
  readonly value: string | undefined;
  /** The updates that were left aside, by their index. */
  readonly aside: readonly number[];
};

/** Far above what any text of the app comes to. */
const mostBytes = 512 * 1024;

/** Undefined when the whole is too large to be one update. */
export function mergeUpdates(before: string | undefined, updates: readonly string[]): MergedUpdates | undefined {
  const read = updates.map((update) => readPlain(Buffer.from(update, 'base64')));
  const aside = read.flatMap((update, index) => (update ? [] : [index]));
  const plain = read.filter((update) => update !== undefined);
  const earlier = before === undefined ? [] : [Buffer.from(before, 'base64')];
  const all = [...earlier, ...plain.map(({ bytes }) => bytes)];
  if (all.reduce((sum, { length }) => sum + length, 0) > mostBytes) return undefined;
  if (plain.length === 0) return { value: before, aside };
  try {
    return { value: toBase64(shortest(all)), aside };
  } catch {
    return undefined; // what is plain one by one may still contradict itself
  }
}

/** An update that only writes and deletes letters. */
type PlainUpdate = { readonly bytes: Uint8Array };

function readPlain(bytes: Uint8Array): PlainUpdate | undefined {
  try {
    const { structs, ds } = Y.decodeUpdate(bytes);
    const ranges = [...ds.clients.values()].flat();
    return structs.every(isPlain) && ranges.every(({ clock, len }) => isSmall(clock + len)) ? { bytes } : undefined;
  } catch {
    return undefined;
  }
}

function isPlain(struct: Y.Item | Y.GC | Y.Skip): boolean {
  if (!(struct instanceof Y.Item) || struct.parentSub !== null || !isSmall(struct.id.clock + struct.length)) return false;
  const isAtRoot = struct.parent === null || typeof struct.parent === 'string';
  return isAtRoot && (struct.content instanceof Y.ContentString || struct.content instanceof Y.ContentDeleted);
}

/** Letters count from 0 for each editor; beyond this nobody types, and numbers stop being exact. */
function isSmall(clock: number): boolean {
  return clock < 2 ** 31;
}

/** Putting a text together grows with the square of its pieces when somebody means ill: 0.15 s for so many. */
const mostPieces = 2000;

/** Put together, what was deleted is left out and neighbours are joined; but where one wrote inside a word, pieces are cut. */
function shortest(updates: readonly Uint8Array[]): Uint8Array {
  const merged = Y.mergeUpdates([...updates]);
  if (piecesOf(merged) > mostPieces) return merged;
  const document = new Y.Doc();
  for (const update of updates) Y.applyUpdate(document, update);
  const together = Y.encodeStateAsUpdate(document);
  return together.length < merged.length ? together : merged;
}

function piecesOf(update: Uint8Array): number {
  const { structs, ds } = Y.decodeUpdate(update);
  return [...ds.clients.values()].reduce((sum, ranges) => sum + ranges.length, structs.length);
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

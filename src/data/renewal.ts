// Reading a space anew: the endpoint was restored from a backup, or this device's copy of the space is not what it should be.
// The pages come from the start, over what is known, so that no screen goes blank meanwhile. What the endpoint no longer
// has goes when the space has reached its head.
// Promises: what colleagues wrote and the endpoint lost stays listed here, until it is back or somebody puts it aside; own
// changes are sent again (repair.ts); a renewal may be cut off at any point, and may begin again.

import type { NodeId, Space } from '#domain/ids.ts';
import { type FieldState, type Head, headsOf, type TextState } from '#domain/join.ts';
import { canonicalText, type Json } from '#domain/json.ts';
import { checkedName, opName, type RecordRef, valueCheck } from '#domain/op.ts';
import type { FieldPage, Page } from '#protocol/sync.ts';
import type { TequioDatabase } from './database.ts';
import { acceptedOf } from './overlay.ts';
import {
  keysWith,
  type RecordRow,
  recordKeyText,
  type SpaceRow,
  type TextRow,
  textKeyText,
  type Vanished,
  type VanishedRow,
} from './rows.ts';

/** The number of the renewal that the page belongs to; undefined while the space goes on as usual. */
export function renewalOf(known: SpaceRow | undefined, page: Page): number | undefined {
  const beginsAgain = page.after === 0 && known !== undefined && known.cursor[0] > 0;
  return beginsAgain ? (known.renewals ?? 0) + 1 : known?.renewing ? known.renewals : undefined;
}

/** The mark on a record's row of what this renewal has brought so far. */
export function markRenewed(known: RecordRow | undefined, renewal: number | undefined, fields: readonly string[]) {
  if (renewal === undefined) return {};
  const earlier = known?.renewed?.renewal === renewal ? known.renewed.fields : [];
  return { renewed: { renewal, fields: [...earlier, ...fields] } };
}

/** What colleagues wrote in this field that the endpoint no longer knows of. `now` is undefined where the whole field is gone. */
export function vanishedFrom(
  ref: RecordRef,
  field: string,
  before: FieldState | undefined,
  now: FieldPage | undefined,
  own: ReadonlySet<NodeId>,
): readonly Vanished[] {
  const there = wordsIn(now);
  const merged = before?.type === 'text' && mergedHeads(before).length > 0 ? before.updates[0]?.value : undefined;
  return allHeads(before)
    .filter(({ node, n, value }) => !own.has(node) && n > (now?.seen[node] ?? 0) && !there.has(value))
    .map((head) => ({ ...refOf(ref), field, head, ...(head.value === merged && { isMerged: true as const }) }));
}

/**
 * A text's updates of colleagues that did not come down again. Unlike what vanished, not all of them need be lost: an update
 * may have come merged with others. But one whose name stands for another update now is among them, too.
 */
export function missingWords(
  ref: RecordRef,
  field: string,
  before: FieldState | undefined,
  now: FieldPage | undefined,
  own: ReadonlySet<NodeId>,
): readonly Vanished[] {
  if (before?.type !== 'text') return [];
  const there = wordsIn(now);
  const missing = before.updates.filter(({ node, value }) => !own.has(node) && !there.has(value));
  return missing.map((head) => ({ ...refOf(ref), field, head, isOther: true }));
}

function wordsIn(state: FieldPage | undefined): ReadonlySet<Json> {
  return new Set(state?.type === 'text' ? state.updates.map(({ value }) => value) : []);
}

function allHeads(state: FieldState | undefined): readonly Head[] {
  return state?.type === 'text' ? [...state.updates, ...mergedHeads(state)] : headsOf(state);
}

/** The newest updates of those whose words came merged, under the name of somebody else's: the first update holds them all. */
function mergedHeads({ updates, seen, gaps = [] }: TextState): readonly Head[] {
  const [merged] = updates;
  const told = new Set([...gaps, ...updates.map(({ node, n }) => opName(node, n))]);
  const untold = Object.entries(seen).filter(([node, n]) => !told.has(opName(node, n)));
  return merged ? untold.map(([node, n]) => ({ ...merged, node, n })) : [];
}

function refOf({ space, kind, id, town }: RecordRef): RecordRef {
  return { space, kind, id, town };
}

/** Drops what the renewal did not bring. Gives the records that must be shown anew, what vanished with them, and missing words. */
export async function dropWhatIsGone(
  database: TequioDatabase,
  space: Space,
  renewal: number,
  own: ReadonlySet<NodeId>,
): Promise<{
  readonly touched: readonly RecordRef[];
  readonly vanished: readonly Vanished[];
  readonly missing: readonly Vanished[];
}> {
  const touched: RecordRef[] = [];
  const vanished: Vanished[] = [];
  const missing: Vanished[] = [];
  for (const row of await recordsOfSpace(database, space)) {
    const brought = row.renewed?.renewal === renewal ? row.renewed : undefined;
    const renewed = brought?.fields ?? [];
    const before = acceptedOf(row);
    const gone = Object.keys(before).filter((field) => !renewed.includes(field));
    if (gone.length === 0) continue;
    touched.push(refOf(row.shown));
    for (const field of gone) vanished.push(...vanishedFrom(row.shown, field, before[field], undefined, own));
    const left = Object.entries(before).filter(([field]) => renewed.includes(field));
    const { shown } = row;
    // A record may have come with nothing but a text.
    const isThere = brought || left.length > 0;
    await database.records.put(isThere ? { ...row, accepted: JSON.stringify(Object.fromEntries(left)) } : { shown });
  }
  for (const row of await textsOfSpace(database, space)) {
    if (row.renewed === renewal || row.accepted.updates.length === 0) continue;
    vanished.push(...vanishedFrom(row, row.field, row.accepted, undefined, own));
    missing.push(...missingWords(row, row.field, row.accepted, undefined, own));
    await database.texts.put({ ...row, accepted: { type: 'text', updates: [], seen: {} } });
  }
  return { touched, vanished, missing };
}

/** Goes through all records: this is seldom asked for, and an index for it would be written with every row. */
export async function recordsOfSpace(database: TequioDatabase, space: Space): Promise<readonly RecordRow[]> {
  return (await database.records.toArray()).filter(({ shown }) => shown.space === space);
}

export async function textsOfSpace(database: TequioDatabase, space: Space): Promise<readonly TextRow[]> {
  return database.texts
    .where(':id')
    .between(...keysWith(space))
    .toArray();
}

/** Entries that are kept at most; the newest stay. Far more than a backup of yesterday can lose. */
const mostVanished = 5_000;

/** Adds to the list of what vanished. */
export async function listVanished(database: TequioDatabase, entries: readonly Vanished[]): Promise<void> {
  if (entries.length === 0) return;
  const known = await vanishedRow(database);
  const byName = new Map([...known.entries, ...entries].map((entry) => [nameOf(entry), entry]));
  await database.meta.put({ key: 'vanished', entries: [...byName.values()].slice(-mostVanished) });
}

/** Takes from the list what a page has brought back. */
export async function unlistReturned(database: TequioDatabase, page: Page): Promise<void> {
  const known = await vanishedRow(database);
  if (known.entries.length === 0) return;
  const fields = new Map(
    page.records.flatMap(({ kind, id, fields }) =>
      Object.entries(fields).map(([field, state]) => [fieldKey({ space: page.space, kind, id, field }), state] as const),
    ),
  );
  const stillGone = known.entries.flatMap((entry) => stillVanished(entry, fields.get(fieldKey(entry))));
  const isSame = stillGone.length === known.entries.length && stillGone.every((entry, index) => entry === known.entries[index]);
  if (!isSame) await database.meta.put({ key: 'vanished', entries: stillGone });
}

/** A colleague's phone that was put back to its own backup may give the name of what vanished to something else. */
function stillVanished(entry: Vanished, now: FieldPage | undefined): readonly Vanished[] {
  const { node, n, value } = entry.head;
  if (wordsIn(now).has(value)) return [];
  if (entry.isOther || n > (now?.seen[node] ?? 0)) return [entry];
  const named = entry.isMerged ? undefined : headsOf(now).find((head) => head.node === node && head.n === n);
  return named && canonicalText(named.value) !== canonicalText(value) ? [{ ...entry, isOther: true }] : [];
}

/** Of what vanished, the updates of these texts, by their keys. */
export async function vanishedWords(database: TequioDatabase, texts: ReadonlySet<string>): Promise<readonly Vanished[]> {
  if (texts.size === 0) return [];
  const { entries } = await vanishedRow(database);
  return entries.filter((entry) => texts.has(textKeyText(entry)));
}

/** Takes an update of a text from the list, under whatever names. */
export async function unlistWords(database: TequioDatabase, words: Vanished): Promise<void> {
  const { entries } = await vanishedRow(database);
  const isThis = (entry: Vanished) => fieldKey(entry) === fieldKey(words) && entry.head.value === words.head.value;
  const left = entries.filter((entry) => !isThis(entry));
  if (left.length < entries.length) await database.meta.put({ key: 'vanished', entries: left });
}

/** Those of the words that are of texts on which this device has written as well. */
export async function ofOwnTexts(database: TequioDatabase, words: readonly Vanished[]): Promise<readonly Vanished[]> {
  if (words.length === 0) return [];
  const own = await database.ops.filter(({ op, refused }) => op.type === 'text' && refused === undefined).toArray();
  const texts = new Set(own.map(({ op }) => textKeyText(op)));
  return words.filter((entry) => texts.has(textKeyText(entry)));
}

/** Takes these from the list, on their reader's word. */
export async function discardVanished(database: TequioDatabase, entries: readonly Vanished[]): Promise<void> {
  const names = new Set(entries.map(nameOf));
  if (names.size === 0) return;
  await database.transaction('rw', database.meta, async () => {
    const known = await vanishedRow(database);
    await database.meta.put({ key: 'vanished', entries: known.entries.filter((entry) => !names.has(nameOf(entry))) });
  });
}

/** Brings them back into the list. */
export async function keepVanished(database: TequioDatabase, entries: readonly Vanished[]): Promise<void> {
  await database.transaction('rw', database.meta, async () => listVanished(database, entries));
}

/** Takes from the list what stood in a space that is not this user's any more. */
export async function forgetVanished(database: TequioDatabase, space: Space): Promise<void> {
  const { entries } = await vanishedRow(database);
  const left = entries.filter((entry) => entry.space !== space);
  if (left.length < entries.length) await database.meta.put({ key: 'vanished', entries: left });
}

/** What colleagues wrote that the endpoint has lost and nobody has sent again yet. */
export async function vanishedRow(database: TequioDatabase): Promise<VanishedRow> {
  const row = await database.meta.get('vanished');
  return row?.key === 'vanished' ? row : { key: 'vanished', entries: [] };
}

function fieldKey({ space, kind, id, field }: Pick<Vanished, 'space' | 'kind' | 'id' | 'field'>): string {
  return `${recordKeyText({ space, kind, id })}/${field}`;
}

function nameOf(entry: Vanished): string {
  return `${fieldKey(entry)}/${checkedName(opName(entry.head.node, entry.head.n), valueCheck(entry.head.value))}`;
}

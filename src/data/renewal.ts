// Reading a space anew: the endpoint was restored from a backup, or this device's copy of the space is not what it should be.
// The pages come from the start, over what is known, so that no screen goes blank meanwhile. What the endpoint no longer
// has goes when the space has reached its head.
// Promises: what colleagues wrote and the endpoint lost stays listed here, until it is back or somebody puts it aside; own
// changes are sent again (repair.ts); a renewal may be cut off at any point, and may begin again.

import type { NodeId, Space } from '#domain/ids.ts';
import { type FieldState, type Head, headsOf, type TextState } from '#domain/join.ts';
import { opName, type RecordRef } from '#domain/op.ts';
import { kindNamed } from '#domain/records.ts';
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
  const heads = allHeads(before).filter(({ node }) => !own.has(node));
  const gone = heads.filter(({ node, n }) => n > (now?.seen[node] ?? 0)).map((head) => ({ ...refOf(ref), field, head }));
  const renamed = before?.type === 'text' && now?.type === 'text' ? heads.filter((head) => isOther(before, now, head)) : [];
  return [...gone, ...renamed.map((head) => ({ ...refOf(ref), field, head, isOther: true as const }))];
}

/**
 * A colleague's phone that was put back to its own backup may have given the name of a lost update to another one. Where
 * updates came merged, their names do not tell.
 */
function isOther(before: TextState, now: TextState, { node, n, value }: Head): boolean {
  const named = now.updates.find((update) => update.node === node && update.n === n);
  const earlier = ({ updates }: TextState) =>
    updates.filter((update) => update.node === node && update.n < n).map((update) => update.n);
  const cameMerged = [before, now].some((state) => mergedHeads(state).length > 0) || `${earlier(before)}` !== `${earlier(now)}`;
  return named !== undefined && named.value !== value && !cameMerged;
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

/** Drops what the renewal did not bring. Gives the records that must be shown anew, and what vanished with them. */
export async function dropWhatIsGone(
  database: TequioDatabase,
  space: Space,
  renewal: number,
  own: ReadonlySet<NodeId>,
): Promise<{ readonly touched: readonly RecordRef[]; readonly vanished: readonly Vanished[] }> {
  const touched: RecordRef[] = [];
  const vanished: Vanished[] = [];
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
    await database.texts.put({ ...row, accepted: { type: 'text', updates: [], seen: {} } });
  }
  return { touched, vanished };
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
  const stillGone = known.entries.filter(
    (entry) => entry.isOther || entry.head.n > (fields.get(fieldKey(entry))?.seen[entry.head.node] ?? 0),
  );
  if (stillGone.length < known.entries.length) await database.meta.put({ key: 'vanished', entries: stillGone });
}

/** Of what vanished, the updates of these texts, by their keys. */
export async function vanishedWords(database: TequioDatabase, texts: ReadonlySet<string>): Promise<readonly Vanished[]> {
  if (texts.size === 0) return [];
  const { entries } = await vanishedRow(database);
  return entries.filter((entry) => isWords(entry) && texts.has(textKeyText(entry)));
}

/** The keys of texts in these spaces of which words vanished and on which this device has written as well. */
export async function ownTextsWithLosses(database: TequioDatabase, spaces: ReadonlySet<Space>): Promise<ReadonlySet<string>> {
  const { entries } = await vanishedRow(database);
  const lost = new Set(entries.filter((entry) => spaces.has(entry.space) && isWords(entry)).map(textKeyText));
  if (lost.size === 0) return lost;
  const own = await database.ops.filter(({ op, refused }) => op.type === 'text' && refused === undefined).toArray();
  return new Set(own.map(({ op }) => textKeyText(op)).filter((key) => lost.has(key)));
}

function isWords({ kind, field, head }: Vanished): boolean {
  return kindNamed(kind)?.fields[field]?.type === 'text' && typeof head.value === 'string';
}

/** Takes these from the list: on their reader's word, or since they were written again. */
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
  return `${fieldKey(entry)}/${entry.head.node}:${entry.head.n}`;
}

// Reading texts: the updates that make up what is shown; the own ones that fell, because they were refused or build upon one
// that was; and what stood in a text before and after an own update.

import { type Op, opName, type RecordRef } from '#domain/op.ts';
import type { TequioDatabase } from './database.ts';
import { type OpRow, recordKeyText, textKeyText, type Vanished } from './rows.ts';

export type StoredText = {
  /** Accepted updates and own ones that may be accepted yet, base64; the order does not matter. */
  readonly updates: readonly string[];
  /** Own ops that were refused, and those not yet judged that will be (text-gap), oldest first. */
  readonly fallen: readonly OpRow[];
};

export async function storedText(database: TequioDatabase, ref: RecordRef, field: string): Promise<StoredText> {
  return database.transaction('r', database.texts, database.ops, async () => {
    const row = await database.texts.get([ref.space, ref.kind, ref.id, field]);
    const refused = await database.ops.where('refused').above('').toArray();
    const uncovered = await database.ops.where('over').equals(recordKeyText(ref)).toArray();
    const ofText = ({ op }: OpRow) => isOfText(op, ref, field);
    const own = uncovered.filter((one) => one.verdict !== 'refused' && ofText(one));
    const fallen = withFollowers(refused.filter(ofText), own);
    const standing = own.filter((one) => !fallen.includes(one)).map(({ op }) => op.value);
    const accepted = (row?.accepted.updates ?? []).map(({ value }) => value);
    return { updates: [...accepted, ...standing].filter(isUpdate), fallen };
  });
}

/** An op that names a refused one as its base will be refused too, and the next one that names it. */
function withFollowers(refused: readonly OpRow[], own: readonly OpRow[]): readonly OpRow[] {
  const names = new Set(refused.map(({ node, n }) => opName(node, n)));
  const followers = own.filter(({ node, n, verdict, op }) => {
    const falls = verdict === undefined && op.base.some((name) => names.has(name));
    if (falls) names.add(opName(node, n));
    return falls;
  });
  return [...refused, ...followers];
}

/** The updates of one text, as storedText has them. */
export async function textUpdates(database: TequioDatabase, ref: RecordRef, field: string): Promise<readonly string[]> {
  return (await storedText(database, ref, field)).updates;
}

/** Updates of one text up to an own op: what its author saw when writing, and what the op added. */
export type WrittenUpdate = { readonly before: readonly string[]; readonly update: string };

/** For each of these own ops that writes on a text, in their order. */
export async function writtenUpdates(database: TequioDatabase, ops: readonly Op[]): Promise<readonly WrittenUpdate[]> {
  const found: WrittenUpdate[] = [];
  for (const op of ops) {
    if (op.type !== 'text' || typeof op.value !== 'string') continue;
    const row = await database.texts.get([op.space, op.kind, op.id, op.field]);
    const earlier = await database.ops.where('[node+n]').between([op.node, 1], [op.node, op.n]).toArray();
    const own = earlier.filter((other) => isOfText(other.op, op, op.field)).map((other) => other.op.value);
    const accepted = (row?.accepted.updates ?? []).map(({ value }) => value);
    found.push({ before: [...accepted, ...own].filter(isUpdate), update: op.value });
  }
  return found;
}

/** What vanished updates of texts wrote, over what stands there now and over those before them. */
export async function vanishedUpdates(database: TequioDatabase, entries: readonly Vanished[]): Promise<readonly WrittenUpdate[]> {
  const found: (WrittenUpdate & { readonly key: string })[] = [];
  for (const entry of [...entries].sort((a, b) => a.head.n - b.head.n)) {
    const row = await database.texts.get([entry.space, entry.kind, entry.id, entry.field]);
    if (!row || typeof entry.head.value !== 'string') continue;
    const key = textKeyText(entry);
    const earlier = found.filter((other) => other.key === key).map(({ update }) => update);
    const accepted = row.accepted.updates.map(({ value }) => value).filter(isUpdate);
    found.push({ key, before: [...accepted, ...earlier], update: entry.head.value });
  }
  return found;
}

function isOfText(op: Op, { space, kind, id }: RecordRef, field: string): boolean {
  return op.type === 'text' && op.space === space && op.kind === kind && op.id === id && op.field === field;
}

function isUpdate(value: unknown): value is string {
  return typeof value === 'string';
}

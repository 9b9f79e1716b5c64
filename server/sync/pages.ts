// What comes down: for every space that somebody may see, the fields that changed after the device's cursor, in the order of
// their numbers. A page is cut by number, never by record: a record's fields may come in several pages.
// Promises: read in one transaction, so a page, its head and its chain belong together; at least one field comes with every
// answer while there are any; a space that has more to come always has a page, be it empty, whose `to` is below its head.

import type { NodeId, Space } from '#domain/ids.ts';
import { spaceKind } from '#domain/ids.ts';
import type { FieldState } from '#domain/join.ts';
import { type Chain, emptyChain } from '#protocol/history-token.ts';
import { maxPageBytes } from '#protocol/limits.ts';
import type { Cursor, FieldPage, Page, PageRecord } from '#protocol/sync.ts';
import type { FieldTable, Store } from '../store/tables.ts';
import { coversOf } from './covers.ts';
import { textUpdates } from './text-updates.ts';

export type PagesWanted = {
  readonly spaces: readonly Space[];
  readonly cursors: Readonly<Record<Space, Cursor>>;
  /** The nodes of the asking device. */
  readonly nodes: readonly NodeId[];
  /** Bytes of packed JSON for all pages together. */
  readonly maxBytes: number;
};

type Counter = { readonly head: number; readonly chain: Chain };

/** Fields per query; a page ends by its bytes, this only bounds what is read ahead. */
const fieldsPerQuery = 256;
/** JSON of all pages once unpacked: what a small phone takes in at once. */
const maxUnpackedBytes = 2 * maxPageBytes;

export async function readPages(db: Store, wanted: PagesWanted): Promise<readonly Page[]> {
  const counters = await readCounters(db, wanted.spaces);
  const pages: Page[] = [];
  let left: Size = { packed: wanted.maxBytes, unpacked: maxUnpackedBytes };
  let mustAdvance = true;
  for (const space of roundsFirst(wanted.spaces)) {
    const counter = counters.get(space) ?? { head: 0, chain: emptyChain };
    const cursor = wanted.cursors[space];
    if (cursor && isLevel(cursor, counter)) continue;
    const cut = await readFields(db, space, cursor, counter, left, mustAdvance);
    const after = cursor?.[0] ?? 0;
    const covers = cut.to > after ? await coversOf(db, space, cut.to, counter.head, wanted.nodes) : {};
    pages.push({ space, after, to: cut.to, ...counter, covers, records: cut.records });
    if (cut.records.length > 0) mustAdvance = false;
    left = cut.left;
  }
  return pages;
}

/** A device that reads its first page learns from the round space what everything else belongs to. */
function roundsFirst(spaces: readonly Space[]): readonly Space[] {
  const isRound = (space: Space) => spaceKind(space) === 'round';
  return [...spaces.filter(isRound), ...spaces.filter((space) => !isRound(space))];
}

function isLevel([to, head, chain]: Cursor, counter: Counter): boolean {
  return to === counter.head && head === counter.head && chain === counter.chain;
}

async function readCounters(db: Store, spaces: readonly Space[]): Promise<ReadonlyMap<Space, Counter>> {
  if (spaces.length === 0) return new Map();
  const rows = await db.selectFrom('space').selectAll().where('space', 'in', spaces).execute();
  return new Map(rows.map(({ space, head, chain }) => [space, { head, chain }]));
}

/** Bytes of JSON, as it travels and as it is read. */
type Size = { readonly packed: number; readonly unpacked: number };

type Cut = { readonly to: number; readonly left: Size; readonly records: readonly PageRecord[] };

async function readFields(
  db: Store,
  space: Space,
  cursor: Cursor | undefined,
  { head }: Counter,
  most: Size,
  mustAdvance: boolean,
): Promise<Cut> {
  const records = new Map<string, { kind: string; id: string; town: string | null; fields: Record<string, FieldPage> }>();
  let to = cursor?.[0] ?? 0;
  let left = most;
  for (;;) {
    const rows = await fieldsAfter(db, space, to);
    for (const row of rows) {
      const page = await fieldPage(db, row, cursor);
      const size = sizeOf(row, page);
      const isFirst = mustAdvance && records.size === 0;
      left = { packed: left.packed - size.packed, unpacked: left.unpacked - size.unpacked };
      if (Math.min(left.packed, left.unpacked) < 0 && !isFirst) return { to, left, records: [...records.values()] };
      const key = `${row.kind} ${row.id}`;
      const record = records.get(key) ?? { kind: row.kind, id: row.id, town: row.town, fields: {} };
      record.fields[row.field] = page;
      records.set(key, record);
      to = row.number;
    }
    if (rows.length < fieldsPerQuery) return { to: head, left, records: [...records.values()] };
  }
}

async function fieldsAfter(db: Store, space: Space, number: number): Promise<readonly FieldTable[]> {
  return db
    .selectFrom('field')
    .selectAll()
    .where('space', '=', space)
    .where('number', '>', number)
    .orderBy('number')
    .limit(fieldsPerQuery)
    .execute();
}

/**
 * A text comes as the updates that the device lacks. Only a cursor at its head says which these are: half-way through, a
 * text may have been passed over because it was written to again meanwhile, so it comes whole.
 */
async function fieldPage(db: Store, row: FieldTable, cursor: Cursor | undefined): Promise<FieldPage> {
  const state = JSON.parse(row.state) as FieldState;
  if (state.type !== 'text') return state;
  const after = cursor && cursor[0] === cursor[1] ? cursor[0] : 0;
  return { ...state, ...(await textUpdates(db, row, after)) };
}

/** About what the field takes, its share of the record's frame included. A value by one author is all that is told of it. */
function sizeOf(row: FieldTable, page: FieldPage): Size {
  const text = page.type === 'text' ? JSON.stringify(page) : row.state;
  const heads = page.type === 'register' ? page.heads : page.type === 'text' ? page.updates : [];
  const told = heads.length === 1 ? JSON.stringify(heads[0]?.value) : text;
  return { packed: Buffer.byteLength(told) + 25, unpacked: Buffer.byteLength(text) + row.field.length + 80 };
}

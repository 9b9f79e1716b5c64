// What comes down: for every space that somebody may see, the records that changed after the device's cursor, in the order of
// their last changes, each with the fields that the device lacks. So a record comes once, however long it took to write.
// Nothing is lost between pages: what is passed over belongs to a record whose last change lies beyond the page, and numbers
// only grow.
// Promises: read in one transaction, so a page, its head and its chain belong together; at least one record comes with every
// answer while there are any; a space that has more to come always has a page, be it empty, whose `to` is below its head.

import type { NodeId, Space } from '#domain/ids.ts';
import { spaceKind } from '#domain/ids.ts';
import type { FieldState } from '#domain/join.ts';
import { type Chain, emptyChain } from '#protocol/history-token.ts';
import { maxPageBytes } from '#protocol/limits.ts';
import type { Cursor, FieldPage, Page, PageRecord } from '#protocol/sync.ts';
import { compiled } from '../store/compiled.ts';
import { selectIn } from '../store/lists.ts';
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

/** Records per query; a page ends by its bytes, this only bounds what is read ahead. */
const recordsPerQuery = 128;
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
    const read = readOf(cursor);
    const cut = await readRecords(db, space, read, counter, left, mustAdvance);
    const covers = cut.to > read.after ? await coversOf(db, space, cut.to, counter.head, wanted.nodes) : {};
    pages.push({ space, after: read.after, to: cut.to, ...counter, covers, records: cut.records });
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
  const rows = await selectIn(spaces, (some) => countersOf.all(db, { some }));
  return new Map(rows.map(({ space, head, chain }) => [space, { head, chain }]));
}

const countersOf = compiled((db, { some }: { some: readonly Space[] }) =>
  db.selectFrom('space').selectAll().where('space', 'in', some),
);

/** Bytes of JSON, as it travels and as it is read. */
type Size = { readonly packed: number; readonly unpacked: number };

type Cut = { readonly to: number; readonly left: Size; readonly records: readonly PageRecord[] };

/** What a device has of a space: every field up to `since`, and of what changed after it the records whose last change is at most `after`. */
type Read = { readonly since: number; readonly after: number };

/** A device that has been at the head lacks what changed after it; half-way, it knows no more than where it stands. */
function readOf(cursor: Cursor | undefined): Read {
  const [after, head] = cursor ?? [0, 0];
  return { since: after === head ? after : 0, after };
}

async function readRecords(
  db: Store,
  space: Space,
  read: Read,
  { head }: Counter,
  most: Size,
  mustAdvance: boolean,
): Promise<Cut> {
  const records: PageRecord[] = [];
  let to = read.after;
  let left = most;
  for (;;) {
    const found = await nextRecords(db, space, read.since, to);
    for (const { last, fields } of found) {
      const record = await pageRecord(db, fields, read);
      const isFirst = mustAdvance && records.length === 0;
      left = { packed: left.packed - record.size.packed, unpacked: left.unpacked - record.size.unpacked };
      if (Math.min(left.packed, left.unpacked) < 0 && !isFirst) return { to, left, records };
      records.push(record.record);
      to = last;
    }
    if (found.length < recordsPerQuery) return { to: head, left, records };
  }
}

type Changed = { readonly last: number; readonly fields: readonly [FieldTable, ...FieldTable[]] };

/** The next records by the numbers of their last changes, each with what changed of it. */
async function nextRecords(db: Store, space: Space, since: number, after: number): Promise<readonly Changed[]> {
  // Most devices lack little, and only of what changed: that is seen at one look.
  const few = since === after ? await fieldsAfter.all(db, { space, after }) : [];
  const isAll = since === after && few.length < fieldsAtOneLook;
  return isAll ? byLastChange(few) : changed(await recordsAfter.all(db, { space, since, after }));
}

const fieldsAtOneLook = 128;

const fieldsAfter = compiled((db, { space, after }: { space: Space; after: number }) =>
  db
    .selectFrom('field')
    .selectAll()
    .where('space', '=', space)
    .where('number', '>', after)
    .orderBy('number')
    .limit(fieldsAtOneLook),
);

/** `rows` in the order of their numbers. */
function byLastChange(rows: readonly FieldTable[]): readonly Changed[] {
  const records = [...Map.groupBy(rows, ({ kind, id }) => `${kind} ${id}`).values()];
  const found = records.flatMap(([first, ...others]) =>
    first ? [{ last: others.at(-1)?.number ?? first.number, fields: [first, ...others] as const }] : [],
  );
  return found.sort((one, other) => one.last - other.last);
}

const recordsAfter = compiled((db, { space, since, after }: { space: Space; since: number; after: number }) => {
  const lastChanges = db
    .selectFrom('field as last')
    .select(['last.space', 'last.kind', 'last.id', 'last.number as last'])
    .where('last.space', '=', space)
    .where('last.number', '>', after)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('field as later')
            .select('later.number')
            .whereRef('later.space', '=', 'last.space')
            .whereRef('later.kind', '=', 'last.kind')
            .whereRef('later.id', '=', 'last.id')
            // Plus nothing, or SQLite would look through all that is later instead of looking the record up.
            .where((eb) => eb(eb('later.number', '+', 0), '>', eb.ref('last.number'))),
        ),
      ),
    )
    .orderBy('last.number')
    .limit(recordsPerQuery)
    .as('changed');
  return db
    .selectFrom(lastChanges)
    .innerJoin('field', (join) =>
      join
        .onRef('field.space', '=', 'changed.space')
        .onRef('field.kind', '=', 'changed.kind')
        .onRef('field.id', '=', 'changed.id'),
    )
    .selectAll('field')
    .select('changed.last')
    .where((eb) => eb(eb('field.number', '+', 0), '>', since))
    .orderBy('changed.last')
    .orderBy('field.number');
});

function changed(rows: readonly (FieldTable & { readonly last: number })[]): readonly Changed[] {
  return [...Map.groupBy(rows, ({ last }) => last)].flatMap(([last, [first, ...others]]) =>
    first ? [{ last, fields: [first, ...others] as const }] : [],
  );
}

type Sized<Value> = { readonly record: Value; readonly size: Size };

async function pageRecord(db: Store, [first, ...others]: Changed['fields'], read: Read): Promise<Sized<PageRecord>> {
  const fields: Record<string, FieldPage> = {};
  let size: Size = { packed: 0, unpacked: 0 };
  for (const row of [first, ...others]) {
    const page = await fieldPage(db, row, read);
    const { packed, unpacked } = sizeOf(row, page);
    size = { packed: size.packed + packed, unpacked: size.unpacked + unpacked };
    fields[row.field] = page;
  }
  return { record: { kind: first.kind, id: first.id, town: first.town, fields }, size };
}

async function fieldPage(db: Store, row: FieldTable, { since }: Read): Promise<FieldPage> {
  const state = JSON.parse(row.state) as FieldState;
  return state.type === 'text' ? { ...state, ...(await textUpdates(db, row, since)) } : state;
}

/** About what the field takes, its share of the record's frame included. A value by one author is all that is told of it. */
function sizeOf(row: FieldTable, page: FieldPage): Size {
  const text = page.type === 'text' ? JSON.stringify(page) : row.state;
  const heads = page.type === 'register' ? page.heads : page.type === 'text' ? page.updates : [];
  const told = heads.length === 1 ? JSON.stringify(heads[0]?.value) : text;
  return { packed: Buffer.byteLength(told) + 25, unpacked: Buffer.byteLength(text) + row.field.length + 80 };
}

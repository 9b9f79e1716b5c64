// Snapshots of texts: one update that does what all up to a number of the space did, and the few that it leaves aside.
// Promises: made inside the transaction of a commit, which holds the space's counter row, so two processes never make one
// of the same text at a time; every accepted update is in the snapshot, aside, or above its number; a push never merges
// more than a few texts, a few updates of each: what is left waits for the next push that writes there.

import { sql } from 'kysely';
import type { Head } from '#domain/join.ts';
import type { Json } from '#domain/json.ts';
import { laterStamp } from '#domain/stamps.ts';
import { compiled } from '../store/compiled.ts';
import type { OpTable, Store, StoreTransaction, TextSnapshotTable } from '../store/tables.ts';
import { mergeUpdates } from './yjs-text.ts';

export type TextName = Pick<TextSnapshotTable, 'space' | 'kind' | 'id' | 'field'>;

/** An accepted update, and its number in the space. */
export type NumberedUpdate = Head & { readonly number: number };

export type Snapshot = {
  /** Every update up to this number of the space is in `merged`, or aside. */
  readonly number: number;
  /** Has the name of the newest update in it, and the highest stamp among them. */
  readonly merged: Head | undefined;
  /** Numbers of the updates that could not be merged. */
  readonly aside: readonly number[];
  /** No further update is merged: the text is larger than any that the app writes. */
  readonly closed: boolean;
};

const noSnapshot: Snapshot = { number: 0, merged: undefined, aside: [], closed: false };

export async function readSnapshot(db: Store, { space, kind, id, field }: TextName): Promise<Snapshot> {
  const row = await snapshotOf.first(db, { space, kind, id, field });
  if (!row) return noSnapshot;
  const merged = (JSON.parse(row.merged) as Head | null) ?? undefined;
  return { number: row.number, merged, aside: JSON.parse(row.aside) as number[], closed: row.closed === 1 };
}

const snapshotOf = compiled((db, { space, kind, id, field }: TextName) =>
  db
    .selectFrom('text_snapshot')
    .select(['number', 'merged', 'aside', 'closed'])
    .where('space', '=', space)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .where('field', '=', field),
);

/** The first `most` updates (or all) above a number of the space, in the order of their numbers. */
export async function updatesAfter(
  db: Store,
  { space, kind, id, field }: TextName,
  number: number,
  most = Number.MAX_SAFE_INTEGER,
): Promise<readonly NumberedUpdate[]> {
  return (await someAfter.all(db, { space, kind, id, field, number, most })).map(numberedUpdate);
}

const someAfter = compiled((db, { number, most, ...text }: TextName & { readonly number: number; readonly most: number }) =>
  selectUpdates(db, text).where('number', '>', number).orderBy('number').limit(most),
);

export async function updatesAt(db: Store, text: TextName, numbers: readonly number[]): Promise<readonly NumberedUpdate[]> {
  if (numbers.length === 0) return [];
  const rows = await selectUpdates(db, text).where('number', 'in', numbers).orderBy('number').execute();
  return rows.map(numberedUpdate);
}

function selectUpdates(db: Store, { space, kind, id, field }: TextName) {
  return db
    .selectFrom('op')
    .select(['number', 'node', 'n', 'effective', 'value'])
    .where('space', '=', space)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .where('field', '=', field)
    .where('type', '=', sql.lit('text')); // said out, for the index of texts alone
}

type UpdateRow = Pick<OpTable, 'number' | 'node' | 'n' | 'effective' | 'value'>;

function numberedUpdate({ number, node, n, effective, value }: UpdateRow): NumberedUpdate {
  return { number: number ?? 0, node, n, stamp: effective, value: JSON.parse(value) as Json };
}

/** So many updates are worth a new snapshot. */
const fewestMerged = 8;
const mostMerged = 64;
const mostTexts = 4;
const mostAside = 64;

/** Makes the snapshots that are due among texts that the transaction wrote on. */
export async function keepSnapshots(tx: StoreTransaction, written: readonly TextName[]): Promise<void> {
  let made = 0;
  for (const text of written) {
    if (made === mostTexts) return;
    const known = await readSnapshot(tx, text);
    const waiting = known.closed ? [] : await updatesAfter(tx, text, known.number, mostMerged);
    if (waiting.length < fewestMerged) continue;
    await writeSnapshot(tx, text, nextSnapshot(known, waiting));
    made += 1;
  }
}

function nextSnapshot(known: Snapshot, waiting: readonly NumberedUpdate[]): Snapshot {
  const before = known.merged === undefined ? undefined : String(known.merged.value);
  const result = mergeUpdates(
    before,
    waiting.map(({ value }) => String(value)),
  );
  const aside = [...known.aside, ...(result?.aside ?? []).flatMap((index) => waiting[index]?.number ?? [])];
  const newest = waiting.at(-1);
  if (!result || !newest || aside.length > mostAside) return { ...known, closed: true };
  const { number, node, n } = newest;
  const stamp = [...waiting, ...(known.merged ? [known.merged] : [])].map((head) => head.stamp).reduce(laterStamp);
  return {
    number,
    aside,
    closed: false,
    merged: result.value === undefined ? undefined : { node, n, stamp, value: result.value },
  };
}

async function writeSnapshot(tx: StoreTransaction, { space, kind, id, field }: TextName, snapshot: Snapshot): Promise<void> {
  const { number, merged = null, aside, closed } = snapshot;
  const row: TextSnapshotTable = {
    ...{ space, kind, id, field, number },
    merged: JSON.stringify(merged),
    aside: JSON.stringify(aside),
    closed: closed ? 1 : 0,
  };
  await putSnapshot.run(tx, { rows: [row] });
}

const putSnapshot = compiled((db, { rows }: { rows: readonly TextSnapshotTable[] }) =>
  db
    .insertInto('text_snapshot')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['space', 'kind', 'id', 'field']).doUpdateSet(({ ref }) => ({
        number: ref('excluded.number'),
        merged: ref('excluded.merged'),
        aside: ref('excluded.aside'),
        closed: ref('excluded.closed'),
      })),
    ),
);

// What a writing transaction locks before it reads what it decides on. Several processes may write to one database, so the order
// is one for all: the gates of rounds, then the rows of nodes, then the counter rows of spaces, each by id. Whoever keeps to it
// never waits in a circle. A row that is not there yet is made first, for it cannot be locked before.
// Promises: while it is held, nobody else writes under these nodes or in these spaces; and the rights that come from the rounds
// it relies on stay as they are, so that no op comes in behind the one that took its author's right away.

import { deviceSpace, type NodeId, type RecordId, type Space, spaceKind } from '#domain/ids.ts';
import type { Op } from '#domain/op.ts';
import { type Stamp, zeroStamp } from '#domain/stamps.ts';
import { type Chain, emptyChain, emptyReceipt, type Receipt } from '#protocol/history-token.ts';
import { rightsKinds } from '../rights.ts';
import { compiled } from '../store/compiled.ts';
import { passGates } from '../store/gates.ts';
import { distinct, selectIn, slicesOfFewLengths } from '../store/lists.ts';
import type { NodeTable, SpaceTable, StoreTransaction } from '../store/tables.ts';

export type Counter = { readonly head: number; readonly chain: Chain };

export type NodeRow = {
  readonly node: NodeId;
  readonly device: RecordId;
  readonly lastN: number;
  readonly receipt: Receipt;
  readonly lastStamp: Stamp;
};

export type Locked = {
  /** Without those that nobody has written under so far. */
  readonly nodes: ReadonlyMap<NodeId, NodeRow>;
  readonly counters: ReadonlyMap<Space, Counter>;
};

/** What is known of an op before it is looked at. */
export type Writing = Pick<Op, 'space' | 'kind' | 'type' | 'field'>;

export type Wanted = {
  readonly nodes: readonly NodeId[];
  readonly writes: readonly Writing[];
  /** Round spaces that the author's rights come from. */
  readonly reliesOn?: readonly Space[];
};

/** To be called once in a transaction, with all that it needs. What it holds already may be asked for again. */
export async function lockForWriting(tx: StoreTransaction, { nodes, writes, reliesOn = [] }: Wanted): Promise<Locked> {
  const changing = new Set(writes.filter(changesRights).map(({ space }) => space));
  await passGates(tx, distinct([...reliesOn, ...changing]).sort(), (round) => changing.has(round));
  const rows: NodeRow[] = [];
  for (const node of distinct(nodes).sort()) rows.push(...(await lockNode(tx, node)));
  return {
    nodes: new Map(rows.map((row) => [row.node, row])),
    counters: await lockCounters(tx, distinct(writes.map(({ space }) => space).filter(isShared)).sort()),
  };
}

/** Whether it may give or take somebody's rights, or end a device's session. */
function changesRights({ space, kind, type, field }: Writing): boolean {
  if (spaceKind(space) !== 'round') return false;
  return rightsKinds.includes(kind) || (kind === 'device' && (type === 'delete' || field === 'revoked'));
}

function isShared(space: Space): boolean {
  return spaceKind(space) !== undefined && space !== deviceSpace;
}

/** The node's row as it is; undefined while nobody has written under it. */
export async function readNode(tx: StoreTransaction, node: NodeId): Promise<NodeRow | undefined> {
  const row = await nodeNamed.first(tx, { node });
  return row && nodeRow(row);
}

const nodeNamed = compiled((db, { node }: { node: NodeId }) => db.selectFrom('node').selectAll().where('node', '=', node));

const lockedNode = compiled((db, { node }: { node: NodeId }) =>
  db.selectFrom('node').selectAll().where('node', '=', node).forUpdate(),
);

/** Stands in the row of a node that nobody has written under yet, from when it is locked until it is written. */
const nobody = '';

async function lockNode(tx: StoreTransaction, node: NodeId): Promise<readonly NodeRow[]> {
  let row = await lockedNode.first(tx, { node });
  if (!row) {
    await tx
      .insertInto('node')
      .values({ node, device: nobody, last_n: 0, receipt: emptyReceipt, last_stamp: zeroStamp })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    row = await lockedNode.first(tx, { node }); // another process may have been faster
  }
  return row && row.device !== nobody ? [nodeRow(row)] : [];
}

/** Takes back the rows of nodes that were locked and not written under, so that they belong to whoever writes first. */
export async function forgetUnused(tx: StoreTransaction): Promise<void> {
  await tx.deleteFrom('node').where('device', '=', nobody).execute();
}

function nodeRow({ node, device, last_n, receipt, last_stamp }: NodeTable): NodeRow {
  return { node, device, lastN: last_n, receipt, lastStamp: last_stamp };
}

async function lockCounters(tx: StoreTransaction, spaces: readonly Space[]): Promise<Locked['counters']> {
  const fresh = spaces.map((space) => ({ space, head: 0, chain: emptyChain }));
  for (const rows of slicesOfFewLengths(fresh)) await addCounters.run(tx, { rows });
  const rows = await selectIn(spaces, (some) => lockedCounters.all(tx, { some }));
  return new Map(rows.map(({ space, head, chain }) => [space, { head, chain }]));
}

const addCounters = compiled((db, { rows }: { rows: readonly SpaceTable[] }) =>
  db
    .insertInto('space')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing()),
);

const lockedCounters = compiled((db, { some }: { some: readonly Space[] }) =>
  db.selectFrom('space').selectAll().where('space', 'in', some).orderBy('space').forUpdate(),
);

// Takes journalled ops in again, through the usual commit.
//
// One that is the next of its node, as all are that the endpoint wrote for somebody who joined, comes back under its own name. Of
// a phone's ops only some are journalled, and the others have to come from the phone. So its op is taken in as if a copy of the
// phone had sent it: under another node of the same device, saying the name that it had. When the phone sends it again,
// both are known to be one (docs/decisions, one op under two names).
// Example: a coordinator removes somebody with op N:57, and the backup knows N up to 50. The removal comes back as L:1, "was N:57",
// and holds at once. Later the phone sends N:51 to N:60, and N:57 stands for L:1.

import { opHash, shortHash } from '#domain/hash.ts';
import { type NodeId, type RecordId, roundSpace } from '#domain/ids.ts';
import { type Op, type OpName, opName } from '#domain/op.ts';
import { endpointAuthor, endpointDevice } from '../commit/author.ts';
import { commitChanges } from '../commit/change-to-op.ts';
import { forgetUnused, lockForWriting } from '../commit/locks.ts';
import { commitPush } from '../commit/push.ts';
import type { SentOp } from '../commit/sent-op.ts';
import type { StoreTransaction } from '../store/tables.ts';
import type { WrittenOp } from './registrations.ts';

type Written = WrittenOp & { readonly device: RecordId };

/** `ownNode` is a new one, under which the endpoint says whose the other nodes are. */
export async function writeAgain(
  tx: StoreTransaction,
  facts: readonly { readonly device: RecordId; readonly ops: readonly WrittenOp[] }[],
  ownNode: NodeId,
  nowMs: number,
): Promise<void> {
  const all = facts.flatMap(({ device, ops }) => ops.map((one): Written => ({ ...one, device })));
  const nodes = all.flatMap(({ op }) => [op.node, nodeFor(op)]);
  await lockForWriting(tx, { nodes: [...nodes, ownNode], writes: all.map(({ op }) => op) });
  const names = new Map<OpName, OpName>();
  for (const written of all.sort(byEffective)) {
    const { op, device } = written;
    if (await isThere(tx, op)) continue;
    const isNext = op.n === (await lastN(tx, op.node)) + 1;
    const sent = isNext ? asItWas(written) : await underAnotherName(tx, written, names);
    if (await isThere(tx, sent.op)) continue;
    const { node } = sent.op;
    const locked = await lockForWriting(tx, { nodes: [node], writes: [op] });
    const pushed = await commitPush(tx, { node, device, ops: [sent] }, locked, endpointAuthor, nowMs);
    if (!pushed.ok) throw new Error(`A journalled op was turned away: ${pushed.refusal.error}`);
    if (!isNext && device !== endpointDevice) await tellNode(tx, device, node, ownNode, nowMs);
  }
  await forgetUnused(tx);
}

/** An op's effective stamp is above those of everything that it replaces, and of its node's op before. */
function byEffective(a: Written, b: Written): number {
  if (a.effective !== b.effective) return a.effective < b.effective ? -1 : 1;
  if (a.op.node !== b.op.node) return a.op.node < b.op.node ? -1 : 1;
  return a.op.n - b.op.n;
}

async function isThere(tx: StoreTransaction, { node, n }: Op): Promise<boolean> {
  const row = await tx.selectFrom('op').select('n').where('node', '=', node).where('n', '=', n).executeTakeFirst();
  return row !== undefined;
}

async function lastN(tx: StoreTransaction, node: NodeId): Promise<number> {
  const row = await tx.selectFrom('node').select('last_n').where('node', '=', node).executeTakeFirst();
  return row?.last_n ?? 0;
}

function asItWas({ op, effective, was }: Written): SentOp {
  return { op, effective, ...(was && { was }) };
}

/** Named for the op alone, so that it has one name however often and with whatever else it is replayed. */
function nodeFor(op: Op): NodeId {
  return shortHash(`journal ${opHash(op)}`);
}

async function underAnotherName(
  tx: StoreTransaction,
  { op, effective, was = [] }: Written,
  names: Map<OpName, OpName>,
): Promise<SentOp> {
  const before = opName(op.node, op.n);
  const node = nodeFor(op);
  names.set(before, opName(node, 1));
  for (const [name, now] of await namesOfRecord(tx, op)) if (!names.has(name)) names.set(name, now);
  const base = op.base.map((name) => names.get(name) ?? name);
  return { op: { ...op, node, n: 1, tx: 1, base }, effective, was: [...was, before] };
}

/** What ops of the record were called before an earlier replay. */
async function namesOfRecord(tx: StoreTransaction, { id }: Op): Promise<readonly (readonly [OpName, OpName])[]> {
  const rows = await tx.selectFrom('op').select(['node', 'n', 'was']).where('id', '=', id).where('was', 'is not', null).execute();
  return rows.flatMap(({ node, n, was }) => {
    const names = JSON.parse(was ?? '[]') as readonly OpName[];
    return names.map((name) => [name, opName(node, n)] as const);
  });
}

/** The device's record says so, and colleagues see whose change it is. */
async function tellNode(tx: StoreTransaction, device: RecordId, node: NodeId, ownNode: NodeId, nowMs: number): Promise<void> {
  const row = await tx.selectFrom('device').select('round').where('device', '=', device).executeTakeFirst();
  if (!row) return;
  const space = roundSpace(row.round);
  const record = await tx
    .selectFrom('field')
    .select('town')
    .where('space', '=', space)
    .where('kind', '=', 'device')
    .where('id', '=', device)
    .executeTakeFirst();
  if (!record) return;
  const ref = { space, kind: 'device', id: device, town: record.town };
  await commitChanges(tx, ownNode, [{ type: 'add', ref, field: 'nodes', value: node }], nowMs);
}

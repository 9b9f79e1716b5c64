// Takes in the ops of one node, inside one transaction of the caller: all of it is on disk, or none.
// Promises: a repeated push is answered as the first one was; ops of a node have no holes; a transaction of ops is accepted
// or refused whole; every op, refused ones too, is kept with its verdict, effective stamp and receipt.
// Leaves to others: who the device is (sessions.ts), what may be written (domain), locking what is written on (locks.ts), and
// committing before the answer leaves.

import { opHash } from '#domain/hash.ts';
import type { NodeId, RecordId } from '#domain/ids.ts';
import { ok, type Result, refuse } from '#domain/result.ts';
import { type Stamp, zeroStamp } from '#domain/stamps.ts';
import type { RefusalCode } from '#protocol/codes.ts';
import { nextReceipt } from '#protocol/hashes.ts';
import { emptyReceipt, type Receipt } from '#protocol/history-token.ts';
import { isRegistered, register } from '../journal/registrations.ts';
import { compiled } from '../store/compiled.ts';
import type { StoreTransaction } from '../store/tables.ts';
import { keepSnapshots } from '../texts/snapshots.ts';
import { applyOp, type CommittedOp, withCheckedBases } from './apply.ts';
import { type Author, endpointDevice } from './author.ts';
import { type FieldName, fieldKey } from './field-key.ts';
import { judge } from './judge.ts';
import { type Locked, type NodeRow, readNode } from './locks.ts';
import { nativeHash } from './native-hash.ts';
import { loadNames } from './other-names.ts';
import type { SentOp } from './sent-op.ts';
import { loadWorkingSet, type WorkingSet } from './working-set.ts';
import { type ReceiptedOp, revokeSessions, writeFields, writeNode, writeOps, writeSpaces } from './write.ts';

/** Ops of one node, in the order of their n, without a gap. A node that is unknown becomes the device's. */
export type Push = { readonly node: NodeId; readonly device: RecordId; readonly ops: readonly SentOp[] };

/** What the device is told of each of its ops. */
export type Pushed = {
  readonly acked: number;
  readonly receipt: Receipt;
  readonly refused: readonly (readonly [number, RefusalCode])[];
  /** Only the stamps that differ from the op's own. */
  readonly stamps: readonly (readonly [number, Stamp])[];
};

export type PushRefusal =
  | { readonly error: 'hole'; readonly resumeFrom: number }
  | { readonly error: 'fork'; readonly at: number }
  | { readonly error: 'foreign-node' };

type Verdict = { readonly n: number; readonly own: Stamp; readonly effective: Stamp; readonly code: string | undefined };

export async function commitPush(
  tx: StoreTransaction,
  { node, device, ops }: Push,
  locked: Locked,
  author: Author,
  nowMs: number,
): Promise<Result<Pushed, PushRefusal>> {
  const row = locked.nodes.get(node) ?? { node, device, lastN: 0, receipt: emptyReceipt, lastStamp: zeroStamp };
  if (row.device !== device) return refuse({ error: 'foreign-node' });
  const repeats = ops.filter(({ op }) => op.n <= row.lastN);
  const fresh = ops.slice(repeats.length);
  const known = await readVerdicts(tx, repeats);
  if (typeof known === 'number') return refuse({ error: 'fork', at: known });
  const first = fresh[0]?.op.n ?? row.lastN + 1;
  if (first > row.lastN + 1) return refuse({ error: 'hole', resumeFrom: row.lastN + 1 });
  if (fresh.length === 0) return ok(answer(row, known));
  const { committed, after } = await commitFresh(tx, row, fresh, locked, author, nowMs);
  const verdicts = committed.map(({ op, effective, code }) => ({ n: op.n, own: op.stamp, effective, code }));
  return ok(answer(after, [...known, ...verdicts]));
}

/** What a device is told that sends nothing. */
export async function answerIdle(tx: StoreTransaction, node: NodeId, device: RecordId): Promise<Result<Pushed, PushRefusal>> {
  const row = await readNode(tx, node);
  if (row && row.device !== device) return refuse({ error: 'foreign-node' });
  return ok({ acked: row?.lastN ?? 0, receipt: row?.receipt ?? emptyReceipt, refused: [], stamps: [] });
}

/** What was decided on ops that arrived before, or the first n under which another op is kept. */
async function readVerdicts(tx: StoreTransaction, repeats: readonly SentOp[]): Promise<readonly Verdict[] | number> {
  const [first, last] = [repeats[0]?.op, repeats.at(-1)?.op];
  if (!first || !last) return [];
  const rows = await storedBetween.all(tx, { node: first.node, first: first.n, last: last.n });
  const other = repeats.find(({ op }, index) => rows[index]?.hash !== opHash(op, nativeHash));
  if (other) return other.op.n;
  return rows.map(({ n, stamp, effective, code }) => ({ n, own: stamp, effective, code: code ?? undefined }));
}

const storedBetween = compiled((db, { node, first, last }: { node: NodeId; first: number; last: number }) =>
  db
    .selectFrom('op')
    .select(['n', 'stamp', 'hash', 'effective', 'code'])
    .where('node', '=', node)
    .where('n', '>=', first)
    .where('n', '<=', last)
    .orderBy('n'),
);

async function commitFresh(
  tx: StoreTransaction,
  row: NodeRow,
  fresh: readonly SentOp[],
  { counters }: Locked,
  author: Author,
  nowMs: number,
): Promise<{ readonly committed: readonly ReceiptedOp[]; readonly after: NodeRow }> {
  const working = await loadWorkingSet(
    tx,
    fresh.map(({ op }) => op),
    counters,
    row.device === endpointDevice ? undefined : (read) => loadNames(read, fresh, row.device),
  );
  const committed = decideAll(row, fresh, working, author, nowMs);
  const after = nodeAfter(row, committed);
  const moved = new Set(committed.filter(({ place }) => place).map(({ op }) => op.space));
  await writeOps(tx, committed, nowMs);
  await keepSnapshots(tx, writtenTexts(committed));
  await writeFields(tx, working);
  await writeSpaces(tx, working, moved);
  await writeNode(tx, after);
  await revokeSessions(tx, committed, nowMs);
  await registerWritten(tx, row.device, committed);
  return { committed, after };
}

/** Who takes part, and with which rights, holds again at once when the database is put back to a backup. */
async function registerWritten(tx: StoreTransaction, device: RecordId, committed: readonly CommittedOp[]): Promise<void> {
  const ops = committed.filter(({ op, code, sameAs }) => isRegistered(op) && op.type !== 'void' && !code && !sameAs);
  if (ops.length === 0) return;
  const written = ops.map(({ op, effective, was }) => ({ op, effective, ...(was && { was }) }));
  await register(tx, { type: 'written', device, ops: written });
}

function writtenTexts(committed: readonly CommittedOp[]): readonly FieldName[] {
  const written = committed.filter(({ op, place }) => op.type === 'text' && place);
  return [...new Map(written.map(({ op }) => [fieldKey(op), op])).values()];
}

function decideAll(
  row: NodeRow,
  fresh: readonly SentOp[],
  working: WorkingSet,
  author: Author,
  nowMs: number,
): readonly ReceiptedOp[] {
  const committed: ReceiptedOp[] = [];
  let { lastStamp, receipt } = row;
  for (const transaction of transactionsOf(fresh)) {
    const ops = transaction.map(({ op }) => op);
    const standing = transaction.map((sent) => withCheckedBases(sent, working));
    const codes = judge(standing, working, author.mayWrite);
    for (const [index, sent] of transaction.entries()) {
      const done: CommittedOp = applyOp(sent, codes[index], lastStamp, { working, nowMs, mayWrite: author.mayWrite });
      lastStamp = done.effective;
      receipt = nextReceipt(receipt, done.hash, done.code, done.effective, nativeHash);
      committed.push({ ...done, receipt });
    }
    author.learn(ops, working);
  }
  return committed;
}

function transactionsOf(ops: readonly SentOp[]): readonly (readonly SentOp[])[] {
  const transactions: SentOp[][] = [];
  for (const sent of ops) {
    const last = transactions.at(-1);
    if (last?.[0]?.op.tx === sent.op.tx) last.push(sent);
    else transactions.push([sent]);
  }
  return transactions;
}

function nodeAfter(row: NodeRow, committed: readonly ReceiptedOp[]): NodeRow {
  const last = committed.at(-1);
  return last ? { ...row, lastN: last.op.n, receipt: last.receipt, lastStamp: last.effective } : row;
}

function answer(row: NodeRow, verdicts: readonly Verdict[]): Pushed {
  return {
    acked: row.lastN,
    receipt: row.receipt,
    refused: verdicts.flatMap(({ n, code }) => (code ? [[n, code as RefusalCode] as const] : [])),
    stamps: verdicts.flatMap(({ n, own, effective }) => (effective === own ? [] : [[n, effective] as const])),
  };
}

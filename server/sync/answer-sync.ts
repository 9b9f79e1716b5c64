// One sync request: what the device sends is committed, then what it lacks is read.
// Promises: nothing is acknowledged before its commit is on disk; pages hold only spaces that the person may see after the
// push (a right that the push itself gave or took away counts).

import type { Change } from '#domain/change.ts';
import { visibleSpaces } from '#domain/grants.ts';
import { type NodeId, type RecordId, roundSpace, type Space } from '#domain/ids.ts';
import { ok, type Result, refuse } from '#domain/result.ts';
import { maxPageBytes, minPageBytes } from '#protocol/limits.ts';
import type { ParsedSyncRequest, SyncResponse } from '#protocol/sync.ts';
import { protocolVersion } from '#protocol/version.ts';
import { opFromWire } from '#protocol/wire-op.ts';
import { createPersonAuthor } from '../commit/author.ts';
import { commitChanges, writingsOf } from '../commit/change-to-op.ts';
import { lockForWriting, readNode } from '../commit/locks.ts';
import { answerIdle, commitPush, type Pushed, type PushRefusal } from '../commit/push.ts';
import type { SentOp } from '../commit/sent-op.ts';
import type { Commits } from '../commits.ts';
import type { Journal } from '../journal/journal.ts';
import { isRegistered } from '../journal/registrations.ts';
import type { Log } from '../log.ts';
import type { Measure } from '../operation/metrics.ts';
import { type RightsOf, roundsOf } from '../rights.ts';
import { findSession, type Session, type SessionRefusal } from '../sessions.ts';
import { readBackedUpThrough } from '../settings.ts';
import { distinct } from '../store/lists.ts';
import type { Store, StoreTransaction } from '../store/tables.ts';
import { reading, writing } from '../store/transactions.ts';
import { type DigestOf, differingSpaces } from './differing.ts';
import { lostSpaces } from './lost-spaces.ts';
import { readPages } from './pages.ts';
import { unknownChains, unknownReceipts } from './recognises.ts';

export type SyncPorts = {
  readonly store: Store;
  readonly rightsOf: RightsOf;
  readonly digestOf: DigestOf;
  readonly commits: Commits;
  readonly journal: Journal;
  /** The endpoint writes under this node. */
  readonly ownNode: NodeId;
  readonly now: () => number;
  readonly log: Log;
  readonly measure: Measure;
};

export type SyncRefusal =
  | PushRefusal
  | { readonly error: SessionRefusal }
  | { readonly error: 'unknown-history'; readonly nodes: readonly NodeId[]; readonly spaces: readonly Space[] };

export async function answerSync(
  ports: SyncPorts,
  session: Session,
  request: ParsedSyncRequest,
): Promise<Result<SyncResponse, SyncRefusal>> {
  const pushed = await ports.measure.timed('push', () => push(ports, session, request));
  if (!pushed.ok) return refuse(pushed.refusal);
  if (pushed.value.alsoIn.length > 0 || request.ops.some(isRegistered)) await ports.journal.flush();
  ports.commits.tell(distinct([...request.ops.map(({ space }) => space), ...pushed.value.alsoIn]));
  const pulled = await ports.measure.timed('pull', () => pull(ports, session, request));
  const { acked, receipt, refused, stamps } = pushed.value;
  ports.measure.pushed(request.ops.length, refused);
  return ok({
    version: protocolVersion,
    acked,
    receipt,
    refused: refused.map(([n, code]) => [n, code]),
    stamps: stamps.map(([n, stamp]) => [n, stamp]),
    ...pulled,
    now: ports.now(),
    backedUpThrough: await readBackedUpThrough(ports.store),
  });
}

type PushedAlso = Pushed & { readonly alsoIn: readonly Space[] };

async function push(ports: SyncPorts, session: Session, request: ParsedSyncRequest): Promise<Result<PushedAlso, SyncRefusal>> {
  const { store, log } = ports;
  const answered =
    request.ops.length > 0
      ? await writing(store, (tx) => takeIn(tx, ports, session, request))
      : await reading(store, (tx) => takeInNothing(tx, ports, session, request));
  if (!answered.ok && answered.refusal.error === 'unknown-history') {
    const { nodes, spaces } = answered.refusal;
    log.warn({ nodes: nodes.length, spaces: spaces.length }, 'a device remembers more than this database');
  }
  return answered.ok ? ok({ alsoIn: [], ...answered.value }) : answered;
}

async function takeInNothing(
  tx: StoreTransaction,
  { now }: SyncPorts,
  { device, tokenHash }: Session,
  request: ParsedSyncRequest,
): Promise<Result<Pushed, SyncRefusal>> {
  const alive = await findSession(tx, tokenHash, now());
  if (!alive.ok) return refuse({ error: alive.refusal });
  return (await unknownHistory(tx, request)) ?? answerIdle(tx, request.from.node, device);
}

async function takeIn(
  tx: StoreTransaction,
  { rightsOf, ownNode, now }: SyncPorts,
  { device, person, tokenHash }: Session,
  request: ParsedSyncRequest,
): Promise<Result<PushedAlso, SyncRefusal>> {
  const { from } = request;
  // Before anything is taken in: the names that this device counts from and builds on may mean other ops here.
  const unknown = await unknownHistory(tx, request);
  if (unknown) return unknown;
  const rounds = await roundsOf(tx, person);
  const ops = request.ops.map((wire, index) => sentOp(wire, from.node, from.n + index));
  const telling = from.n === 1 && !(await readNode(tx, from.node)) ? await tellNode(tx, device, from.node) : [];
  const locked = await lockForWriting(tx, {
    nodes: telling.length > 0 ? [from.node, ownNode] : [from.node],
    writes: [...request.ops, ...writingsOf(telling)],
    reliesOn: rounds,
  });
  // Only now: the request may have taken its time, and may have waited for the op that revokes this device or its person's rights.
  const alive = await findSession(tx, tokenHash, now());
  if (!alive.ok) return refuse({ error: alive.refusal });
  const author = createPersonAuthor(await rightsOf(tx, person, rounds));
  const pushed = await commitPush(tx, { node: from.node, device, ops }, locked, author, now());
  if (!pushed.ok || telling.length === 0 || locked.nodes.has(from.node))
    return pushed.ok ? ok({ ...pushed.value, alsoIn: [] }) : pushed;
  await commitChanges(tx, ownNode, telling, now());
  return ok({ ...pushed.value, alsoIn: telling.map(({ ref }) => ref.space) });
}

async function unknownHistory(
  tx: StoreTransaction,
  { nodes, cursors }: ParsedSyncRequest,
): Promise<Result<never, SyncRefusal & { readonly error: 'unknown-history' }> | undefined> {
  const unknown = { nodes: await unknownReceipts(tx, nodes), spaces: await unknownChains(tx, cursors) };
  return unknown.nodes.length + unknown.spaces.length > 0 ? refuse({ error: 'unknown-history', ...unknown }) : undefined;
}

function sentOp(wire: ParsedSyncRequest['ops'][number], node: NodeId, n: number): SentOp {
  const { effective, checks, was } = wire;
  return {
    op: opFromWire(wire, node, n),
    ...(effective !== undefined && { effective }),
    ...(checks !== undefined && { checks }),
    ...(was !== undefined && { was }),
  };
}

/** A device that counts under a further name: its record says so, and colleagues see whose changes these are. */
async function tellNode(tx: StoreTransaction, device: RecordId, node: NodeId): Promise<readonly Change[]> {
  const joined = await tx.selectFrom('device').select('round').where('device', '=', device).executeTakeFirst();
  if (!joined) return [];
  const place = { space: roundSpace(joined.round), kind: 'device', id: device };
  const record = await tx
    .selectFrom('field')
    .select('town')
    .where('space', '=', place.space)
    .where('kind', '=', place.kind)
    .where('id', '=', place.id)
    .executeTakeFirst();
  return record ? [{ type: 'add', ref: { ...place, town: record.town }, field: 'nodes', value: node }] : [];
}

async function pull({ store, rightsOf, digestOf, log }: SyncPorts, { person }: Session, request: ParsedSyncRequest) {
  return reading(store, async (tx) => {
    const rights = await rightsOf(tx, person);
    const spaces = visibleSpaces(rights.actor);
    const nodes = [...new Set([...Object.keys(request.nodes), request.from.node])];
    const maxBytes = Math.min(Math.max(request.maxBytes, minPageBytes), maxPageBytes);
    const differing = await differingSpaces(tx, digestOf, request, spaces);
    if (differing.length > 0) log.warn({ spaces: differing.length }, 'a device holds something else than this database');
    const cursors = Object.fromEntries(Object.entries(request.cursors).filter(([space]) => !differing.includes(space)));
    const pages = await readPages(tx, { spaces, cursors, nodes, maxBytes });
    const known = Object.keys(request.cursors);
    return {
      pages: [...pages],
      gained: spaces.filter((space) => !known.includes(space)),
      lost: [...(await lostSpaces(tx, rights, known, spaces))],
    };
  });
}

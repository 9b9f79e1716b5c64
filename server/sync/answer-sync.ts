// One sync request: what the device sends is committed, then what it lacks is read.
// Promises: nothing is acknowledged before its commit is on disk; pages hold only spaces that the person may see after the
// push (a right that the push itself gave or took away counts).

import { visibleSpaces } from '#domain/grants.ts';
import type { NodeId, RecordId, Space } from '#domain/ids.ts';
import { ok, type Result, refuse } from '#domain/result.ts';
import { maxPageBytes, minPageBytes } from '#protocol/limits.ts';
import type { ParsedSyncRequest, SyncResponse } from '#protocol/sync.ts';
import { protocolVersion } from '#protocol/version.ts';
import { opFromWire } from '#protocol/wire-op.ts';
import { createPersonAuthor } from '../commit/author.ts';
import { commitChanges } from '../commit/change-to-op.ts';
import { commitPush, type Pushed, type PushRefusal } from '../commit/push.ts';
import type { Commits } from '../commits.ts';
import type { Log } from '../log.ts';
import type { RightsOf } from '../rights.ts';
import { findSession, type Session, type SessionRefusal } from '../sessions.ts';
import { readBackedUpThrough } from '../settings.ts';
import { distinct } from '../store/lists.ts';
import type { Store, StoreTransaction } from '../store/tables.ts';
import { type DigestOf, differingSpaces } from './differing.ts';
import { lostSpaces } from './lost-spaces.ts';
import { readPages } from './pages.ts';
import { unknownChains, unknownReceipts } from './recognises.ts';

export type SyncPorts = {
  readonly store: Store;
  readonly rightsOf: RightsOf;
  readonly digestOf: DigestOf;
  readonly commits: Commits;
  /** The endpoint writes under this node. */
  readonly ownNode: NodeId;
  readonly now: () => number;
  readonly log: Log;
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
  const pushed = await push(ports, session, request);
  if (!pushed.ok) return refuse(pushed.refusal);
  ports.commits.tell(distinct([...request.ops.map(({ space }) => space), ...pushed.value.alsoIn]));
  const pulled = await pull(ports, session, request);
  const { acked, receipt, refused, stamps } = pushed.value;
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

async function push(
  { store, rightsOf, ownNode, now, log }: SyncPorts,
  { device, person, tokenHash }: Session,
  { from, ops, nodes, cursors }: ParsedSyncRequest,
): Promise<Result<Pushed & { readonly alsoIn: readonly Space[] }, SyncRefusal>> {
  const sent = ops.map((wire, index) => ({
    op: opFromWire(wire, from.node, from.n + index),
    ...(wire.effective !== undefined && { effective: wire.effective }),
    ...(wire.checks !== undefined && { checks: wire.checks }),
    ...(wire.was !== undefined && { was: wire.was }),
  }));
  return store.transaction().execute(async (tx) => {
    // Asked again where the ops are taken in: since the request came, somebody may have revoked the device.
    const alive = await findSession(tx, tokenHash, now());
    if (!alive.ok) return refuse({ error: alive.refusal });
    // Before anything is taken in: the names that this device counts from and builds on may mean other ops here.
    const unknown = { nodes: await unknownReceipts(tx, nodes), spaces: await unknownChains(tx, cursors) };
    if (unknown.nodes.length + unknown.spaces.length > 0) {
      log.warn({ nodes: unknown.nodes.length, spaces: unknown.spaces.length }, 'a device remembers more than this database');
      return refuse({ error: 'unknown-history', ...unknown });
    }
    const author = createPersonAuthor(await rightsOf(tx, person));
    const isNew = sent.length > 0 && from.n === 1 && !(await isKnownNode(tx, from.node));
    const pushed = await commitPush(tx, { node: from.node, device, ops: sent }, author, now());
    if (!pushed.ok) return pushed;
    return ok({ ...pushed.value, alsoIn: isNew ? await tellNode(tx, ownNode, device, from.node, now()) : [] });
  });
}

async function isKnownNode(tx: StoreTransaction, node: NodeId): Promise<boolean> {
  return (await tx.selectFrom('node').select('node').where('node', '=', node).executeTakeFirst()) !== undefined;
}

/** A device that counts under a further name: its record says so, and colleagues see whose changes these are. */
async function tellNode(
  tx: StoreTransaction,
  ownNode: NodeId,
  device: RecordId,
  node: NodeId,
  nowMs: number,
): Promise<readonly Space[]> {
  const record = await tx
    .selectFrom('field')
    .select(['space', 'town'])
    .where('kind', '=', 'device')
    .where('id', '=', device)
    .executeTakeFirst();
  if (!record) return [];
  const ref = { ...record, kind: 'device', id: device };
  await commitChanges(tx, ownNode, [{ type: 'add', ref, field: 'nodes', value: node }], nowMs);
  return [record.space];
}

async function pull({ store, rightsOf, digestOf, log }: SyncPorts, { person }: Session, request: ParsedSyncRequest) {
  return store
    .transaction()
    .setAccessMode('read only')
    .execute(async (tx) => {
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

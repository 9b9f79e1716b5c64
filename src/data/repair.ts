// Setting right what this device and the endpoint remember differently of the device's own changes.
// Rewinding: the endpoint does not know a verdict that it gave (it was restored from a backup). Every kept op of that lane
// is sent again, with the effective stamp that it had; what the endpoint still has, it recognises by the op's hash.
// A new lane: somebody else counts under the same name (this device was copied, or is the copy). What only this device holds
// moves to a new name. That name follows from the old one and the first op that differs, so that two copies which hold the
// same ops give them the same new names, and nothing doubles.
// Promises: no change is lost or doubled; one transaction each, so a crash leaves it done or not begun.

import { opHash, shortHash } from '#domain/hash.ts';
import { createNodeId, type NodeId, type Space } from '#domain/ids.ts';
import { type Op, type OpName, opName, parseOpName } from '#domain/op.ts';
import type { TequioDatabase } from './database.ts';
import { type DataPorts, deviceRow, lanesOf, newLane, withLane, withLanes } from './device-row.ts';
import { receiptAfter } from './receipt.ts';
import { reshow, uncoveredOps } from './reshow.ts';
import { type DeviceRow, type Lane, type OpRow, recordKeyText } from './rows.ts';

/**
 * The endpoint does not know what it told this device. Takes back every verdict on the kept ops of these lanes, so that they
 * are sent again, and reads these spaces anew. What waits to be sent may build on what the endpoint has lost, so it goes with
 * its checks as well.
 */
export async function startOver(ports: DataPorts, nodes: readonly NodeId[], spaces: readonly Space[]): Promise<void> {
  const { database } = ports;
  await inOneTransaction(database, async () => {
    for (const lane of lanesOf(await deviceRow(ports))) await rewind(ports, lane, nodes.includes(lane.node));
    for (const space of spaces) {
      const row = await database.spaces.get(space);
      // A chain that is not the endpoint's brings a page for an empty space too: it may have lost all that it held.
      const renewals = (row?.renewals ?? 0) + 1;
      if (row) await database.spaces.put({ ...row, cursor: [0, 0, row.cursor[2]], renewals, renewing: true });
    }
  });
}

async function rewind(ports: DataPorts, lane: Lane, fromStart: boolean): Promise<void> {
  const { database } = ports;
  const device = await deviceRow(ports);
  const { forgotten: acked, forgottenReceipt: receipt } = lane;
  const rows = await rowsFrom(database, lane.node, (fromStart ? acked : lane.acked) + 1);
  const again = rows.map(({ verdict, sentAt: _sentAt, ...row }): OpRow => {
    const over = row.refused === undefined ? { over: recordKeyText(row.op) } : {};
    const effective = verdict ? { effective: row.effective ?? row.op.stamp } : {};
    return { ...row, ...over, ...effective, again: true };
  });
  await database.ops.bulkPut(again);
  if (fromStart) await database.meta.put(withLane(device, { ...lane, acked, receipt }));
  await reshowAll(database, again);
}

/** Moves the lane's ops from `at` on to a lane of their own, where they count from 1. */
export async function moveToNewLane(ports: DataPorts, node: NodeId, at: number): Promise<void> {
  const { database } = ports;
  await inOneTransaction(database, async () => {
    const device = await deviceRow(ports);
    const lane = lanesOf(device).find((one) => one.node === node);
    if (!lane) return;
    const moved = await rowsFrom(database, node, at);
    const name = newName(node, moved[0]?.op) ?? createNodeId(ports.random);
    const rename = (old: OpName): OpName => {
      const { node: author, n } = parseOpName(old);
      return author === node && n >= at ? opName(name, n - at + 1) : old;
    };
    const left: Lane = { ...lane, n: at - 1, carried: Math.min(lane.carried, at - 1) };
    const next: Lane = { ...newLane(name), n: moved.length };
    const lanes = lanesOf(device).flatMap((one) => (one.node === node ? [left, next] : [one]));
    await database.ops.bulkDelete(moved.map(({ n }) => [node, n]));
    await database.ops.bulkAdd(moved.map((row) => movedRow(row, name, lane, at, rename)));
    await renameBases(database, device, rename);
    await database.texts
      .filter(({ lastOwn }) => lastOwn !== undefined)
      .modify((row) => {
        row.lastOwn = rename(row.lastOwn ?? '');
      });
    await database.meta.put(withLanes(device, lanes));
    await reshowAll(database, moved);
  });
}

function newName(node: NodeId, first: Op | undefined): NodeId | undefined {
  return first && shortHash(`lane ${node} ${opHash(first)}`);
}

function movedRow(row: OpRow, node: NodeId, { carried }: Lane, at: number, rename: (name: OpName) => OpName): OpRow {
  const n = row.n - at + 1;
  const op: Op = { ...row.op, node, n, base: row.op.base.map(rename), tx: Math.max(row.op.tx - at + 1, 1) };
  // What no request has carried nobody can name.
  const was = row.n <= carried ? [...(row.was ?? []), opName(row.node, row.n)] : row.was;
  return { ...row, node, n, op, ...(was && { was }) };
}

/** Ops of later lanes that no request has carried name the moved ones by their new names. */
async function renameBases(database: TequioDatabase, device: DeviceRow, rename: (name: OpName) => OpName): Promise<void> {
  for (const lane of lanesOf(device)) {
    const rows = await rowsFrom(database, lane.node, lane.carried + 1);
    await database.ops.bulkPut(rows.map((row) => ({ ...row, op: { ...row.op, base: row.op.base.map(rename) } })));
  }
}

function rowsFrom(database: TequioDatabase, node: NodeId, n: number): Promise<OpRow[]> {
  return database.ops.where('[node+n]').between([node, n], [node, Number.MAX_SAFE_INTEGER], true, true).toArray();
}

async function reshowAll(database: TequioDatabase, rows: readonly OpRow[]): Promise<void> {
  const refs = rows.map(({ op }) => op);
  await reshow(database, refs, await uncoveredOps(database));
}

async function inOneTransaction(database: TequioDatabase, run: () => Promise<void>): Promise<void> {
  const tables = [database.records, database.texts, database.ops, database.spaces, database.meta];
  await database.transaction('rw', tables, async () => await run());
}

/** How long own ops are kept after they were sent, by the endpoint's clock. */
const keptForMs = 90 * 24 * 3_600_000;

/** Forgets own ops that are in a backup of the endpoint and older than 90 days, as far as nothing on this device needs them. */
export async function forgetOldOps(ports: DataPorts, now: number, backedUpThrough: number): Promise<void> {
  const { database } = ports;
  const before = Math.min(now - keptForMs, backedUpThrough);
  if (before <= 0) return;
  await database.transaction('rw', database.ops, database.meta, async () => {
    for (const { node, forgotten, acked } of lanesOf(await deviceRow(ports))) {
      const rows = await database.ops
        .where('[node+n]')
        .between([node, forgotten + 1], [node, acked], true, true)
        .toArray();
      const end = rows.findIndex((row) => !mayGo(row, before));
      const gone = end === -1 ? rows : rows.slice(0, end);
      const last = gone.at(-1);
      if (!last) continue;
      const device = await deviceRow(ports);
      const lane = lanesOf(device).find((one) => one.node === node);
      if (!lane) continue;
      const forgottenReceipt = gone.reduce(receiptAfter, lane.forgottenReceipt);
      await database.ops.bulkDelete(gone.map(({ n }) => [node, n]));
      await database.meta.put(withLane(device, { ...lane, forgotten: last.n, forgottenReceipt }));
    }
  });
}

/** What the user has not put aside, and what no page covers yet, stays. */
function mayGo({ verdict, over, discarded, sentAt = Number.POSITIVE_INFINITY }: OpRow, before: number): boolean {
  return over === undefined && sentAt < before && (verdict === 'accepted' || discarded === true);
}

// What still has to go up, and the mark that a request is about to carry it.
// Promises: ops leave in the order of their n, a transaction never split; once marked as carried, an op is never changed.

import { byteLength, canonicalText } from '#domain/json.ts';
import { maxOpsPerRequest, packedInto } from '#protocol/limits.ts';
import type { Cursor } from '#protocol/sync.ts';
import type { TequioDatabase } from './database.ts';
import { type DataPorts, deviceRow, lanesOf, withLane } from './device-row.ts';
import type { DeviceRow, Lane, OpRow } from './rows.ts';

export type PushLimits = { readonly maxOps: number; readonly maxBytes: number };

export type Departure = {
  readonly device: DeviceRow;
  /** The lane that the ops are of: the oldest one with anything to send. */
  readonly lane: Lane;
  /** The next ops in order, whole transactions only, within the limits (one transaction at least, if there is any). */
  readonly ops: readonly OpRow[];
  readonly cursors: Readonly<Record<string, Cursor>>;
};

/** Chooses the next ops to send and marks them as carried, durably, before any request can hold them. */
export async function prepareDeparture(ports: DataPorts, limits: PushLimits): Promise<Departure> {
  const { database } = ports;
  return database.transaction('rw', database.ops, database.meta, database.spaces, async () => {
    const known = await deviceRow(ports);
    const waitingLane = lanesOf(known).find(isWaiting) ?? known;
    const waiting = await unsentOps(database, waitingLane)
      .limit(maxOpsPerRequest + 1)
      .toArray();
    assertDense(waiting, waitingLane);
    // What a line could not carry down it will not carry up: both are halved after a cut (line.ts).
    const ops = wholeTransactions(waiting, { ...limits, maxBytes: Math.min(limits.maxBytes, known.pageBytes * packedInto) });
    const lane = { ...waitingLane, carried: Math.max(waitingLane.carried, ops.at(-1)?.n ?? 0) };
    const device = withLane(known, lane);
    if (lane.carried > waitingLane.carried) await database.meta.put(device);
    const spaces = await database.spaces.toArray();
    const cursors = Object.fromEntries(spaces.filter(({ lost }) => !lost).map(({ space, cursor }) => [space, cursor]));
    return { device, lane, ops, cursors };
  });
}

function isWaiting({ acked, n }: Lane): boolean {
  return acked < n;
}

function unsentOps(database: TequioDatabase, { node, acked }: Lane) {
  return database.ops.where('[node+n]').between([node, acked + 1], [node, Number.MAX_SAFE_INTEGER], true, true);
}

/** The endpoint counts along from the last acknowledged n, so a list with a hole would give every op a wrong number. */
function assertDense(rows: readonly OpRow[], { acked, n }: Lane): void {
  const isDense = rows.every((row, index) => row.n === acked + 1 + index);
  if (!isDense || (rows.length === 0 && acked < n)) throw new Error('Own changes are missing from the outbox');
}

/** Cuts the list after the last transaction that fits; the first one goes whatever its size. */
function wholeTransactions(rows: readonly OpRow[], { maxOps, maxBytes }: PushLimits): readonly OpRow[] {
  let bytes = 0;
  let end = 0;
  for (const [index, row] of rows.entries()) {
    bytes += byteLength(canonicalText(row.op)) + (row.was ?? []).join().length;
    if (end > 0 && (bytes > maxBytes || index >= maxOps)) break;
    const next = rows[index + 1];
    if (next?.op.tx !== row.op.tx) end = index + 1;
  }
  return rows.slice(0, Math.min(end, rows.length));
}

/** Whether somebody who has joined wrote something that no receipt covers yet. */
export async function hasUnsent(database: TequioDatabase): Promise<boolean> {
  const device = await database.meta.get('device');
  return device?.key === 'device' && device.account !== null && lanesOf(device).some(isWaiting);
}

/** Changes (transactions) that no receipt covers yet. */
export async function countUnsentChanges(database: TequioDatabase): Promise<number> {
  const rows = await listUnsent(database);
  return new Set(rows.filter(({ op }) => op.type !== 'void').map(({ node, op }) => `${node}:${op.tx}`)).size;
}

/** Every own op that no receipt covers yet, oldest first. */
export async function listUnsent(database: TequioDatabase): Promise<readonly OpRow[]> {
  const device = await database.meta.get('device');
  if (device?.key !== 'device') return [];
  const rows = await Promise.all(lanesOf(device).map((lane) => unsentOps(database, lane).toArray()));
  return rows.flat();
}

/** Own ops that the endpoint refused and the user has not put aside, oldest first. */
export async function listRefused(database: TequioDatabase): Promise<readonly OpRow[]> {
  const rows = await database.ops.where('refused').above('').toArray();
  return rows.filter(({ discarded }) => !discarded);
}

/** Puts refused ops out of sight. They stay stored: discarding only hides. */
export async function discardRefused(database: TequioDatabase, rows: readonly Pick<OpRow, 'node' | 'n'>[]): Promise<void> {
  await database.transaction('rw', database.ops, async () => {
    for (const { node, n } of rows) await database.ops.update([node, n], { discarded: true });
  });
}

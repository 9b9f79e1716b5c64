// This device's own row: who it is, how far it has counted, what its clock has seen.

import { createNodeId, type NodeId, type RandomBytes } from '#domain/ids.ts';
import { zeroStamp } from '#domain/stamps.ts';
import { emptyReceipt } from '#protocol/history-token.ts';
import { firstPageBytes } from '#protocol/limits.ts';
import type { TequioDatabase } from './database.ts';
import type { Account, DeviceRow, Lane } from './rows.ts';

/** What writing needs from outside: the database, a clock (ms since 1970) and randomness. */
export type DataPorts = { readonly database: TequioDatabase; readonly now: () => number; readonly random: RandomBytes };

/** The row, made at its first use. Call it inside a read-write transaction on `meta`. */
export async function deviceRow({ database, random }: DataPorts): Promise<DeviceRow> {
  const found = await database.meta.get('device');
  if (found?.key === 'device') return found;
  const row: DeviceRow = {
    key: 'device',
    ...newLane(createNodeId(random)),
    earlier: [],
    localN: 0,
    clock: zeroStamp,
    account: null,
    pageBytes: firstPageBytes,
  };
  await database.meta.put(row);
  return row;
}

/** A lane with nothing in it. */
export function newLane(node: NodeId): Lane {
  return { node, n: 0, carried: 0, acked: 0, receipt: emptyReceipt, forgotten: 0, forgottenReceipt: emptyReceipt };
}

/** Every lane of this device, oldest first; the last is the one it writes in. */
export function lanesOf(device: DeviceRow): readonly Lane[] {
  return [...device.earlier, laneOf(device)];
}

function laneOf({ node, n, carried, acked, receipt, forgotten, forgottenReceipt }: Lane): Lane {
  return { node, n, carried, acked, receipt, forgotten, forgottenReceipt };
}

/** The row with these lanes instead; the last becomes the one it writes in. */
export function withLanes(device: DeviceRow, lanes: readonly Lane[]): DeviceRow {
  return { ...device, ...lanes.at(-1), earlier: lanes.slice(0, -1) };
}

/** The row with the lane of this name changed. */
export function withLane(device: DeviceRow, lane: Lane): DeviceRow {
  return withLanes(
    device,
    lanesOf(device).map((other) => (other.node === lane.node ? lane : other)),
  );
}

/** Reads the row, making it if need be, in a transaction of its own. */
export async function ensureDeviceRow(ports: DataPorts): Promise<DeviceRow> {
  return ports.database.transaction('rw', ports.database.meta, async () => await deviceRow(ports));
}

/** Adopts this database for a person of a round: everything written before joining stays where it is. */
export async function adoptAccount(ports: DataPorts, account: Account): Promise<void> {
  await ports.database.transaction('rw', ports.database.meta, async () => {
    const row = await deviceRow(ports);
    await ports.database.meta.put({ ...row, account });
  });
}

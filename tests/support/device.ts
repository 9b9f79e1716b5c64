// A device for tests: the real `data` folder on fake-indexeddb, with a clock and randomness that the test controls.

import 'fake-indexeddb/auto';
import { openDatabase } from '#data/database.ts';
import { type DataPorts, ensureDeviceRow } from '#data/device-row.ts';
import { mutate } from '#data/mutate.ts';
import type { Change } from '#domain/change.ts';
import type { Actor } from '#domain/grants.ts';
import type { Op } from '#domain/op.ts';

/** Repeatable bytes (mulberry32): tests with the same seed run the same. */
export function seededRandom(seed: number): (count: number) => Uint8Array {
  let state = seed >>> 0;
  return (count) =>
    Uint8Array.from({ length: count }, () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return (mixed ^ (mixed >>> 14)) & 255;
    });
}

export type Clock = { ms: number };

let opened = 0;

/** A fresh device. `clock.ms` may be moved at will, backwards too. */
export async function aDevice(clock: Clock = { ms: Date.UTC(2026, 6, 15, 16) }): Promise<DataPorts & { readonly clock: Clock }> {
  opened += 1;
  const database = openDatabase(`device-${opened}`);
  const ports = { database, now: () => clock.ms, random: seededRandom(opened), clock };
  await ensureDeviceRow(ports);
  return ports;
}

/** Saves, or throws with the refusal's code: for tests in which the save is not the question. */
export async function saved(ports: DataPorts, actor: Actor, changes: readonly Change[]): Promise<readonly Op[]> {
  const result = await mutate(ports, actor, changes);
  if (!result.ok) throw new Error(`refused: ${result.refusal.code}`);
  return result.value;
}

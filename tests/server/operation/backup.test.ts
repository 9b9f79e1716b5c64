// A backup while others write: what devices are told is in it, is in it; and a full disk hurts nobody.

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEndpoint } from '#server/endpoint.ts';
import { exampleOf, loadExample } from '#server/example.ts';
import { createInvitation } from '#server/invitations.ts';
import { backUp, claimMarginMs } from '#server/operation/backup.ts';
import { verify } from '#server/operation/verify.ts';
import { readBackedUpThrough } from '#server/settings.ts';
import { openStore } from '#server/store/open-store.ts';
import type { Store } from '#server/store/tables.ts';
import { seededRandom } from '#tests/support/device.ts';
import { type JoinedFetch, postJson } from '#tests/support/endpoint.ts';
import { smallRound } from '#tests/support/round.ts';
import { aWireDevice, type WireDevice } from '../wire-device.ts';

const random = seededRandom(31);
const silent = { warn: () => {}, error: () => {}, info: () => {} };
const { people, roundId } = exampleOf(smallRound);

let folder: string;
let file: string;
let opened: Store[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tequio-backup-'));
  file = join(folder, 'tequio.sqlite');
  opened = [];
});

afterEach(async () => {
  for (const store of opened) await store.destroy();
  rmSync(folder, { recursive: true });
});

async function open(): Promise<Store> {
  const store = await openStore(file);
  opened.push(store);
  return store;
}

/** A device of the coordinator, joined to a process of its own whose clock is that far off. */
async function aDeviceOn(store: Store, node: string, offMs: number): Promise<WireDevice> {
  const endpoint = createEndpoint({ store, now: () => Date.now() + offMs, random, log: silent });
  const person = people.find(({ key }) => key === 'coordinator');
  if (!person) throw new Error('The round has no coordinator');
  const offer = { role: person.role, position: '', groups: [], town: null, round: roundId, person: person.id };
  const { link } = await createInvitation(store, offer, { nowMs: Date.now(), random });
  const answer = await endpoint.fetch(postJson('/api/join', { code: link, node, deviceName: node }));
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const send = (request: Request) => {
    const carrying = new Request(request);
    carrying.headers.set('cookie', cookie);
    return endpoint.fetch(carrying);
  };
  return aWireDevice(Object.assign(send, { ...((await answer.json()) as object), cookie }) as JoinedFetch, node, Date.now());
}

describe('a backup', () => {
  test('holds all that devices are told is in it, while two processes write whose clocks are 5 s off', async () => {
    const store = await open();
    await loadExample(store, smallRound, random);
    const devices = [await aDeviceOn(await open(), 'SLOW', -5_000), await aDeviceOn(await open(), 'FAST', 5_000)];
    let isOver = false;
    const work = devices.map(async (device) => {
      for (let count = 0; !isOver; count += 1) {
        const ref = { space: `round:${roundId}`, kind: 'theme', id: `${device.node}-${count}`, town: null };
        await device.sync([device.op({ ...ref, field: 'name' })]);
      }
    });
    // The clock that the backup goes by jumps ahead, so that the claim falls into the time in which they write.
    const claims: number[] = [];
    let tooBold = 0;
    for (let count = 0; count < 3; count += 1) {
      const to = join(folder, `copy-${count}.sqlite`);
      const begunMs = Date.now();
      const made = await backUp(store, file, to, () => Date.now() + claimMarginMs - 5_000);
      if (!made.ok) throw new Error(made.refusal);
      expect(made.value.throughMs).toBeGreaterThanOrEqual(begunMs - 5_000);
      claims.push(await readBackedUpThrough(store));
      const copy = await openStore(to);
      opened.push(copy);
      const claimed = await store.selectFrom('op').select('hash').where('received_at', '<', made.value.throughMs).execute();
      const held = new Set((await copy.selectFrom('op').select('hash').execute()).map(({ hash }) => hash));
      expect(claimed.filter(({ hash }) => !held.has(hash))).toEqual([]);
      expect(claimed.length).toBeGreaterThan(0);
      // Whoever claimed all up to the clock would be wrong.
      const later = await store.selectFrom('op').select('hash').where('received_at', '<', begunMs).execute();
      tooBold += later.filter(({ hash }) => !held.has(hash)).length;
      expect(held.size).toBeLessThanOrEqual((await store.selectFrom('op').select('hash').execute()).length);
    }
    isOver = true;
    await Promise.all(work);
    expect(claims).toEqual([...claims].sort((a, b) => a - b));
    expect(tooBold).toBeGreaterThan(0);
    expect(devices.every(({ acked }) => acked > 0)).toBe(true);
    expect(await verify(store)).toMatchObject({ ok: true });
  }, 60_000);

  test('never replaces a file, and claims nothing when it was not made', async () => {
    const store = await open();
    await loadExample(store, smallRound, random);
    const to = join(folder, 'copy.sqlite');
    expect(await backUp(store, file, to, () => 1_000_000)).toMatchObject({ ok: true });
    expect(await readBackedUpThrough(store)).toBe(1_000_000 - claimMarginMs);
    expect(await backUp(store, file, to, () => 9_000_000)).toEqual({
      ok: false,
      refusal: `${to} is there already: a backup never replaces another one.`,
    });
    const nowhere = join(file, 'below-a-file', 'copy.sqlite');
    expect(await backUp(store, file, nowhere, () => 9_000_000)).toMatchObject({ ok: false });
    expect(await readBackedUpThrough(store)).toBe(1_000_000 - claimMarginMs);
  });

  test('that finds no room says so, leaves nothing behind, and the database goes on', async () => {
    const store = await open();
    await loadExample(store, smallRound, random);
    // No file of that process may grow beyond 100 kB, which is what a full disk does to it.
    const script = `ulimit -f 100; trap '' XFSZ; exec "$0" server/tequio.ts backup "$1"`;
    const env = { ...process.env, TEQUIO_DATA: folder };
    const to = join(folder, 'backups', 'copy.sqlite');
    const child = spawn('bash', ['-c', script, process.execPath, to], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^The backup was not made: .+\n$/) });
    expect(readdirSync(join(folder, 'backups'))).toEqual([]);
    expect(await readBackedUpThrough(store)).toBe(0);
    const device = await aDeviceOn(store, 'AFTER', 0);
    expect(
      await device.sync([device.op({ space: `round:${roundId}`, kind: 'theme', id: 'T', town: null, field: 'name' })]),
    ).toMatchObject({
      acked: 1,
      refused: [],
    });
  }, 60_000);
});

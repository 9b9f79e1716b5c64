// The worker's run with the real engine, the real lock and the real endpoint as `fetch`; a page of the same phone beside it.

import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDevice } from '#browser/open-device.ts';
import { syncDevice } from '#browser/sync-device.ts';
import { NewerDatabase } from '#data/database.ts';
import { adoptAccount, type DataPorts, ensureDeviceRow } from '#data/device-row.ts';
import { countUnsentChanges } from '#data/outbox.ts';
import { recordsOf } from '#data/record-queries.ts';
import { currentActor } from '#data/round-queries.ts';
import { setFields } from '#domain/change.ts';
import { saved } from '#tests/support/device.ts';
import { anEndpoint, type JoinedFetch, type TestEndpoint, testOrigin } from '#tests/support/endpoint.ts';
import { type BackgroundParts, sendInBackground } from '../../src/worker/send-in-background.ts';

type Fate = 'open' | 'cut' | 'answer-lost';

let endpoint: TestEndpoint;
let page: DataPorts;
let node: string;
let carry: JoinedFetch;
let fate: Fate;
let requests: number;
let underWay: number;
let mostAtOnce: number;
let phones = 0;

beforeEach(async () => {
  [fate, requests, underWay, mostAtOnce] = ['open', 0, 0, 0];
  phones += 1;
  endpoint = await anEndpoint();
  page = openDevice(`phone-${phones}`);
  ({ node } = await ensureDeviceRow(page));
  carry = await endpoint.joinedFetch('liaison', 'chapa-de-mota', node);
  const { person, device, round } = carry;
  await adoptAccount(page, { person, device, round });
  vi.stubGlobal('fetch', lineTo);
  expect(await syncDevice(page, 'if-free')).toMatchObject({ type: 'synced' });
  requests = 0;
});

afterEach(async () => {
  vi.unstubAllGlobals();
  page.database.close();
  await endpoint.close();
});

async function lineTo(path: string, init: RequestInit): Promise<Response> {
  requests += 1;
  underWay += 1;
  mostAtOnce = Math.max(mostAtOnce, underWay);
  try {
    if (fate === 'cut') throw new TypeError('no line');
    const answer = await carry(new Request(new URL(path, testOrigin), init));
    if (fate === 'answer-lost') throw new TypeError('the line broke');
    return answer;
  } finally {
    underWay -= 1;
  }
}

const parts: BackgroundParts = {
  open: () => openDevice(page.database.name),
  sync: (ports) => syncDevice(ports, 'in-turn'),
  isWatched: async () => false,
  wait: async () => {
    throw new Error('nobody looks: nothing to wait for');
  },
};

async function write(title: string): Promise<void> {
  const [plan] = (await recordsOf(page.database, 'plan')).filter(({ title }) => title === 'Calles con luz y comunidades limpias');
  const [action] = (await recordsOf(page.database, 'action')).filter((each) => each.plan === plan?.id);
  if (!action) throw new Error('the example has no action');
  await saved(page, await currentActor(page.database), setFields(action, 'action', { title }));
}

/** Values of this phone's ops in the endpoint's log, in order. */
async function logged(): Promise<readonly string[]> {
  const rows = await endpoint.store().selectFrom('op').select('value').where('node', '=', node).orderBy('n').execute();
  return rows.map(({ value }) => value);
}

test('sends what was written on the phone and takes in what others wrote', async () => {
  await write('Censo');
  await sendInBackground(parts);
  expect(await logged()).toEqual(['"Censo"']);
  expect(await countUnsentChanges(page.database)).toBe(0);
});

test('asks nobody when there is nothing to send', async () => {
  await sendInBackground(parts);
  expect(requests).toBe(0);
});

test('asks nobody before joining', async () => {
  const alone = openDevice('phone-alone');
  await ensureDeviceRow(alone);
  await sendInBackground({ ...parts, open: () => openDevice('phone-alone') });
  expect(requests).toBe(0);
  alone.database.close();
});

test('fails as long as the line does, so that the browser calls again, and then sends once', async () => {
  await write('Censo');
  fate = 'cut';
  await expect(sendInBackground(parts)).rejects.toThrow('Not sent');
  fate = 'answer-lost';
  await expect(sendInBackground(parts)).rejects.toThrow('Not sent');
  expect(await countUnsentChanges(page.database)).toBe(1);
  fate = 'open';
  await sendInBackground(parts);
  expect(await logged()).toEqual(['"Censo"']);
  expect(await countUnsentChanges(page.database)).toBe(0);
});

test('page and worker that are called at once never run at once', async () => {
  await write('Censo');
  const [seenByPage] = await Promise.all([syncDevice(page, 'if-free'), sendInBackground(parts), sendInBackground(parts)]);
  expect(['synced', 'running-elsewhere']).toContain(seenByPage.type);
  expect(mostAtOnce).toBe(1);
  expect(await logged()).toEqual(['"Censo"']);
});

test('waits for the end of a run of the page, and goes on after a page that died in it', async () => {
  await write('Censo');
  const dying = Promise.withResolvers<void>();
  const holdsLock = navigator.locks.request('tequio-sync', () => dying.promise);
  const inBackground = sendInBackground(parts);
  await vi.waitFor(async () => expect((await navigator.locks.query()).pending).toHaveLength(1));
  expect(requests).toBe(0);
  dying.reject(new Error('the page died'));
  await expect(holdsLock).rejects.toThrow('the page died');
  await inBackground;
  expect(await logged()).toEqual(['"Censo"']);
});

test('gives a window that somebody looks at the time to send by itself', async () => {
  await write('Censo');
  const wait = vi.fn(async () => {
    await syncDevice(page, 'if-free');
    requests = 0;
  });
  await sendInBackground({ ...parts, isWatched: async () => true, wait });
  expect(wait).toHaveBeenCalledExactlyOnceWith(5_000);
  expect(requests).toBe(0);
  expect(await logged()).toEqual(['"Censo"']);
});

/** Opens the phone's database as the next version of the app would, with the same tables. */
async function openNewer(): Promise<Dexie> {
  const newer = new Dexie(page.database.name);
  newer.version(2).stores(Object.fromEntries(page.database.tables.map(({ name, schema }) => [name, schema.primKey.src])));
  return newer.open();
}

test('a worker older than the database leaves it alone', async () => {
  await write('Censo');
  page.database.close();
  const newer = await openNewer();
  const before = await newer.table('meta').toArray();
  newer.close();
  await expect(sendInBackground(parts)).rejects.toThrow(NewerDatabase);
  expect(requests).toBe(0);
  await newer.open();
  expect(newer.backendDB().version).toBe(20);
  expect(await newer.table('meta').toArray()).toEqual(before);
  newer.close();
});

test('a newer version that arrives in the middle of a run is not held up, and nothing is lost', async () => {
  await write('Censo');
  let newer: Dexie | undefined;
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    page.database.close();
    newer = await openNewer(); // while the worker waits for its answer
    return lineTo(path, init);
  });
  await expect(sendInBackground(parts)).rejects.toThrow();
  expect(await logged()).toEqual(['"Censo"']);
  expect(await newer?.table('meta').get('device')).toMatchObject({ n: 1, acked: 0, carried: 1 });
  newer?.close();
});

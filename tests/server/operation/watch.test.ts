// What whoever runs the endpoint sees of it: /api/ready and /metrics, through the door.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEndpoint, type Endpoint } from '#server/endpoint.ts';
import { loadExample } from '#server/example.ts';
import { databaseBytes } from '#server/operation/database-bytes.ts';
import { createReadiness } from '#server/operation/readiness.ts';
import { openStore } from '#server/store/open-store.ts';
import type { Store } from '#server/store/tables.ts';
import { seededRandom } from '#tests/support/device.ts';
import { postJson, testOrigin } from '#tests/support/endpoint.ts';
import { smallRound } from '#tests/support/round.ts';

const token = 'a-token-of-good-length';
const silent = { warn: () => {}, error: () => {}, info: () => {} };
let folder: string;
let store: Store;
let endpoint: Endpoint;
let clock: { ms: number };
let problems: { journal?: string; backup?: string };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tequio-watch-'));
  const file = join(folder, 'tequio.sqlite');
  store = await openStore(file);
  const random = seededRandom(3);
  await loadExample(store, smallRound, random);
  clock = { ms: Date.parse('2026-07-15T18:00:00Z') };
  problems = {};
  const now = () => clock.ms;
  const backups = {
    state: async () => ({ lastMs: Date.parse('2026-07-15T02:00:00Z'), problem: problems.backup }),
    look: async () => {},
    stop: () => {},
  };
  const journal = { flush: async () => {}, problem: () => problems.journal };
  const readiness = createReadiness({ store, dataFolder: folder, node: 'NODE', journal, backups, now });
  const watched = { readiness, databaseBytes: () => databaseBytes(store, file), token };
  endpoint = createEndpoint({ store, now, random, log: silent, journal, watched });
});

afterEach(async () => {
  await endpoint.close();
  rmSync(folder, { recursive: true });
});

async function get(path: string, headers: Readonly<Record<string, string>> = {}, address = '127.0.0.1') {
  const answer = await endpoint.fetch(new Request(testOrigin + path, { headers }), { address });
  return { status: answer.status, text: await answer.text() };
}

async function ready() {
  clock.ms += 3_000; // a look is remembered for two
  const { status, text } = await get('/api/ready');
  return { status, ...(JSON.parse(text) as Record<string, unknown>) };
}

describe('/api/ready', () => {
  test('says that it is, and when the last backup was made', async () => {
    expect(await ready()).toEqual({
      status: 'ready',
      reasons: [],
      notes: [],
      lastBackup: '2026-07-15T02:00:00.000Z',
    });
  });

  test('says in words what somebody should look at, while it works', async () => {
    problems = { journal: 'the journal cannot be written: ENOSPC', backup: 'the last backup failed: There is not enough room.' };
    expect(await ready()).toMatchObject({ status: 'ready', notes: [problems.journal, problems.backup] });
  });

  test('is refused with a reason when the tables are another version’s, and again answered when they are not', async () => {
    await sql`insert into kysely_migration (name, timestamp) values ('9999-of-tomorrow', '2026-07-15')`.execute(store);
    expect(await ready()).toMatchObject({ status: 'not-ready', reasons: ['the tables of the database are of another version'] });
    await sql`delete from kysely_migration where name = '9999-of-tomorrow'`.execute(store);
    expect(await ready()).toMatchObject({ status: 'ready' });
  });

  test('is refused when the database does not answer or the folder is gone, with 503', async () => {
    await store.destroy();
    rmSync(folder, { recursive: true });
    clock.ms += 3_000;
    const { status, text } = await get('/api/ready');
    expect(status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({ reasons: ['the database does not answer', 'the data folder cannot be written'] });
    store = await openStore(':memory:');
    folder = mkdtempSync(join(tmpdir(), 'tequio-watch-'));
    expect((await get('/api/health')).status).toBe(200); // the process lives
  });

  test('tells somebody elsewhere no more than whether it is, unless they have the token', async () => {
    problems = { backup: 'the last backup failed: /srv/backups is full' };
    const stranger = await get('/api/ready', {}, '192.0.2.7');
    expect([stranger.status, JSON.parse(stranger.text)]).toEqual([200, { status: 'ready' }]);
    const proxied = await get('/api/ready', { 'x-forwarded-for': '192.0.2.7' });
    expect(JSON.parse(proxied.text)).toEqual({ status: 'ready' });
    const operator = await get('/api/ready', { authorization: `Bearer ${token}` }, '192.0.2.7');
    expect(JSON.parse(operator.text)).toMatchObject({ notes: [problems.backup] });
  });

  test('looks again after two seconds only, however often it is asked', async () => {
    await ready();
    problems = { backup: 'the last backup failed' };
    expect(JSON.parse((await get('/api/ready')).text)).toMatchObject({ notes: [] });
    expect(await ready()).toMatchObject({ notes: ['the last backup failed'] });
  });
});

describe('/metrics', () => {
  const figure = (text: string, name: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.split(' ')[1],
    );

  test('counts requests, ops and what there is, with no label that somebody could choose', async () => {
    await get('/api/health');
    await get('/api/somebody@example.org');
    await get('/plans/01KQZVQW00');
    await endpoint.fetch(postJson('/api/sync', {}));
    const { status, text } = await get('/metrics');
    expect(status).toBe(200);
    expect(figure(text, 'tequio_requests_total{route="/api/health",status="200"}')).toBe(1);
    expect(figure(text, 'tequio_requests_total{route="/api/sync",status="401"}')).toBe(1);
    expect(figure(text, 'tequio_requests_total{route="/api",status="404"}')).toBe(1);
    expect(figure(text, 'tequio_requests_total{route="app",status="404"}')).toBe(1);
    expect(figure(text, 'tequio_database_bytes')).toBeGreaterThan(100_000);
    expect(figure(text, 'tequio_last_backup_seconds')).toBe(Date.parse('2026-07-15T02:00:00Z') / 1000);
    expect(figure(text, 'tequio_streams')).toBe(0);
    expect(figure(text, 'tequio_problem')).toBe(0);
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).not.toMatch(/somebody|01KQZVQW00/);
  });

  test.each<readonly [string, Readonly<Record<string, string>>, string, number]>([
    ['this machine', {}, '127.0.0.1', 200],
    ['this machine by IPv6', {}, '::1', 200],
    ['another machine', {}, '192.0.2.7', 404],
    ['another machine that says it is this one', { 'x-real-ip': '127.0.0.1' }, '192.0.2.7', 404],
    ['a proxy on this machine', { 'x-forwarded-for': '127.0.0.1' }, '127.0.0.1', 404],
    ['a proxy that speaks the standard', { forwarded: 'for=127.0.0.1' }, '127.0.0.1', 404],
    ['somebody with the token', { authorization: `Bearer ${token}` }, '192.0.2.7', 200],
    [
      'somebody with the token, by a proxy',
      { authorization: `Bearer ${token}`, 'x-forwarded-for': '192.0.2.7' },
      '127.0.0.1',
      200,
    ],
    ['somebody with another token', { authorization: `Bearer ${token}s` }, '192.0.2.7', 404],
    ['somebody with no token', { authorization: 'Bearer' }, '192.0.2.7', 404],
  ])('are for the right eyes: %s', async (_who, headers, address, status) => {
    expect((await get('/metrics', headers, address)).status).toBe(status);
  });
});

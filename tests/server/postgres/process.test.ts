// The endpoint as processes of their own on one PostgreSQL: how they start together, and what one says that cannot.

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { openStore } from '#server/store/open-store.ts';
import { aDatabase, dropDatabase } from '#tests/support/databases-of-run.ts';
import { anEmptyApp, type EndpointProcess, startEndpoint } from '#tests/support/endpoint-process.ts';

let running: readonly EndpointProcess[] = [];

afterEach(async () => {
  for (const { kill } of running) await kill();
  running = [];
});

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tequio-process-'));
  mkdirSync(join(folder, 'data'));
  return folder;
}

test('processes that start together on an empty database make one round, and each invites to it', {
  timeout: 120_000,
}, async () => {
  const where = await aDatabase('empty');
  const start = () => {
    const folder = aFolder();
    const env = { DATABASE_URL: where, TEQUIO_APP: anEmptyApp(folder) };
    return startEndpoint({ dataDir: join(folder, 'data'), env });
  };
  running = await Promise.all([start(), start(), start()]);
  for (const { invitations } of running) expect(invitations()).toHaveLength(5);
  const store = await openStore(where);
  expect(await store.selectFrom('setting').select('name').where('name', '=', 'first-round').execute()).toHaveLength(1);
  expect(await store.selectFrom('op').select('node').distinct().execute()).toHaveLength(1);
  await store.destroy();
  for (const { stop } of running) expect(await stop()).toBe(0);
  await dropDatabase(where);
});

test('a database that cannot be opened is named in one sentence, without its password', { timeout: 120_000 }, async () => {
  const where = new URL(await aDatabase('empty'));
  const folder = aFolder();
  const cases: readonly (readonly [URL, RegExp])[] = [
    [
      Object.assign(new URL(where), { password: 'a-wrong-secret' }),
      /^The database 127\.0\.0\.1:\d+\/\w+ \(DATABASE_URL\) cannot be opened: .+\n$/,
    ],
    [
      Object.assign(new URL(where), { port: '1' }),
      /^The database 127\.0\.0\.1:1\/\w+ \(DATABASE_URL\) cannot be opened: .+ECONNREFUSED.+\n$/,
    ],
    [
      Object.assign(new URL(where), { pathname: '/nowhere' }),
      /^The database \S+\/nowhere \(DATABASE_URL\) cannot be opened: .+\n$/,
    ],
  ];
  const app = anEmptyApp(folder);
  for (const [{ href, password }, sentence] of cases) {
    const env = { ...process.env, PORT: '0', TEQUIO_DATA: join(folder, 'data'), TEQUIO_APP: app, DATABASE_URL: href };
    const failing = promisify(execFile)(process.execPath, ['server/main.ts'], { env });
    const { code, stderr, stdout } = await failing.catch((error) => error);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain(password);
  }
  await dropDatabase(where.href);
});

// Requests that come from elsewhere, by the wrong method, or for a file that is none of the app's.

import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { postJson, testOrigin } from '#tests/support/endpoint.ts';
import { anAction, clearStages } from '../stage.ts';
import { answerOf, aSiege, isHealthy, withstands } from './siege.ts';

afterEach(clearStages);

describe('a changing request', () => {
  const elsewhere: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['from another site', { origin: 'https://elsewhere.example' }],
    ['from a hidden page', { origin: 'null' }],
    ['from another port', { origin: `${testOrigin}:9090` }],
    ['from a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['from another site, by the browser’s word', { 'sec-fetch-site': 'cross-site' }],
    ['from elsewhere that claims the own name inside', { origin: 'https://endpoint.test.elsewhere.example' }],
    ['from elsewhere with a name and a password', { origin: 'http://endpoint.test@elsewhere.example' }],
  ];
  test.each(elsewhere)('%s is turned away, whatever it would change', async (_from, headers) => {
    const siege = await aSiege();
    const { attacker, endpoint } = siege;
    const { link } = await endpoint.invite('liaison');
    const foreign = { status: 403, error: 'foreign-origin' } as const;
    const requests = [
      postJson('/api/sync', attacker.request([attacker.op(anAction('A1'))]), headers),
      postJson('/api/join', { code: link, node: 'N', deviceName: '' }, headers),
      postJson('/api/invitation/look', { code: link }, headers),
      new Request(`${testOrigin}/api/session`, { method: 'DELETE', headers }),
    ];
    for (const request of requests) await withstands(siege, async () => answerOf(await attacker.send(request)), foreign);
    expect((await attacker.post(attacker.request([]))).status).toBe(200); // nobody was made to leave
  });
});

describe('a method that is not meant', () => {
  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])('%s does nothing to what is posted', async (method) => {
    const siege = await aSiege();
    for (const path of ['/api/sync', '/api/join', '/api/invitation/look']) {
      const request = new Request(testOrigin + path, { method });
      await withstands(siege, async () => answerOf(await siege.attacker.send(request)), { status: 404, error: 'not-found' });
    }
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s does nothing to what is only read', async (method) => {
    const siege = await aSiege();
    for (const path of ['/api/health', '/api/history', '/api/events', '/api', '/', '/index.html', '/service-worker.js']) {
      const request = new Request(testOrigin + path, { method });
      await withstands(siege, async () => answerOf(await siege.attacker.send(request)), { status: 404, error: 'not-found' });
    }
  });

  test('is not put on by a header or a parameter', async () => {
    const siege = await aSiege();
    const headers = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' };
    const request = new Request(`${testOrigin}/api/session?_method=DELETE`, { headers });
    await withstands(siege, async () => answerOf(await siege.attacker.send(request)), { status: 404, error: 'not-found' });
    expect((await siege.attacker.post(siege.attacker.request([]))).status).toBe(200);
  });

  test('a reading one changes nothing, not even that its session was used', async () => {
    const siege = await aSiege();
    const { attacker, endpoint } = siege;
    endpoint.clock.ms += 3 * 24 * 60 * 60 * 1000;
    const sessions = () => endpoint.store().selectFrom('session').selectAll().execute();
    const [before, known] = [await siege.othersData(), await sessions()];
    for (const path of ['/', '/api/health', '/api/history?version=1&space=round:X&kind=plan&id=X', '/api/session', '/api/rumour'])
      for (const method of ['GET', 'HEAD']) await attacker.send(new Request(testOrigin + path, { method }));
    await (await attacker.send(new Request(`${testOrigin}/api/events`))).body?.cancel();
    expect(await siege.othersData()).toEqual(before);
    expect(await sessions()).toEqual(known);
  });
});

describe('a path out of the app’s folder', () => {
  const paths = [
    '/../secret.sqlite',
    '/..%2fsecret.sqlite',
    '/%2e%2e/secret.sqlite',
    '/%2e%2e%2fsecret.sqlite',
    '/..%252fsecret.sqlite',
    '/%252e%252e%252fsecret.sqlite',
    '/assets/../../secret.sqlite',
    '/assets/..%2f..%2fsecret.sqlite',
    '/..%5csecret.sqlite',
    '/..%5c..%5csecret.sqlite',
    '/%00',
    '/secret.sqlite%00.js',
    '/index.html%00',
    '//secret.sqlite',
    '/.//../secret.sqlite',
    '/%c0%ae%c0%ae/secret.sqlite',
    '/%ff',
    '/%',
    '/.env',
    '/.vite/manifest.json',
    '/assets/',
    '/assets',
    '/dist-private/key.txt',
    '/..%2fdist-private/key.txt',
    '/file:///etc/passwd',
    '/%2fetc%2fpasswd',
    '/C:%5csecret',
  ];
  test.each(paths)('%s leads to nothing that is not the app’s', async (path) => {
    const outer = mkdtempSync(join(tmpdir(), 'tequio-outer-'));
    const appFolder = join(outer, 'dist');
    for (const folder of ['dist', 'dist/assets', 'dist/.vite', 'dist-private']) mkdirSync(join(outer, folder));
    writeFileSync(join(appFolder, 'index.html'), 'the app');
    for (const file of ['secret.sqlite', 'dist/.env', 'dist/.vite/manifest.json', 'dist-private/key.txt'])
      writeFileSync(join(outer, file), 'private');
    const siege = await aSiege({ appFolder });
    const answer = await siege.endpoint.fetch(new Request(testOrigin + path));
    expect([200, 404]).toContain(answer.status);
    expect(await answer.text()).toMatch(/^(the app|Not found)$/);
    await isHealthy(siege);
  });

  test('is not taken by a link in the folder either', async () => {
    const outer = mkdtempSync(join(tmpdir(), 'tequio-outer-'));
    const appFolder = join(outer, 'dist');
    mkdirSync(appFolder);
    writeFileSync(join(appFolder, 'index.html'), 'the app');
    writeFileSync(join(outer, 'secret.txt'), 'private');
    symlinkSync(join(outer, 'secret.txt'), join(appFolder, 'out.txt'));
    const siege = await aSiege({ appFolder });
    expect(await (await siege.endpoint.fetch(new Request(`${testOrigin}/out.txt`))).text()).toBe('Not found');
  });
});

// The headers of every answer: of the page, its files, the API, and of what was never there.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { postJson, testOrigin } from '#tests/support/endpoint.ts';
import { aStage, clearStages } from './stage.ts';

afterEach(clearStages);

const get = (path: string) => new Request(testOrigin + path);

async function aServedApp(publicOrigin?: string) {
  const appFolder = mkdtempSync(join(tmpdir(), 'tequio-headers-'));
  mkdirSync(join(appFolder, 'assets'));
  writeFileSync(join(appFolder, 'index.html'), '<!doctype html>');
  writeFileSync(join(appFolder, 'service-worker.js'), '');
  writeFileSync(join(appFolder, 'assets', 'entry-B1a2C3d4.js'), '');
  const stage = await aStage({ appFolder, publicOrigin });
  const { send } = await stage.device('liaison', 'chapa-de-mota', 'LIAISON');
  return { ...stage, send };
}

describe('what a browser shows or runs', () => {
  test.each(['/', '/plans/01J', '/service-worker.js', '/assets/entry-B1a2C3d4.js', '/assets/none.js', '/%00', '/..%2f'])(
    '%s comes with all that keeps others out',
    async (path) => {
      const { endpoint } = await aServedApp();
      const { headers } = await endpoint.fetch(get(path));
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      for (const rule of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
        expect(policy.split('; ')).toContain(rule);
      expect(policy.split('; ')).toContain("require-trusted-types-for 'script'");
      expect(policy.split('; ')).toContain('trusted-types tequio-worker');
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
    },
  );

  test('is asked for by https only, once people reach the endpoint by https', async () => {
    const open = await (await aServedApp()).endpoint.fetch(get('/'));
    expect(open.headers.get('strict-transport-security')).toBeNull();
    const { endpoint } = await aServedApp('https://tequio.example');
    for (const path of ['/', '/service-worker.js', '/api/health'])
      expect((await endpoint.fetch(get(path))).headers.get('strict-transport-security')).toBe('max-age=15552000');
  });
});

describe('an answer of the API', () => {
  const asked: Readonly<Record<string, () => Request>> = {
    'about its health': () => get('/api/health'),
    'about a history': () => get('/api/history'),
    'with a stream': () => get('/api/events'),
    'to an address that there is not': () => get('/api/rumour'),
    'to the bare /api': () => get('/api'),
    'to a sync': () => postJson('/api/sync', {}),
    'to a look at an invitation': () => postJson('/api/invitation/look', { code: 'K7QF3XWM2P' }),
    'to a foreign page': () => postJson('/api/sync', {}, { origin: 'https://elsewhere.example' }),
    'to a method that there is not': () => new Request(`${testOrigin}/api/sync`, { method: 'PUT' }),
  };
  test.each(Object.entries(asked))('%s shows and runs nothing, is stored by nobody, and is what it says', async (_to, ask) => {
    const { send } = await aServedApp();
    const { headers, body } = await send(ask());
    await body?.cancel();
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toMatch(/^no-store/);
  });

  test('that another page could show or embed says that it may not', async () => {
    const { send } = await aServedApp();
    for (const path of ['/api/health', '/api/history', '/api/rumour']) {
      const { headers } = await send(get(path));
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    }
  });

  test('that nobody foresaw has them as well', async () => {
    const { send, endpoint } = await aServedApp();
    await endpoint.store().schema.dropTable('participant').execute();
    const answer = await send(get('/api/history?version=1&space=round:X&kind=plan&id=X'));
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});

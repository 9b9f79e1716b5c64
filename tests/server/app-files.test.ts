import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAppFiles } from '#server/http/app-files.ts';
import { testOrigin } from '#tests/support/endpoint.ts';
import { aStage, clearStages } from './stage.ts';

let folder: string;

beforeEach(() => {
  const outer = mkdtempSync(join(tmpdir(), 'tequio-app-'));
  folder = join(outer, 'dist');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), `<!doctype html>${'<p>Tequio</p>'.repeat(100)}`);
  writeFileSync(join(folder, 'service-worker.js'), '// worker');
  writeFileSync(join(folder, 'manifest.es.webmanifest'), '{"name":"Tequio"}');
  writeFileSync(join(folder, 'assets', 'entry-B1a2C3d4.js'), 'export const app = 1;'.repeat(100));
  writeFileSync(join(folder, 'assets', 'plain.js'), 'export {};');
  writeFileSync(join(folder, 'icon-192.png'), Buffer.alloc(500));
  writeFileSync(join(folder, '.secret'), 'hidden');
  writeFileSync(join(outer, 'database.sqlite'), 'private');
});

afterEach(async () => {
  rmSync(join(folder, '..'), { recursive: true });
  await clearStages();
});

async function get(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
  const { endpoint } = await aStage({ appFolder: folder, example: false });
  return endpoint.fetch(new Request(testOrigin + path, { headers, method }));
}

describe('the app', () => {
  test.each(['/', '/today', '/plans/01J0000000', '/join', '/sync'])('opens at %s, however deep', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(await response.text()).toContain('Tequio');
  });

  test('comes with headers that forbid everything it does not do', async () => {
    const { headers } = await get('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('*');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('camera=(self)');
  });

  test.each([
    ['/assets/entry-B1a2C3d4.js', 'public, max-age=31536000, immutable'],
    ['/assets/plain.js', 'no-cache'],
    ['/service-worker.js', 'no-cache'],
    ['/manifest.es.webmanifest', 'no-cache'],
    ['/icon-192.png', 'no-cache'],
  ])('keeps %s as long as its name allows', async (path, cacheControl) => {
    expect((await get(path)).headers.get('cache-control')).toBe(cacheControl);
  });

  test('is compressed for whoever can read that', async () => {
    const plain = await (await get('/')).text();
    const brotli = await get('/', { 'accept-encoding': 'gzip, deflate, br' });
    expect(brotli.headers.get('content-encoding')).toBe('br');
    expect(brotliDecompressSync(await brotli.arrayBuffer()).toString()).toBe(plain);
    const gzip = await get('/', { 'accept-encoding': 'gzip' });
    expect(gunzipSync(await gzip.arrayBuffer()).toString()).toBe(plain);
    expect((await get('/icon-192.png', { 'accept-encoding': 'br' })).headers.get('content-encoding')).toBeNull();
  });

  test('is not sent again while it is unchanged', async () => {
    const files = createAppFiles(folder);
    const ask = (headers: Readonly<Record<string, string>> = {}) => files.answer(new Request(`${testOrigin}/`, { headers }));
    const etag = (await ask())?.headers.get('etag') ?? '';
    expect((await ask({ 'if-none-match': etag }))?.status).toBe(304);
    writeFileSync(join(folder, 'index.html'), 'a new build');
    const changed = await ask({ 'if-none-match': etag });
    expect(changed?.status).toBe(200);
    expect(await changed?.text()).toBe('a new build');
  });

  test('answers a question for the headers alone', async () => {
    const response = await get('/', {}, 'HEAD');
    expect(response.status).toBe(200);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(1000);
    expect(await response.text()).toBe('');
  });

  test.each(['/assets/gone-B1a2C3d4.js', '/assets/', '/gone.png', '/.secret'])('has no %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test.each([
    '/../database.sqlite',
    '/%2e%2e/database.sqlite',
    '/..%2fdatabase.sqlite',
    '/assets/..%2f..%2fdatabase.sqlite',
    '/assets/%2e%2e%2f%2e%2e%2fdatabase.sqlite',
    '/..%5cdatabase.sqlite',
    '//database.sqlite',
    '/assets//../../database.sqlite',
    '/%00/../database.sqlite',
    '/%ff',
  ])('lets nobody out of its folder by %s', async (path) => {
    const response = await get(path);
    expect(await response.text()).not.toContain('private');
    expect([200, 404]).toContain(response.status);
  });
});

import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { maxNodesPerRequest, maxRequestBytes } from '#protocol/limits.ts';
import { type JoinedFetch, postJson, testOrigin } from '#tests/support/endpoint.ts';
import { anAction, aStage, clearStages, type Stage, services } from './stage.ts';
import type { WireDevice } from './wire-device.ts';

afterEach(clearStages);

async function aLiaison(): Promise<Stage & { readonly liaison: WireDevice; readonly send: JoinedFetch }> {
  const stage = await aStage();
  const liaison = await stage.device('liaison', 'chapa-de-mota', 'LIAISON');
  return { ...stage, liaison, send: liaison.send };
}

function post(body: BodyInit, headers: Readonly<Record<string, string>> = {}): Request {
  return new Request(`${testOrigin}/api/sync`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

async function errorOf(response: Response) {
  return { status: response.status, body: await response.json() };
}

describe('a request', () => {
  test('may be gzipped, and is answered compressed as it accepts where that saves bytes', async () => {
    const { liaison, send } = await aLiaison();
    const body = new Uint8Array(gzipSync(JSON.stringify(liaison.request([liaison.op(anAction('A1'))]))));
    const answer = await send(post(body, { 'content-encoding': 'gzip', 'accept-encoding': 'gzip, deflate, br' }));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-encoding')).toBe('br');
    const older = await send(post(body, { 'content-encoding': 'gzip', 'accept-encoding': 'gzip, deflate' }));
    expect(older.headers.get('content-encoding')).toBe('gzip');
    const plain = JSON.parse(brotliDecompressSync(await answer.arrayBuffer()).toString());
    expect(JSON.parse(gunzipSync(await older.arrayBuffer()).toString())).toEqual(plain);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const small = await send(new Request(`${testOrigin}/api/health`, { headers: { 'accept-encoding': 'gzip' } }));
    expect(small.headers.get('content-encoding')).toBeNull();
    expect(await small.json()).toEqual({ status: 'ok', version: expect.any(String) });
  });

  test('that is too large is not read, before or after inflation', async () => {
    const { send } = await aLiaison();
    const large = JSON.stringify({ rubbish: 'x'.repeat(maxRequestBytes) });
    const tooLarge = { status: 413, body: { error: 'too-large' } };
    expect(await errorOf(await send(post(large)))).toEqual(tooLarge);
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(50 * 1024 * 1024)));
    expect(bomb.length).toBeLessThan(maxRequestBytes);
    expect(await errorOf(await send(post(bomb, { 'content-encoding': 'gzip' })))).toEqual(tooLarge);
    expect(await errorOf(await send(post('{}', { 'content-length': '99999999' })))).toEqual(tooLarge);
  });

  const malformed: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['no JSON', '{"version":1'],
    ['a number', '7'],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['nested a hundred thousand deep', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['a million brackets in a text, and then nothing', JSON.stringify('['.repeat(200_000))],
  ];
  test.each(malformed)('that holds %s is malformed', async (_name, body) => {
    const { send } = await aLiaison();
    expect(await errorOf(await send(post(body)))).toEqual({ status: 400, body: { error: 'malformed' } });
  });

  test.each<readonly [string, (request: Record<string, unknown>, op: Record<string, unknown>) => void]>([
    ['an op without a stamp', (_request, op) => delete op.stamp],
    ['an op with a stamp of its own making', (_request, op) => Object.assign(op, { stamp: 'soon' })],
    ['an op with a number that is none', (request) => Object.assign(request, { from: { node: 'LIAISON', n: 1.5 } })],
    ['an op with number 0', (request) => Object.assign(request, { from: { node: 'LIAISON', n: 0 } })],
    ['an op that belongs to a later transaction', (_request, op) => Object.assign(op, { tx: 5 })],
    ['a name with a line end', (_request, op) => Object.assign(op, { id: 'A1\n' })],
    ['a name with a zero byte', (_request, op) => Object.assign(op, { field: 'ti\0tle' })],
    ['a base that names no op', (_request, op) => Object.assign(op, { base: ['yesterday'] })],
    ['a base that names an object’s own', (_request, op) => Object.assign(op, { base: ['__proto__:1'] })],
    ['a node named like an object’s own', (request) => Object.assign(request, { from: { node: '__proto__', n: 1 } })],
    ['a cursor of no space', (request) => Object.assign(request, { cursors: { elsewhere: [0, 0, ''] } })],
    ['a negative cursor', (request) => Object.assign(request, { cursors: { [services]: [-1, 0, ''] } })],
    ['more ops than agreed', (request, op) => Object.assign(request, { ops: Array(501).fill(op) })],
  ])('with %s is malformed and changes nothing', async (_name, spoil) => {
    const { liaison, endpoint } = await aLiaison();
    const request = structuredClone(liaison.request([liaison.op(anAction('A1'))])) as Record<string, unknown>;
    spoil(request, (request.ops as Record<string, unknown>[])[0] ?? {});
    expect(await liaison.post(request)).toEqual({ status: 400, body: { error: 'malformed' } });
    expect(await endpoint.store().selectFrom('op').select('n').where('node', '=', 'LIAISON').execute()).toEqual([]);
  });

  test('with keys named like an object’s own is answered, and nobody’s prototype changes', async () => {
    const { liaison, send } = await aLiaison();
    const request = JSON.stringify(liaison.request([liaison.op({ ...anAction('A1'), field: 'period' })]));
    const value = '{"__proto__":{"polluted":1},"startDay":null,"dueDay":"2026-07-20","constructor":{"prototype":{"polluted":1}}}';
    const hostile = request
      .replace('"Title 1"', value)
      .replace('"cursors":{', '"cursors":{"__proto__":[0,0,""],')
      .replace('"nodes":{', '"__proto__":{"polluted":1},"nodes":{');
    const answer = await errorOf(await send(post(hostile)));
    expect(answer.status).toBe(200);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('that names more nodes or bases than a device could have is too large, and one at the bound is answered', async () => {
    const { liaison } = await aLiaison();
    const tooLarge = { status: 413, body: { error: 'too-large' } };
    const nodes = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`N${index}`, [0, ''] as const]));
    const bases = (count: number) => Array.from({ length: count }, (_, index) => `B${index}:1`);
    const ops = [1, 2, 3, 4].map((index) => liaison.op({ ...anAction(`A${index}`), base: bases(1000) }));
    const request = liaison.request(ops);
    expect(await liaison.post({ ...request, nodes: nodes(maxNodesPerRequest + 1) })).toEqual(tooLarge);
    const [first] = request.ops;
    expect(await liaison.post({ ...request, ops: [...request.ops, { ...first, base: ['B0:1'], tx: undefined }] })).toEqual(
      tooLarge,
    );
    expect(await liaison.post({ ...request, nodes: nodes(maxNodesPerRequest) })).toMatchObject({ status: 200 });
  });

  test.each([0, 2, 99, -1, 1.5])('of version %d is told which versions are spoken', async (version) => {
    const { liaison } = await aLiaison();
    expect(await liaison.post({ ...liaison.request([]), version })).toEqual({
      status: 426,
      body: { error: 'version', speaks: [1] },
    });
  });

  test('that is not JSON by its own word is malformed, so a form on another page cannot send one', async () => {
    const { liaison, send } = await aLiaison();
    const body = JSON.stringify(liaison.request([]));
    expect((await send(post(body, { 'content-type': 'text/plain' }))).status).toBe(400);
    expect((await send(post(body, { 'content-type': 'application/json; charset=utf-8' }))).status).toBe(200);
  });

  test('from another origin is turned away', async () => {
    const { liaison, send } = await aLiaison();
    const body = JSON.stringify(liaison.request([]));
    const foreign = { status: 403, body: { error: 'foreign-origin' } };
    expect(await errorOf(await send(post(body, { origin: 'https://elsewhere.example' })))).toEqual(foreign);
    expect(await errorOf(await send(post(body, { origin: 'null' })))).toEqual(foreign);
    expect(await errorOf(await send(post(body, { 'sec-fetch-site': 'cross-site' })))).toEqual(foreign);
    expect((await send(post(body, { origin: testOrigin, host: 'endpoint.test' }))).status).toBe(200);
  });

  test('through a proxy may name the origin that the operator named', async () => {
    const { endpoint, device } = await aStage({ publicOrigin: 'https://tequio.example' });
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const body = JSON.stringify(liaison.request([]));
    expect((await liaison.send(post(body, { origin: 'https://tequio.example' }))).status).toBe(200);
    expect(endpoint.logged).toEqual([]);
  });

  test('to an address that there is not gets a code', async () => {
    const { endpoint } = await aStage();
    const notFound = { status: 404, body: { error: 'not-found' } };
    expect(await errorOf(await endpoint.fetch(new Request(`${testOrigin}/api/rumour`)))).toEqual(notFound);
    expect(await errorOf(await endpoint.fetch(postJson('/api/health', {})))).toEqual(notFound);
  });

  test('that meets a broken promise gets a code, and the log says where without saying what', async () => {
    const { liaison, endpoint } = await aLiaison();
    await endpoint.store().schema.dropTable('field').execute();
    const answer = await liaison.post(liaison.request([liaison.op({ ...anAction('A1'), value: 'a secret' })]));
    expect(answer).toEqual({ status: 500, body: { error: 'failed' } });
    expect(endpoint.logged).toHaveLength(1);
    expect(endpoint.logged[0]).toContain('a request failed');
    expect(endpoint.logged[0]).not.toContain('a secret');
    expect(await endpoint.store().selectFrom('op').select('n').where('node', '=', 'LIAISON').execute()).toEqual([]);
  });
});

describe('an idle sync', () => {
  test('takes less than a kilobyte, both ways', async () => {
    const { liaison, send } = await aLiaison();
    const body = JSON.stringify(liaison.request([]));
    const answer = await send(post(body, { 'accept-encoding': 'gzip' }));
    const bytes = body.length + (await answer.arrayBuffer()).byteLength;
    const headers = [...answer.headers].reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
    expect(bytes + headers).toBeLessThan(1000);
  });
});

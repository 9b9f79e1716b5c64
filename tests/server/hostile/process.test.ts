// The real process under clients that are slow, greedy or broken, and what it writes down about everybody meanwhile.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import type { Joined } from '#protocol/invitation.ts';
import { type EndpointProcess, startEndpoint } from '#tests/support/endpoint-process.ts';
import { chapa, services } from '../stage.ts';
import { aWireDevice, type WireDevice } from '../wire-device.ts';
import { aRawLine } from './raw-line.ts';

async function aProcess(env: Readonly<Record<string, string>> = {}): Promise<EndpointProcess> {
  const outer = mkdtempSync(join(tmpdir(), 'tequio-besieged-'));
  mkdirSync(join(outer, 'app'));
  writeFileSync(join(outer, 'app', 'index.html'), 'the app');
  writeFileSync(join(outer, 'secret.txt'), 'private');
  const endpoint = await startEndpoint({ dataDir: join(outer, 'data'), env: { TEQUIO_APP: join(outer, 'app'), ...env } });
  onTestFinished(endpoint.kill);
  return endpoint;
}

async function joined({ origin, invitation }: EndpointProcess, role: string, deviceName: string): Promise<WireDevice> {
  const code = new URL(invitation(role).link).hash.slice(1);
  const node = role.toUpperCase();
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${origin}/api/join`, { method: 'POST', headers, body: JSON.stringify({ code, node, deviceName }) });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const send = async (request: Request) =>
    fetch(origin + new URL(request.url).pathname, {
      method: 'POST',
      headers: { ...headers, cookie },
      body: await request.text(),
    });
  return aWireDevice(Object.assign(send, (await answer.json()) as Joined, { cookie }), node, Date.now());
}

const anAction = (id: string, value: string) => ({ space: services, kind: 'action', id, town: chapa, value });

test('two hundred slow and silent clients keep nobody from working', async () => {
  const endpoint = await aProcess();
  const liaison = await joined(endpoint, 'liaison', 'A phone');
  for (let count = 0; count < 50; count += 1) {
    const lines = [
      await aRawLine(endpoint.port),
      await aRawLine(endpoint.port),
      await aRawLine(endpoint.port),
      await aRawLine(endpoint.port),
    ];
    lines[1]?.write('GET / HTTP/1.1\r\nHost: x\r\n');
    lines[2]?.write('POST /api/sync HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n{');
    lines[3]?.stopReading();
    lines[3]?.write(`GET /api/events HTTP/1.1\r\nHost: x\r\nCookie: ${liaison.send.cookie}\r\n\r\n`);
  }
  for (let count = 0; count < 10; count += 1)
    expect(await liaison.sync([liaison.op(anAction(`A${count}`, 'Work'))])).toMatchObject({ refused: [] });
  expect(endpoint.output()).not.toMatch(/"level":50/);
});

test('paths that leave the app’s folder lead nowhere, as they come over the wire', async () => {
  const endpoint = await aProcess();
  for (const path of [
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '//../secret.txt',
    '/./../secret.txt',
    '/..\\secret.txt',
    'http://x/../secret.txt',
    '*',
    '../secret.txt',
  ]) {
    const line = await aRawLine(endpoint.port);
    line.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    const answer = await line.ended;
    expect(answer).toMatch(/^HTTP\/1\.1 (200|400|404) /);
    expect(answer).not.toContain('private');
    expect(answer).toContain('x-content-type-options');
  }
});

test('a request that hides a second one in its body is one request', async () => {
  const endpoint = await aProcess();
  const line = await aRawLine(endpoint.port);
  const hidden = 'GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n';
  line.write(`POST /api/join HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${hidden}`);
  expect(await line.ended).not.toContain('"status":"ok"');
});

test('no line of the log says who, what, from where, or by which code, whatever goes wrong', async () => {
  const endpoint = await aProcess({ TEQUIO_LOG: 'trace', TEQUIO_ORIGIN: 'https://tequio.example' });
  const told = ['Clemencia', 'Lámpara rota en la plaza', '203.0.113.77', '127.0.0.1', '::1', 'WRNGC0DE99', 'Secret-Agent'];
  const [, words, address] = told;
  const liaison = await joined(endpoint, 'liaison', 'Clemencia');
  const token = liaison.send.cookie.split('=')[1] ?? '';
  const code = new URL(endpoint.invitation('observer').link).hash.slice(1);
  const headers = {
    'x-forwarded-for': address ?? '',
    'user-agent': 'Secret-Agent',
    cookie: liaison.send.cookie,
    'content-type': 'application/json',
  };
  const ask = async (path: string, method = 'GET', body?: string) => {
    const answer = await fetch(endpoint.origin + path, { method, headers, ...(body !== undefined && { body }) });
    await answer.body?.cancel();
    return answer.status;
  };
  let op = liaison.op(anAction('A1', words ?? ''));
  const round = async () => {
    const pushed = await liaison.post(liaison.request([op]));
    if (pushed.status === 200) op = liaison.op(anAction('A1', words ?? ''));
    return [
      pushed.status,
      await ask('/api/sync', 'POST', `{"broken ${words}`),
      await ask('/api/sync', 'POST', JSON.stringify({ ...liaison.request([op]), nodes: { LIAISON: [999, words] } })),
      await ask('/api/invitation/look', 'POST', JSON.stringify({ code: 'WRNGC0DE99' })),
      await ask('/api/join', 'POST', JSON.stringify({ code, node: 'LIAISON', deviceName: 'Clemencia' })),
      await ask(`/api/history?version=1&space=${services}&kind=action&id=A1`),
      await ask(`/api/Clemencia?code=${code}`),
      await ask(`/join/${code}`),
      await ask('/api/events', 'DELETE'),
    ];
  };
  expect(await round()).toContain(409);
  expect(endpoint.output()).toContain('a device remembers more');
  const database = new DatabaseSync(join(endpoint.dataDir, 'tequio.sqlite'));
  for (const table of ['field', 'invitation', 'op']) {
    database.exec(`alter table ${table} rename to gone_${table}`);
    expect(await round()).toContain(500);
    database.exec(`alter table gone_${table} rename to ${table}`);
  }
  database.exec(`update field set state = 'Clemencia' where id = 'A1'`); // whose reader says what it could not read
  expect(await round()).toContain(500);
  database.exec('drop table session');
  expect(await round()).toContain(500);
  database.close();
  const lines = endpoint
    .output()
    .split('\n')
    .filter((line) => !line.startsWith('invitation '));
  expect(lines.filter((line) => line.includes('a request failed')).length).toBeGreaterThan(3);
  const people = [liaison.send.person, liaison.send.device];
  for (const line of lines)
    for (const secret of [...told, token, code, ...people]) expect(line.toLowerCase()).not.toContain(secret.toLowerCase());
});

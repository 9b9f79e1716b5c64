// What an operator does, with real processes: invite, look, back up while it runs, restore, and go on.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Joined } from '#protocol/invitation.ts';
import { openStore } from '#server/store/open-store.ts';
import { type EndpointProcess, startEndpoint } from '#tests/support/endpoint-process.ts';
import { jsonOf, type Tequio, tequioWith } from '#tests/support/tequio.ts';
import { chapa, services } from '../stage.ts';
import { aWireDevice, type WireDevice } from '../wire-device.ts';

let folder: string;
let endpoint: EndpointProcess;
let tequio: Tequio;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tequio-drill-'));
  mkdirSync(join(folder, 'app'));
  writeFileSync(join(folder, 'app', 'index.html'), '<!doctype html>');
  const dataDir = join(folder, 'data');
  endpoint = await startEndpoint({ dataDir, env: { TEQUIO_APP: join(folder, 'app') } });
  tequio = tequioWith({ TEQUIO_DATA: dataDir, PORT: String(endpoint.port) });
}, 60_000);

afterEach(async () => {
  await endpoint.kill();
  rmSync(folder, { recursive: true });
});

type Invited = { readonly link: string };

async function joined(link: string, node: string): Promise<WireDevice> {
  const response = await fetch(`${endpoint.origin}/api/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: link.split('#')[1], node, deviceName: 'A phone' }),
  });
  if (!response.ok) throw new Error(await response.text());
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  const send = async (request: Request) =>
    fetch(endpoint.origin + new URL(request.url).pathname, {
      method: request.method,
      headers: { 'content-type': 'application/json', cookie },
      body: request.method === 'POST' ? await request.text() : null,
    });
  return aWireDevice(Object.assign(send, (await response.json()) as Joined, { cookie }), node, Date.now());
}

async function invited(node: string, ...words: readonly string[]): Promise<WireDevice> {
  const { link } = await jsonOf<Invited>(tequio('invite', ...words, '--json'));
  return joined(link, node);
}

const anOfficial = ['official', '--town', 'Chapa de Mota', '--group', 'Grupo de trabajo: Servicios públicos'];

describe('an operator', () => {
  test('invites, sees the device, and turns it out while the endpoint runs', async () => {
    const { link } = await jsonOf<Invited>(tequio('invite', ...anOfficial, '--position', 'Tesorería', '--uses', '2', '--json'));
    const first = await joined(link, 'FIRST');
    const second = await joined(link, 'SECOND');
    await expect(joined(link, 'THIRD')).rejects.toThrow('invitation-used');
    await first.catchUp();
    const devices = await jsonOf<readonly Record<string, unknown>[]>(tequio('devices', '--json'));
    expect(devices).toHaveLength(2);
    expect(devices.find(({ device }) => device === first.send.device)).toMatchObject({
      name: 'A phone',
      person: first.send.person,
      position: 'Tesorería',
      town: 'Chapa de Mota',
      state: 'in use',
    });
    expect(await tequio('revoke', first.send.device)).toMatchObject({ code: 0 });
    expect(await first.post(first.request([]))).toMatchObject({ status: 401, body: { error: 'session-revoked' } });
    await second.catchUp();
    expect((await tequio('devices')).out).toMatch(new RegExp(`^${first.send.device}  revoked`, 'm'));
    const another = await invited('LOST', '--person', second.send.person);
    expect(another.send.person).toBe(second.send.person);
    expect((await tequio('rounds')).out).toContain('Chapa de Mota');
  }, 60_000);

  test('is told in a sentence what was not understood, what is missing and what cannot be', async () => {
    const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
      [['dance'], 2, /^There is no command "dance"\. "npm run tequio -- help" lists those there are\.\n$/],
      [['restore'], 2, /^Something is missing\.\nusage: npm run tequio -- restore <file> \[--json\]\n$/],
      [['count', '--loud'], 2, /^Unknown option '--loud'/],
      [['invite', 'king'], 1, /^The role is one of observer, official, liaison, mentor, coordinator, not "king"\.\n$/],
      [
        ['import', join(folder, 'app', 'index.html')],
        1,
        /^The database is not empty \(\w+\): an import fills an empty one only\.\n$/,
      ],
    ];
    for (const [words, code, sentence] of cases) {
      const said = await tequio(...words);
      expect({ words, code: said.code, out: said.out }).toEqual({ words, code, out: '' });
      expect(said.err).toMatch(sentence);
    }
    const elsewhere = tequioWith({ TEQUIO_DATA: join(folder, 'nothing') });
    expect(await elsewhere('count')).toMatchObject({ code: 1, err: expect.stringMatching(/^There is no database in /) });
    expect((await tequio('help', 'invite')).out).toContain('--uses N');
  }, 120_000);

  test('puts a backup back, and who joined since goes on with the same session while who was turned out stays out', async () => {
    const old = await invited('OLD', ...anOfficial);
    const lost = await invited('LOST', ...anOfficial);
    const action = (device: WireDevice, id: string) => device.op({ space: services, kind: 'action', id, town: chapa });
    const before = action(old, 'BEFORE');
    await old.sync([before]);
    const copy = join(folder, 'copy.sqlite');
    const backup = await jsonOf(tequio('backup', copy, '--json'));
    expect(statSync(copy).size).toBe(backup.bytes);
    expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual(['copy.sqlite']);

    const late = await invited('LATE', ...anOfficial);
    const sent = [action(late, 'LATE-1'), action(late, 'LATE-2')];
    await late.sync(sent);
    expect(await tequio('revoke', lost.send.device)).toMatchObject({ code: 0 });
    await late.send(new Request('http://endpoint/api/session', { method: 'HEAD' }));

    expect(await tequio('restore', copy)).toMatchObject({
      code: 1,
      err: 'An endpoint runs on this data. Stop it first; nothing was changed.\n',
    });
    await endpoint.stop();
    const restored = await jsonOf<{ replayed: unknown; aside: string }>(tequio('restore', copy, '--json'));
    expect(restored.replayed).toMatchObject({ joined: 1, ended: 1 });
    expect(existsSync(restored.aside)).toBe(true);
    await endpoint.restart();

    expect(await lost.post(lost.request([]))).toMatchObject({ status: 401, body: { error: 'session-revoked' } });
    expect(await late.post(late.request([]))).toMatchObject({ status: 409, body: { error: 'unknown-history' } });
    const again = { nodes: {}, cursors: {} };
    expect(await late.sync(sent, again)).toMatchObject({ acked: 2, refused: [] });
    await late.catchUp();
    const arrived = [...late.fields.keys()].filter((key) => / action (LATE|BEFORE)/.test(key));
    expect(arrived).toHaveLength(3);
    expect(await tequio('verify')).toMatchObject({ code: 0, out: expect.stringMatching(/^Everything is as it should be: /) });
  }, 120_000);

  test('may restore over a database that is spoilt, and not from a copy that is', async () => {
    const copy = join(folder, 'copy.sqlite');
    await jsonOf(tequio('backup', copy, '--json'));
    await endpoint.stop();
    const bytes = readFileSync(copy);
    const spoilt = join(folder, 'spoilt.sqlite');
    writeFileSync(spoilt, Buffer.concat([bytes.subarray(0, bytes.length / 2), Buffer.alloc(bytes.length / 2)]));
    const database = join(endpoint.dataDir, 'tequio.sqlite');
    expect(await tequio('restore', spoilt)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/is not sound, and nothing was changed/),
    });
    expect(await tequio('verify')).toMatchObject({ code: 0 });

    writeFileSync(database, 'this is no database at all, and longer than a header has to be, so that it can be told');
    expect(await tequio('count')).toMatchObject({ code: 1, err: expect.stringMatching(/^The data in .* cannot be opened/) });
    expect(await tequio('restore', copy)).toMatchObject({ code: 0 });
    expect(await tequio('verify')).toMatchObject({ code: 0 });
    expect(readdirSync(endpoint.dataDir).sort()).toEqual(['aside', 'journal', 'tequio.sqlite']);
  }, 120_000);

  test('is told by verify, with exit code 1, when something was changed behind the endpoint', async () => {
    const store = await openStore(join(endpoint.dataDir, 'tequio.sqlite'));
    await store.updateTable('op').set({ value: '"Changed"' }).where('n', '=', 1).execute();
    await store.destroy();
    expect(await tequio('verify')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/is not what its hash says\.\n$/),
    });
    const copy = join(folder, 'copy.sqlite');
    expect(await tequio('backup', copy)).toMatchObject({ code: 1, err: expect.stringMatching(/^The copy is not sound/) });
    expect(readdirSync(folder).sort()).toEqual(['app', 'data']);
  }, 60_000);
});

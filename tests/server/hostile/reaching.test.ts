// A member of one town reaches for what is another's, by naming it wherever a name may stand.

import { afterEach, describe, expect, test } from 'vitest';
import type { SyncRequest, SyncResponse } from '#protocol/sync.ts';
import { testOrigin } from '#tests/support/endpoint.ts';
import { anAction, chapa, clearStages, finance, queretaro, round, services } from '../stage.ts';
import { answerOf, aSiege, type Siege, withstands, witnessWork } from './siege.ts';

afterEach(clearStages);

const queretaroHall = `town:${queretaro}`;
const secret = 'Lo que nadie más lee';
const ask = ({ attacker }: Siege, path: string) => attacker.send(new Request(testOrigin + path));

/** A siege in which the witness has written something into the own town's hall, under 'SECRET'. */
async function withSecret(): Promise<Siege> {
  const siege = await aSiege();
  await siege.witness.sync([siege.witness.op({ ...witnessWork('SECRET'), value: secret })]);
  return siege;
}

/** What an answer tells of the other town's hall. */
function toldOf({ pages, gained, lost }: SyncResponse) {
  return JSON.stringify([pages, gained, lost.map(({ space }) => space)].flat()).match(/SECRET|nadie más lee/g);
}

describe('another town’s space', () => {
  const named: readonly (readonly [string, (head: number) => Partial<SyncRequest>])[] = [
    ['as a cursor at its beginning', () => ({ cursors: { [queretaroHall]: [0, 0, ''] } })],
    ['as a cursor beyond its head', () => ({ cursors: { [queretaroHall]: [0, 0, 'x'], [finance]: [99_999, 0, ''] } })],
    ['in a digest', (head) => ({ digests: { [queretaroHall]: head, [finance]: 1 } })],
    ['not at all, with every cursor gone', () => ({ cursors: {} })],
    ['as the largest of pages', () => ({ cursors: {}, maxBytes: Number.MAX_SAFE_INTEGER })],
  ];
  test.each(named)('is not told when it is named %s', async (_how, name) => {
    const siege = await withSecret();
    const before = await siege.othersData();
    const { attacker } = siege;
    for (let cursors = {}, count = 0; count < 5; count += 1) {
      const request = attacker.request([], { cursors, ...name(1) });
      const { status, body } = await attacker.post(request);
      expect(status).toBe(200);
      const answer = body as unknown as SyncResponse;
      expect(toldOf(answer)).toBeNull();
      const visible = [round, services, `town:${chapa}`];
      for (const { space } of answer.pages) expect(visible).toContain(space);
      for (const space of answer.gained) expect(visible).toContain(space);
      cursors = Object.fromEntries(answer.pages.map(({ space, to, head, chain }) => [space, [to, head, chain]]));
    }
    expect(await siege.othersData()).toEqual(before);
  });

  test('is told to its own, so that the tests above could have found it', async () => {
    const siege = await withSecret();
    const { witness } = siege;
    const { body } = await witness.post(witness.request([], { cursors: {}, maxBytes: 1024 * 1024 }));
    expect(toldOf(body as unknown as SyncResponse)).not.toBeNull();
  });

  test('with a true chain, stolen from a colleague’s phone, is told no more of', async () => {
    const siege = await withSecret();
    const { attacker, witness } = siege;
    await witness.catchUp();
    const stolen = witness.cursors[queretaroHall];
    if (!stolen) throw new Error('no cursor');
    await witness.sync([witness.op({ ...witnessWork('SECRET-2'), value: secret })]);
    const { status, body } = await attacker.post(attacker.request([], { cursors: { [queretaroHall]: stolen } }));
    expect(status).toBe(200);
    expect(toldOf(body as unknown as SyncResponse)).toBeNull();
  });
});

describe('a history', () => {
  const query = (names: Readonly<Record<string, string>>) => `/api/history?${new URLSearchParams({ version: '1', ...names })}`;
  const secretRecord = { kind: 'action', id: 'SECRET' };
  test.each<readonly [string, Readonly<Record<string, string>>, number, string]>([
    ['of another town’s record', { space: queretaroHall, ...secretRecord }, 404, 'not-found'],
    [
      'of another town’s record, from its end',
      { space: queretaroHall, ...secretRecord, after: 'ffffffffffffffff:Z:9' },
      404,
      'not-found',
    ],
    ['of a group that is not the person’s', { space: finance, kind: 'plan', id: 'X' }, 404, 'not-found'],
    ['of no space', { space: 'everything', ...secretRecord }, 404, 'not-found'],
    ['of an object’s own name', { space: '__proto__', kind: '__proto__', id: '__proto__' }, 400, 'malformed'],
    ['of nothing', {}, 400, 'malformed'],
    ['after what is no place', { space: services, ...secretRecord, after: "x' or '1'='1" }, 400, 'malformed'],
  ])('%s is not told', async (_what, names, status, error) => {
    const siege = await withSecret();
    await withstands(siege, async () => answerOf(await ask(siege, query(names))), { status, error });
  });

  test('of another town’s record is empty when it is looked for in the own space', async () => {
    const siege = await withSecret();
    const before = await siege.othersData();
    for (const space of [services, `town:${chapa}`, round])
      expect(await (await ask(siege, query({ space, ...secretRecord }))).json()).toEqual({ ops: [] });
    expect(await siege.othersData()).toEqual(before);
  });
});

describe('a stream of news', () => {
  const read = async (response: Response) => {
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    if (!reader) throw new Error('no body');
    return reader;
  };

  test('names no space that is not the person’s, however it is asked for', async () => {
    const siege = await withSecret();
    for (const path of [
      '/api/events',
      `/api/events?space=${queretaroHall}`,
      `/api/events?spaces=*&person=${siege.witness.send.person}`,
    ]) {
      const reader = await read(await ask(siege, path));
      await siege.witness.sync([siege.witness.op(witnessWork(`S-${siege.witness.acked}`))]);
      expect((await reader.read()).value).not.toContain(queretaro);
      await reader.cancel();
    }
  });

  test('ends with the session, and is not opened by one that was revoked', async () => {
    const siege = await aSiege();
    const { attacker, device } = siege;
    const reader = await read(await ask(siege, '/api/events'));
    await reader.read();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const record = { space: round, kind: 'device', id: attacker.send.device, town: chapa, field: 'revoked', value: true };
    await liaison.sync([liaison.op(record)]);
    let part = await reader.read();
    while (!part.done) part = await reader.read();
    const revoked = { status: 401, error: 'session-revoked' } as const;
    for (const path of ['/api/events', '/api/history?version=1'])
      await withstands(siege, async () => answerOf(await ask(siege, path)), revoked);
    await withstands(siege, () => attacker.post(attacker.request([attacker.op(anAction('A1'))])), revoked);
  });

  test('that nobody reads ends by itself, and keeps no more than it had', async () => {
    const siege = await aSiege();
    const response = await ask(siege, '/api/events');
    const liaison = await siege.device('liaison', 'chapa-de-mota', 'LIAISON');
    for (let count = 0; count < 150; count += 1) await liaison.sync([liaison.op(anAction(`A${count}`))]);
    const text = await response.text(); // it has ended, or this would wait for ever
    expect(text.split('\n\n').length).toBeLessThan(110);
    expect(text.split('\n\n').length).toBeGreaterThan(90);
  });
});

test.each<readonly [string, (siege: Siege) => string]>([
  ['a session that nobody has', () => 'tequio=AAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ['a session’s hash', () => `tequio=${'a'.repeat(64)}`],
  ['the id of a device', ({ witness }) => `tequio=${witness.send.device}`],
  ['a part of a session', ({ witness }) => witness.send.cookie.slice(0, -1)],
  ['a session in small letters', ({ witness }) => witness.send.cookie.toLowerCase()],
  ['no session', () => 'tequio='],
  ['a session under another name', ({ witness }) => witness.send.cookie.replace('tequio', 'session')],
])('%s opens nothing', async (_what, cookieOf) => {
  const siege = await aSiege();
  for (const path of ['/api/history?version=1', '/api/events']) {
    const request = new Request(testOrigin + path, { headers: { cookie: cookieOf(siege) } });
    await withstands(siege, async () => answerOf(await siege.endpoint.fetch(request)), { status: 401, error: 'no-session' });
  }
});

test('a stolen session does not write under the thief’s node', async () => {
  const siege = await aSiege();
  const { attacker, witness, endpoint } = siege;
  const steal = (body: unknown) =>
    endpoint.fetch(
      new Request(`${testOrigin}/api/sync`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: witness.send.cookie },
        body: JSON.stringify(body),
      }),
    );
  await attacker.sync([attacker.op(anAction('A1'))]); // from here on the node is the attacker's device's
  const request = attacker.request([attacker.op(anAction('A2'))]);
  await withstands(siege, async () => answerOf(await steal(request)), { status: 403, error: 'foreign-node' });
});

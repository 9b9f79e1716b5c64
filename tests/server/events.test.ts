// GET /api/events: what a stream of heads says, to whom, and when it ends.

import { afterEach, expect, test } from 'vitest';
import type { Space } from '#domain/ids.ts';
import { opName } from '#domain/op.ts';
import { type Heads, parseHeads } from '#protocol/heads.ts';
import { testOrigin } from '#tests/support/endpoint.ts';
import { anAction, aStage, chapaHall, clearStages, finance, round, type Stage, services } from './stage.ts';
import type { WireDevice } from './wire-device.ts';

afterEach(clearStages);

type Stream = {
  /** The next event's heads, 'beat' for a comment, 'end' when the endpoint has ended it. */
  readonly next: () => Promise<Heads | 'beat' | 'end'>;
  readonly cancel: () => Promise<void>;
};

function open(send: (request: Request) => Promise<Response>, method = 'GET'): Promise<Response> {
  return send(new Request(`${testOrigin}/api/events`, { method }));
}

async function listen({ send }: Pick<WireDevice, 'send'>): Promise<Stream> {
  const response = await open(send);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error('no body');
  let read = '';
  const next = async (): Promise<Heads | 'beat' | 'end'> => {
    const end = read.indexOf('\n\n');
    if (end < 0) {
      const { value, done } = await reader.read();
      if (done) return 'end';
      read += value;
      return next();
    }
    const event = read.slice(0, end);
    read = read.slice(end + 2);
    if (event === ':') return 'beat';
    const heads = parseHeads(event.replace(/^data: /, ''));
    if (!heads) throw new Error(`not an event: ${event}`);
    return heads;
  };
  return { next, cancel: () => reader.cancel() };
}

async function headOf({ endpoint }: Stage, space: Space): Promise<number> {
  const row = await endpoint.store().selectFrom('space').select('head').where('space', '=', space).executeTakeFirst();
  return row?.head ?? 0;
}

test('a stream needs a session, and is no answer to HEAD', async () => {
  const { endpoint, device } = await aStage();
  const response = await open(endpoint.fetch);
  expect([response.status, await response.json()]).toEqual([401, { error: 'no-session' }]);
  const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
  expect((await open(liaison.send, 'HEAD')).status).toBe(404);
});

test('a stream begins with the heads of the spaces that the person may see, and of no other', async () => {
  const stage = await aStage();
  const liaison = await stage.device('liaison', 'chapa-de-mota', 'LIAISON');
  const stream = await listen(liaison);
  expect(await stream.next()).toEqual({ [round]: await headOf(stage, round), [services]: await headOf(stage, services) });
  expect(await headOf(stage, finance)).toBeGreaterThan(0);
});

test('a commit is told with its head to everybody who may see the space, and to nobody else', async () => {
  const stage = await aStage();
  const coordinator = await stage.device('coordinator', null, 'COORD');
  const [liaison, official] = [
    await stage.device('liaison', 'chapa-de-mota', 'LIAISON'),
    await stage.device('official', 'chapa-de-mota', 'OFFICIAL'),
  ];
  const [own, colleagues] = [await listen(liaison), await listen(official)];
  await own.next();
  await colleagues.next();
  await coordinator.sync([coordinator.op({ ...anAction('HIDDEN'), space: finance })]);
  const ops = [liaison.op(anAction('A1')), liaison.op({ ...anAction('A2'), space: chapaHall })];
  await liaison.sync(ops);
  const heads = { [services]: await headOf(stage, services), [chapaHall]: 1 };
  expect(await own.next()).toEqual(heads);
  expect(await colleagues.next()).toEqual(heads);

  await liaison.sync(ops); // a repeat moves nothing
  await liaison.sync([liaison.op(anAction('A3'))]);
  expect(await colleagues.next()).toEqual({ [services]: await headOf(stage, services) });
});

test('somebody who joins is told of, and a space that a membership brings begins to be told', async () => {
  const stage = await aStage();
  const coordinator = await stage.device('coordinator', null, 'COORD');
  const official = await stage.device('official', 'chapa-de-mota', 'OFFICIAL');
  const stream = await listen(official);
  await stream.next();
  await stage.device('mentor', 'queretaro', 'MENTOR');
  expect(await stream.next()).toEqual({ [round]: await headOf(stage, round) });
  const groups = await membershipOf(stage, official);
  await coordinator.sync([coordinator.op({ ...groups, type: 'add', value: finance.replace('group:', '') })]);
  expect(await stream.next()).toEqual({ [round]: await headOf(stage, round), [finance]: await headOf(stage, finance) });
});

test('a space that is lost is told no more', async () => {
  const stage = await aStage();
  const coordinator = await stage.device('coordinator', null, 'COORD');
  const official = await stage.device('official', 'chapa-de-mota', 'OFFICIAL');
  const stream = await listen(official);
  await stream.next();
  const groups = await membershipOf(stage, official);
  const state = official.fields.get(`${groups.space} ${groups.kind} ${groups.id} groups`);
  const base = state?.type === 'set' ? state.tags.map(({ node, n }) => opName(node, n)) : [];
  await coordinator.sync([coordinator.op({ ...groups, type: 'remove', value: services.replace('group:', ''), base })]);
  expect(await stream.next()).toEqual({ [round]: await headOf(stage, round) });
  await coordinator.sync([coordinator.op(anAction('A1'))]);
  await coordinator.sync([coordinator.op({ space: round, kind: 'theme', id: 'THEME', town: null, field: 'name' })]);
  expect(await stream.next()).toEqual({ [round]: await headOf(stage, round) });
});

test('a stream ends when its device is revoked', async () => {
  const { device } = await aStage();
  const lost = await device('official', 'chapa-de-mota', 'LOST');
  const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
  const [stream, other] = [await listen(lost), await listen(liaison)];
  await stream.next();
  await other.next();
  const record = { space: round, kind: 'device', id: lost.send.device, town: chapaHall.replace('town:', ''), field: 'revoked' };
  await liaison.sync([liaison.op({ ...record, value: true })]);
  expect(await stream.next()).toBe('end');
  expect(await other.next()).toHaveProperty(round);
});

test('a heartbeat shows that a stream lives, tells what no news told, and notices a session that ended', async () => {
  const stage = await aStage({ heartbeatMs: 30 });
  const liaison = await stage.device('liaison', 'chapa-de-mota', 'LIAISON');
  const stream = await listen(liaison);
  await stream.next();
  expect(await stream.next()).toBe('beat');
  await stage.endpoint.store().updateTable('space').set({ head: 5000 }).where('space', '=', services).execute(); // another process
  const heard = [];
  for (let event = await stream.next(); event !== 'beat' || heard.length === 0; event = await stream.next()) {
    if (event !== 'beat') heard.push(event);
  }
  expect(heard).toEqual([{ [services]: 5000 }]);
  await liaison.send(new Request(`${testOrigin}/api/session`, { method: 'DELETE' }));
  let last = await stream.next();
  while (last === 'beat') last = await stream.next();
  expect(last).toBe('end');
});

test('a session has six streams at most: the oldest ends, and one that was left counts no more', async () => {
  const { device } = await aStage();
  const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
  const streams: Stream[] = [];
  for (let count = 0; count < 6; count += 1) streams.push(await listen(liaison));
  for (const stream of streams) await stream.next();
  await streams[3]?.cancel();
  streams.push(await listen(liaison), await listen(liaison));
  expect(await streams[0]?.next()).toBe('end');
  await liaison.sync([liaison.op(anAction('A1'))]);
  expect(await streams[1]?.next()).toHaveProperty(services);
});

test('an endpoint that closes ends its streams and opens no more', async () => {
  const { endpoint, device } = await aStage();
  const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
  const stream = await listen(liaison);
  await stream.next();
  await endpoint.hangUp();
  expect(await stream.next()).toBe('end');
  expect((await open(liaison.send)).status).toBe(503);
});

/** The set of groups in the membership of a device's person. */
async function membershipOf({ endpoint }: Stage, { send, fields }: WireDevice) {
  const isOwn = (key: string, state: unknown) =>
    / membership \S+ person$/.test(key) && JSON.stringify(state).includes(send.person);
  const [key = ''] = [...fields].find(([key, state]) => isOwn(key, state)) ?? [];
  const id = key.split(' ')[2] ?? '';
  const { town } = await endpoint.store().selectFrom('field').select('town').where('id', '=', id).executeTakeFirstOrThrow();
  return { space: round, kind: 'membership', id, town, field: 'groups' } as const;
}

// GET /api/history: what it tells of a record, to whom, and in what portions.

import { afterEach, expect, test } from 'vitest';
import { historyPageOps, parseHistoryPage } from '#protocol/history.ts';
import { testOrigin } from '#tests/support/endpoint.ts';
import { aNote, anAction, aStage, chapa, clearStages, finance, round, services } from './stage.ts';
import type { WireDevice } from './wire-device.ts';

afterEach(clearStages);

type Send = (request: Request) => Promise<Response>;
const record = { space: services, kind: 'action', id: 'A1' };

function ask(send: Send, query: Readonly<Record<string, string>>): Promise<Response> {
  return send(new Request(`${testOrigin}/api/history?${new URLSearchParams({ version: '1', ...query })}`));
}

async function historyOf({ send }: Pick<WireDevice, 'send'>, query: Readonly<Record<string, string>> = record) {
  const page = parseHistoryPage(await (await ask(send, query)).json());
  if (!page) throw new Error('not a page');
  return page;
}

async function errorOf(response: Response) {
  return [response.status, await response.json()];
}

async function twoColleagues() {
  const stage = await aStage();
  const liaison = await stage.device('liaison', 'chapa-de-mota', 'LIAISON');
  const official = await stage.device('official', 'chapa-de-mota', 'OFFICIAL');
  return { ...stage, liaison, official };
}

test('tells every op of the record and of no other, newest first, with author and value', async () => {
  const { liaison, official } = await twoColleagues();
  await liaison.sync([liaison.op({ ...anAction('A1'), value: 'One' }), liaison.op({ ...anAction('A2'), value: 'Other' })]);
  await official.sync([official.op({ ...anAction('A1'), field: 'state', value: 'done', stamp: '019f66f06b600003' })]);
  const { ops, next } = await historyOf(official);
  expect(ops).toMatchObject([
    { node: 'OFFICIAL', n: 1, person: official.send.person, type: 'set', field: 'state', value: 'done' },
    { node: 'LIAISON', n: 1, person: liaison.send.person, field: 'title', value: 'One' },
  ]);
  expect(next).toBeUndefined();
});

test('tells refused ops with their code, but not those of people who may not see the space', async () => {
  const { liaison, official, device } = await twoColleagues();
  const outsider = await device('liaison', 'san-martin-de-las-piramides', 'OUTSIDE');
  const mentor = await device('mentor', 'queretaro', 'MENTOR');
  await liaison.sync([liaison.op({ ...anAction('A1'), value: 'One' })]);
  await mentor.sync([mentor.op({ ...anAction('A1'), value: 'Two' })]);
  const { refused } = await outsider.sync([outsider.op({ ...anAction('A1'), value: 'From outside' })]);
  expect(refused).toEqual([[1, 'no-access']]);
  const { ops } = await historyOf(official);
  expect(ops.map(({ value, refused }) => [value, refused])).toEqual([
    ['Two', 'not-in-your-role'],
    ['One', undefined],
  ]);
});

test('leaves out what texts hold, and what was withdrawn', async () => {
  const { liaison } = await twoColleagues();
  const text = { ...aNote('N1'), type: 'text', field: 'body', value: 'AAAA' } as const;
  const withdrawn = { ...aNote('N1'), type: 'void', field: 'body', value: 'text' } as const;
  await liaison.sync([liaison.op(text), liaison.op(withdrawn)]);
  const { ops } = await historyOf(liaison, { space: services, kind: 'note', id: 'N1' });
  expect(ops.map(({ n, type, value }) => [n, type, value])).toEqual([[1, 'text', undefined]]);
});

test('a long history comes in pages, each op once', async () => {
  const { liaison } = await twoColleagues();
  const count = historyPageOps + 5;
  await liaison.sync(Array.from({ length: count }, () => liaison.op(anAction('A1'))));
  const first = await historyOf(liaison);
  expect(first.ops).toHaveLength(historyPageOps);
  const second = await historyOf(liaison, { ...record, after: first.next ?? '' });
  expect([...first.ops, ...second.ops].map(({ n }) => n)).toEqual(Array.from({ length: count }, (_, index) => count - index));
  expect(second.next).toBeUndefined();
});

test('a page holds no more than a megabyte, however large the values are', async () => {
  const { liaison, endpoint } = await twoColleagues();
  const large = 'x'.repeat(60_000);
  for (let batch = 0; batch < 5; batch += 1)
    await liaison.sync(Array.from({ length: 4 }, () => liaison.op({ ...anAction('A1'), field: 'later', value: large })));
  expect(await endpoint.store().selectFrom('op').select('n').where('id', '=', 'A1').execute()).toHaveLength(20);
  const first = await historyOf(liaison);
  expect(first.ops).toHaveLength(17);
  expect((await historyOf(liaison, { ...record, after: first.next ?? '' })).ops).toHaveLength(3);
});

test('is told only to people who may see the space, and only with a session', async () => {
  const { liaison, device, endpoint } = await twoColleagues();
  await liaison.sync([liaison.op(anAction('A1'))]);
  const notFound = [404, { error: 'not-found' }];
  expect(await errorOf(await ask((await device('liaison', 'san-martin-de-las-piramides', 'OUTSIDE')).send, record))).toEqual(
    notFound,
  );
  expect(await errorOf(await ask(liaison.send, { ...record, space: finance }))).toEqual(notFound);
  expect(await errorOf(await ask(endpoint.fetch, record))).toEqual([401, { error: 'no-session' }]);
});

test('a device that was revoked is told nothing any more', async () => {
  const { liaison, official } = await twoColleagues();
  await liaison.sync([liaison.op(anAction('A1'))]);
  const card = { space: round, kind: 'device', id: official.send.device, town: chapa, field: 'revoked' };
  await liaison.sync([liaison.op({ ...card, value: true })]);
  expect(await errorOf(await ask(official.send, record))).toEqual([401, { error: 'session-revoked' }]);
});

test.each([
  ['no record', { space: services, kind: 'action' }, [400, { error: 'malformed' }]],
  ['a name with a line end', { ...record, id: 'A1\n' }, [400, { error: 'malformed' }]],
  ['a page that never was', { ...record, after: '0000000000000001:NODE:none' }, [400, { error: 'malformed' }]],
  ['a version that is none', { ...record, version: 'one' }, [426, { error: 'version', speaks: [1] }]],
])('a request with %s is not answered', async (_name, query, answer) => {
  const { liaison } = await twoColleagues();
  expect(await errorOf(await ask(liaison.send, query))).toEqual(answer);
});

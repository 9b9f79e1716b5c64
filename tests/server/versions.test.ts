// An endpoint that speaks an older version beside today's: yesterday's client is served as it always was.

import { afterEach, expect, test } from 'vitest';
import { parseSyncRequest } from '#protocol/sync.ts';
import { type SpokenVersion, spokenVersions } from '#server/versions.ts';
import { postJson } from '#tests/support/endpoint.ts';
import { aStage, clearStages, plan } from './stage.ts';

const [today] = Object.values(spokenVersions);
if (!today) throw new Error('the endpoint speaks no version');

/** Called ops `changes`, an acknowledgement `upTo`, and an invitation's code `ticket`. */
const yesterday: SpokenVersion = {
  readSync: (body) => {
    const { changes, ...rest } = body as { readonly changes: unknown };
    return parseSyncRequest({ ...rest, ops: changes });
  },
  writeSync: ({ acked, receipt, pages }) => ({ version: 0, upTo: acked, receipt, pages }),
  readHistory: today.readHistory,
  writeHistory: today.writeHistory,
  readLook: (body) => today.readLook({ code: (body as { readonly ticket: unknown }).ticket }),
  writeInvitation: ({ role }) => ({ role }),
  readJoin: (body) => today.readJoin({ ...(body as object), code: (body as { readonly ticket: unknown }).ticket }),
  writeJoined: ({ person }) => ({ me: person }),
  readInvite: today.readInvite,
  writeMade: today.writeMade,
  writeInvitations: today.writeInvitations,
  readWithdraw: today.readWithdraw,
  writeWithdrawn: today.writeWithdrawn,
  writeContacts: today.writeContacts,
};
const table = spokenVersions as Record<number, SpokenVersion>;

afterEach(async () => {
  delete table[0];
  await clearStages();
});

test("yesterday's client joins, sends and reads beside today's", async () => {
  table[0] = yesterday;
  const { endpoint, device } = await aStage();
  const { link } = await endpoint.invite('official', 'chapa-de-mota');
  const look = await endpoint.fetch(postJson('/api/invitation/look', { version: 0, ticket: link }));
  expect(await look.json()).toEqual({ role: 'official' });
  const join = await endpoint.fetch(
    postJson('/api/join', { version: 0, ticket: link, node: 'YESTERDAY', deviceName: 'An old phone' }),
  );
  expect(await join.json()).toEqual({ me: expect.any(String) });

  const liaison = await device('liaison', 'chapa-de-mota', 'TODAY');
  const { ops, ...request } = liaison.request([liaison.op({ ...plan, value: 'As yesterday' })]);
  const old = await liaison.post({ ...request, version: 0, changes: ops });
  expect(old).toMatchObject({ status: 200, body: { version: 0, upTo: 1 } });
  expect(old.body).not.toHaveProperty('acked');

  const other = await device('liaison', 'chapa-de-mota', 'OTHER');
  const title = other.fields.get(`${plan.space} ${plan.kind} ${plan.id} title`);
  expect(title).toMatchObject({ heads: expect.arrayContaining([expect.objectContaining({ value: 'As yesterday' })]) });
});

test('a request of a version that is spoken must have that version’s shape', async () => {
  table[0] = yesterday;
  const { device } = await aStage();
  const liaison = await device('liaison', 'chapa-de-mota', 'TODAY');
  expect(await liaison.post({ ...liaison.request([]), version: 0 })).toEqual({ status: 400, body: { error: 'malformed' } });
});

test('who joins in a version that is not spoken is told which are, and keeps the invitation', async () => {
  const { endpoint } = await aStage();
  const { link } = await endpoint.invite('official', 'chapa-de-mota');
  const body = { code: link, node: 'N', deviceName: 'A phone' };
  for (const path of ['/api/invitation/look', '/api/join']) {
    const answer = await endpoint.fetch(postJson(path, { ...body, version: 7 }));
    expect([answer.status, await answer.json()]).toEqual([426, { error: 'version', speaks: [1] }]);
  }
  expect((await endpoint.fetch(postJson('/api/join', body))).status).toBe(200);
});

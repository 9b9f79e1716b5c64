// Invitations that were used, withdrawn, guessed or meant for somebody else, and what joining may carry along.

import { afterEach, describe, expect, test } from 'vitest';
import type { Codes } from '#server/invitations.ts';
import { postJson, testOrigin } from '#tests/support/endpoint.ts';
import { chapa, clearStages, queretaro, round } from '../stage.ts';
import { answerOf, aSiege, isHealthy, type Siege, withstands } from './siege.ts';

afterEach(clearStages);

const join = (siege: Siege, code: string, changes: object = {}, headers: Readonly<Record<string, string>> = {}) =>
  siege.endpoint.fetch(postJson('/api/join', { code, node: 'NEWCOMER', deviceName: 'A phone', ...changes }, headers));

describe('an invitation', () => {
  test.each<readonly [string, (siege: Siege, codes: Codes) => Promise<unknown>, number, string]>([
    ['that another device used', ({ endpoint }, { link }) => endpoint.join(link, 'FIRST'), 410, 'invitation-used'],
    ['whose time ran out', async ({ endpoint }) => (endpoint.clock.ms += 31 * 24 * 3_600_000), 410, 'invitation-expired'],
    ['that nobody made', ({ endpoint }) => endpoint.store().deleteFrom('invitation').execute(), 404, 'invitation-unknown'],
    [
      'that was withdrawn',
      ({ endpoint }) => endpoint.store().updateTable('invitation').set({ withdrawn_at: 1 }).execute(),
      410,
      'invitation-withdrawn',
    ],
    [
      'whose uses were taken away',
      ({ endpoint }) => endpoint.store().updateTable('invitation').set({ uses_left: 0 }).execute(),
      410,
      'invitation-used',
    ],
  ])('%s opens nothing, by neither of its codes', async (_what, spoil, status, error) => {
    const siege = await aSiege();
    const codes = await siege.endpoint.invite('liaison', 'chapa-de-mota');
    await spoil(siege, codes);
    for (const code of [codes.link, codes.typed]) {
      await withstands(siege, async () => answerOf(await join(siege, code)), { status, error });
      await withstands(siege, async () => answerOf(await siege.endpoint.fetch(postJson('/api/invitation/look', { code }))), {
        status,
        error,
      });
    }
  });

  test.each(['', ' ', '0', 'K7QF3XWM2P', '7'.repeat(26), '%', '_', "' or 1=1 --", '*', '\0', 'x'.repeat(64)])(
    'is not guessed by %j',
    async (code) => {
      const siege = await aSiege();
      await siege.endpoint.invite('liaison');
      await withstands(siege, async () => answerOf(await join(siege, code)), { status: 404, error: 'invitation-unknown' });
    },
  );

  test('is not opened by its hash, by a part of its code, or by the code of another and its own together', async () => {
    const siege = await aSiege();
    const [one, other] = [await siege.endpoint.invite('liaison'), await siege.endpoint.invite('official')];
    const hashes = await siege.endpoint.store().selectFrom('invitation').select(['link_hash', 'typed_hash']).execute();
    const guesses = [...hashes.map(({ link_hash }) => link_hash), one.link.slice(1), `${one.link}0`, one.typed + other.typed];
    for (const code of guesses)
      await withstands(siege, async () => answerOf(await join(siege, code)), { status: 404, error: 'invitation-unknown' });
  });

  test('that is redeemed again with the cookie of its first device gives no second person in', async () => {
    const siege = await aSiege();
    const { link } = await siege.endpoint.invite('liaison', 'chapa-de-mota');
    const first = await siege.endpoint.join(link, 'FIRST');
    const again = async () => answerOf(await join(siege, link, {}, { cookie: first.cookie }));
    await withstands(siege, again, { status: 410, error: 'invitation-used' });
  });

  test('for one person is not taken by the device of another, nor under another’s node', async () => {
    const siege = await aSiege();
    const { link } = await siege.endpoint.invite('coordinator', null);
    const node = siege.witness.node;
    await withstands(siege, async () => answerOf(await join(siege, link, { node })), { status: 409, error: 'other-person' });
    const cookie = siege.attacker.send.cookie;
    await withstands(siege, async () => answerOf(await join(siege, link, { node }, { cookie })), {
      status: 409,
      error: 'other-person',
    });
  });

  test('tried for by many at once lets one in', async () => {
    const siege = await aSiege();
    const { link } = await siege.endpoint.invite('liaison', 'chapa-de-mota');
    const all = await Promise.all(Array.from({ length: 20 }, (_, at) => join(siege, link, { node: `NODE-${at}` })));
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(410)]);
    await isHealthy(siege);
  });
});

describe('the name of a device', () => {
  test.each([
    ['x\r\nset-cookie: tequio=planted', 'x set-cookie: tequio=planted'],
    ['x\0y', 'x y'],
    ['\u202eenohp', '\u202eenohp'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['\ud800', '\ud800'],
  ])('%j is a line of text in a record, and nothing else', async (deviceName, kept) => {
    const siege = await aSiege();
    const { link } = await siege.endpoint.invite('liaison', 'chapa-de-mota');
    const answer = await join(siege, link, { deviceName });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toHaveLength(1);
    expect(answer.headers.get('set-cookie')).toMatch(/^tequio=[0-9A-Z]{26}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    await siege.witness.catchUp();
    const { device } = (await answer.json()) as { device: string };
    const state = siege.witness.fields.get(`${round} device ${device} name`);
    expect(state?.type === 'register' ? state.heads[0]?.value : undefined).toBe(kept);
    await isHealthy(siege);
  });

  test.each<readonly [string, object]>([
    ['that is endless', { deviceName: 'x'.repeat(200) }],
    ['that is none', { deviceName: null }],
    ['with a node that is a path', { node: '../../x' }],
    ['with a node of many letters', { node: 'x'.repeat(41) }],
    ['with a code that is a list', { code: ['a'] }],
    ['with an object for a code', { code: { $gt: '' } }],
  ])('%s lets nobody in', async (_what, changes) => {
    const siege = await aSiege();
    const { link } = await siege.endpoint.invite('liaison', 'chapa-de-mota');
    await withstands(siege, async () => answerOf(await join(siege, link, changes)), { status: 400, error: 'malformed' });
    expect((await join(siege, link)).status).toBe(200);
  });
});

describe('somebody who may not invite', () => {
  const newcomer = { type: 'newcomer', role: 'official', town: chapa, position: '', groups: [] };
  const ask = ({ attacker, endpoint }: Siege, path: string, body: object) =>
    attacker.send(postJson(path, { version: 1, round: endpoint.roundId, uses: 1, lifeDays: 1, ...body }));
  test.each<readonly [string, (siege: Siege) => object, number, string]>([
    ['as a coordinator', () => ({ whom: { ...newcomer, role: 'coordinator', town: null } }), 403, 'may-not-invite'],
    ['as a colleague', () => ({ whom: newcomer }), 403, 'may-not-invite'],
    ['into another town', () => ({ whom: { ...newcomer, town: queretaro } }), 403, 'may-not-invite'],
    [
      'as somebody of another town',
      ({ witness }) => ({ whom: { type: 'again', person: witness.send.person } }),
      403,
      'may-not-invite',
    ],
    ['into a round that is not theirs', () => ({ round: 'ELSEWHERE', whom: newcomer }), 404, 'not-found'],
    ['for ever', () => ({ whom: newcomer, lifeDays: 1e9 }), 400, 'malformed'],
    ['a million', () => ({ whom: newcomer, uses: 1e6 }), 400, 'malformed'],
    ['a negative number', () => ({ whom: newcomer, uses: -1 }), 400, 'malformed'],
  ])('makes no invitation %s', async (_what, wish, status, error) => {
    const siege = await aSiege();
    await withstands(siege, async () => answerOf(await ask(siege, '/api/invitations', wish(siege))), { status, error });
  });

  test('neither sees nor withdraws what others made', async () => {
    const siege = await aSiege();
    await siege.endpoint.invite('mentor', 'queretaro');
    const made = await siege.endpoint.store().selectFrom('invitation').select('id').execute();
    for (const { id } of made)
      await withstands(siege, async () => answerOf(await ask(siege, '/api/invitations/withdraw', { id })), {
        status: 404,
        error: 'not-found',
      });
    const listed = await siege.attacker.send(new Request(`${testOrigin}/api/invitations?version=1`));
    expect(await listed.json()).toEqual({ invitations: [] });
  });
});

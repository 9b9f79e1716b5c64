// Inviting on behalf of a person, over the wire: who may, what comes of it, and what becomes of it when rights change.

import { afterEach, describe, expect, test } from 'vitest';
import { type RecordId, spaceOwner } from '#domain/ids.ts';
import type { Role } from '#domain/kinds/membership.ts';
import type { ListedInvitation, MadeInvitation } from '#protocol/inviting.ts';
import { type JoinedFetch, postJson, type TestEndpoint, testOrigin } from '#tests/support/endpoint.ts';
import { aStage, chapa, clearStages, finance, queretaro, round, services } from './stage.ts';
import { arrivingAfter, aWireDevice, type WireDevice } from './wire-device.ts';

afterEach(clearStages);

const roundId = spaceOwner(round);
const group = spaceOwner(services);

type Newcomer = { role: Role; town: RecordId | null; position: string; groups: readonly RecordId[] };

function newcomer(changes: Partial<Newcomer> = {}, uses = 1, lifeDays = 7) {
  const whom = { type: 'newcomer', role: 'official', town: chapa, position: 'Tesorería', groups: [group], ...changes };
  return { version: 1, round: roundId, whom, uses, lifeDays };
}

function again(person: RecordId) {
  return { version: 1, round: roundId, whom: { type: 'again', person }, uses: 1, lifeDays: 7 };
}

async function invite(send: JoinedFetch, wish: object) {
  const response = await send(postJson('/api/invitations', wish));
  return { status: response.status, body: (await response.json()) as MadeInvitation & { error?: string } };
}

async function list(send: JoinedFetch): Promise<readonly ListedInvitation[]> {
  const response = await send(new Request(`${testOrigin}/api/invitations?version=1`));
  return ((await response.json()) as { invitations: ListedInvitation[] }).invitations;
}

async function withdraw(send: JoinedFetch, id: string) {
  return (await send(postJson('/api/invitations/withdraw', { id }))).status;
}

async function look(endpoint: TestEndpoint, code: string) {
  const response = await endpoint.fetch(postJson('/api/invitation/look', { code }));
  return { status: response.status, body: await response.json() };
}

async function joined(endpoint: TestEndpoint, code: string, node: string): Promise<WireDevice> {
  const device = aWireDevice(await endpoint.join(code, node), node, endpoint.clock.ms);
  await device.catchUp();
  return device;
}

function deletionOf(endpoint: TestEndpoint, person: RecordId, town: RecordId | null) {
  const holders = endpoint.store().selectFrom('field').select(['id', 'state']).where('kind', '=', 'membership');
  return async () => {
    const rows = await holders.where('field', '=', 'person').execute();
    const id = rows.find(({ state }) => state.includes(person))?.id ?? '';
    return { space: round, kind: 'membership', id, town, type: 'delete', field: 'life', value: 'deleted' } as const;
  };
}

describe('inviting', () => {
  test('gives two codes that open what was wished, until the day that was chosen, and keeps neither', async () => {
    const { endpoint, device } = await aStage();
    const { send } = await device('coordinator', null, 'COORD');
    const { status, body } = await invite(send, newcomer({}, 3, 1));
    expect({ status, uses: body.uses, expiresAt: body.expiresAt }).toEqual({
      status: 200,
      uses: 3,
      expiresAt: endpoint.clock.ms + 24 * 60 * 60 * 1000,
    });
    const offered = { role: 'official', town: { name: 'Chapa de Mota' }, position: 'Tesorería' };
    expect(await look(endpoint, body.link)).toMatchObject({ status: 200, body: offered });
    expect(await look(endpoint, body.typed)).toMatchObject({ status: 200, body: offered });
    const kept = JSON.stringify(await endpoint.store().selectFrom('invitation').selectAll().execute());
    expect(kept).not.toContain(body.link);
    expect(kept).not.toContain(body.typed.replaceAll('-', ''));
  });

  test('takes a position as one line of what can be seen', async () => {
    const { endpoint, device } = await aStage();
    const { send } = await device('coordinator', null, 'COORD');
    const { status, body } = await invite(send, newcomer({ position: ' Obras\0\u0007 y\r\nservicios\t' }));
    expect(status).toBe(200);
    expect((await list(send)).map(({ position }) => position)).toContain('Obras y servicios');
    const newOne = await joined(endpoint, body.link, 'NEW');
    expect(newOne.fields.get(`${round} person ${newOne.send.person} position`)).toMatchObject({
      heads: [{ value: 'Obras y servicios' }],
    });
  });

  const wishes: readonly (readonly [Role, 'chapa-de-mota' | 'queretaro' | null, Partial<Newcomer>, number])[] = [
    ['coordinator', null, { role: 'coordinator', town: null, groups: [] }, 200],
    ['coordinator', null, { role: 'mentor', town: queretaro }, 200],
    ['liaison', 'chapa-de-mota', { role: 'liaison' }, 200],
    ['liaison', 'chapa-de-mota', { role: 'observer', groups: [] }, 200],
    ['liaison', 'chapa-de-mota', { role: 'mentor' }, 403],
    ['liaison', 'chapa-de-mota', { role: 'coordinator', town: null, groups: [] }, 403],
    ['liaison', 'chapa-de-mota', { town: queretaro }, 403],
    ['liaison', 'chapa-de-mota', { groups: [spaceOwner(finance)] }, 403],
    ['mentor', 'queretaro', { town: queretaro }, 403],
    ['official', 'chapa-de-mota', {}, 403],
    ['observer', 'chapa-de-mota', { role: 'observer', groups: [] }, 403],
    ['coordinator', null, { town: 'NO-SUCH-TOWN' }, 404],
    ['coordinator', null, { groups: ['NO-SUCH-GROUP'] }, 404],
  ];
  test.each(wishes)('as a %s of %s: %j is answered %i', async (role, town, changes, status) => {
    const { endpoint, device } = await aStage();
    const { send } = await device(role, town, 'MAKER');
    const answer = await invite(send, newcomer(changes));
    expect(answer.status).toBe(status);
    const kept = await endpoint.store().selectFrom('invitation').select('id').where('made_by', 'is not', null).execute();
    expect(kept.length).toBe(status === 200 ? 1 : 0);
  });

  test('needs a session', async () => {
    const { endpoint } = await aStage();
    const response = await endpoint.fetch(postJson('/api/invitations', newcomer()));
    expect(response.status).toBe(401);
    expect((await endpoint.fetch(new Request(`${testOrigin}/api/invitations`))).status).toBe(401);
    expect((await endpoint.fetch(postJson('/api/invitations/withdraw', { id: 'X' }))).status).toBe(401);
  });

  test.each([
    ['no use', newcomer({}, 0)],
    ['more than fifty uses', newcomer({}, 51)],
    ['more than thirty days', newcomer({}, 1, 31)],
    ['half a day', newcomer({}, 1, 0.5)],
    ['a role that nobody has', newcomer({ role: 'king' as Role })],
    ['a town that is no id', newcomer({ town: '../etc' })],
    ['nobody', { version: 1, round: roundId, uses: 1, lifeDays: 1 }],
  ])('for %s is malformed', async (_what, wish) => {
    const { device } = await aStage();
    const { send } = await device('coordinator', null, 'COORD');
    expect(await invite(send, wish)).toMatchObject({ status: 400, body: { error: 'malformed' } });
  });

  test('tells a version that is not spoken which are', async () => {
    const { device } = await aStage();
    const { send } = await device('coordinator', null, 'COORD');
    expect(await invite(send, { ...newcomer(), version: 99 })).toMatchObject({ status: 426, body: { error: 'version' } });
    expect((await send(new Request(`${testOrigin}/api/invitations?version=99`))).status).toBe(426);
    expect((await send(new Request(`${testOrigin}/api/devices?version=99`))).status).toBe(426);
  });
});

describe('an invitation that a person made', () => {
  test('brings in a colleague with the part that it names', async () => {
    const { endpoint, device } = await aStage();
    const { send } = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const { body } = await invite(send, newcomer());
    const official = await joined(endpoint, body.typed, 'OFFICIAL');
    const answer = await official.sync([official.op({ space: services, kind: 'action', id: 'A1', town: chapa })]);
    expect(answer).toMatchObject({ acked: 1, refused: [] });
  });

  test('is listed with what is left of it, for whoever made it or might have', async () => {
    const { endpoint, device } = await aStage();
    const [liaison, coordinator, mentor] = [
      await device('liaison', 'chapa-de-mota', 'LIAISON'),
      await device('coordinator', null, 'COORD'),
      await device('mentor', 'queretaro', 'MENTOR'),
    ];
    const { body } = await invite(liaison.send, newcomer({}, 2));
    await invite(coordinator.send, newcomer({ role: 'mentor', town: queretaro }));
    await joined(endpoint, body.link, 'OFFICIAL');
    const own = await list(liaison.send);
    expect(own).toHaveLength(1);
    expect(own[0]).toMatchObject({
      id: body.id,
      uses: 2,
      usesLeft: 1,
      madeBy: liaison.send.person,
      person: null,
      role: 'official',
    });
    expect(JSON.stringify(own)).not.toMatch(/hash|link|typed/);
    expect(await list(coordinator.send)).toHaveLength(2);
    expect(await list(mentor.send)).toEqual([]);
    endpoint.clock.ms += 8 * 24 * 60 * 60 * 1000;
    expect(await list(coordinator.send)).toEqual([]);
  });

  test('that is withdrawn opens no more; who has joined stays; and a stranger withdraws nothing', async () => {
    const { endpoint, device } = await aStage();
    const [liaison, mentor] = [
      await device('liaison', 'chapa-de-mota', 'LIAISON'),
      await device('mentor', 'queretaro', 'MENTOR'),
    ];
    const { body } = await invite(liaison.send, newcomer({}, 2));
    const official = await joined(endpoint, body.link, 'OFFICIAL');
    expect(await withdraw(mentor.send, body.id)).toBe(404);
    expect(await look(endpoint, body.link)).toMatchObject({ status: 200 });
    expect(await withdraw(liaison.send, body.id)).toBe(200);
    expect(await withdraw(liaison.send, body.id)).toBe(404);
    expect(await look(endpoint, body.link)).toMatchObject({ status: 410, body: { error: 'invitation-withdrawn' } });
    await expect(endpoint.join(body.link, 'LATE')).rejects.toThrow('invitation-withdrawn');
    expect(await official.post(official.request([]))).toMatchObject({ status: 200 });
    expect(await list(liaison.send)).toEqual([]);
  });

  test('does not open once its maker may not make it any more, nor for longer than that', async () => {
    const { endpoint, device } = await aStage();
    const [liaison, coordinator] = [
      await device('liaison', 'chapa-de-mota', 'LIAISON'),
      await device('coordinator', null, 'COORD'),
    ];
    const { body } = await invite(liaison.send, newcomer());
    const deletion = await deletionOf(endpoint, liaison.send.person, chapa)();
    await coordinator.sync([coordinator.op(deletion)]);
    expect(await look(endpoint, body.link)).toMatchObject({ status: 410, body: { error: 'invitation-withdrawn' } });
    await expect(endpoint.join(body.link, 'LATE')).rejects.toThrow('invitation-withdrawn');
    await coordinator.sync([coordinator.op({ ...deletion, type: 'restore', value: 'live' })]);
    expect(await look(endpoint, body.link)).toMatchObject({ status: 200 });
  });

  test('goes with the device on which it was made', async () => {
    const { endpoint, device } = await aStage();
    const [lost, coordinator] = [await device('liaison', 'chapa-de-mota', 'LOST'), await device('coordinator', null, 'COORD')];
    const { body } = await invite(lost.send, newcomer({}, 50));
    const record = { space: round, kind: 'device', id: lost.send.device, town: chapa, field: 'revoked', value: true } as const;
    await coordinator.sync([coordinator.op(record)]);
    expect(await invite(lost.send, newcomer())).toMatchObject({ status: 401, body: { error: 'session-revoked' } });
    await expect(endpoint.join(body.link, 'LATE')).rejects.toThrow('invitation-withdrawn');
    expect(await list(coordinator.send)).toEqual([]);
  });

  test('stays when a device wants to withdraw it whose request was still on its way as it was revoked', async () => {
    const { endpoint, device } = await aStage();
    const [lost, coordinator] = [await device('liaison', 'chapa-de-mota', 'LOST'), await device('coordinator', null, 'COORD')];
    const { body } = await invite(coordinator.send, newcomer());
    const record = { space: round, kind: 'device', id: lost.send.device, town: chapa, field: 'revoked', value: true } as const;
    const revoke = () => coordinator.sync([coordinator.op(record)]);
    const slow = arrivingAfter(postJson('/api/invitations/withdraw', { id: body.id }), revoke);
    expect((await lost.send(slow)).status).toBe(401);
    expect(await look(endpoint, body.link)).toMatchObject({ status: 200 });
  });
});

describe('an invitation for one more device of somebody', () => {
  test('is for the same person, with what they may, and opens once', async () => {
    const { endpoint, device } = await aStage();
    const [liaison, official] = [
      await device('liaison', 'chapa-de-mota', 'LIAISON'),
      await joined(endpoint, (await endpoint.invite('official', 'chapa-de-mota', { person: null })).link, 'OLD'),
    ];
    const { body } = await invite(liaison.send, { ...again(official.send.person), uses: 50 });
    expect(body.uses).toBe(1);
    const phone = await joined(endpoint, body.link, 'NEW');
    expect(phone.send.person).toBe(official.send.person);
    expect(phone.send.device).not.toBe(official.send.device);
    expect(Object.keys(phone.cursors).sort()).toEqual(Object.keys(official.cursors).sort());
    await expect(endpoint.join(body.link, 'THIRD')).rejects.toThrow('invitation-used');
  });

  test('may be made by everybody for themselves', async () => {
    const { device, endpoint } = await aStage();
    const observer = await device('observer', 'chapa-de-mota', 'FIRST');
    const { body } = await invite(observer.send, again(observer.send.person));
    expect((await joined(endpoint, body.typed, 'SECOND')).send.person).toBe(observer.send.person);
  });

  test('is not made for somebody who may more than oneself, or is of another town', async () => {
    const { device } = await aStage();
    const [liaison, coordinator, mentor] = [
      await device('liaison', 'chapa-de-mota', 'LIAISON'),
      await device('coordinator', null, 'COORD'),
      await device('mentor', 'queretaro', 'MENTOR'),
    ];
    expect(await invite(liaison.send, again(coordinator.send.person))).toMatchObject({ status: 403 });
    expect(await invite(liaison.send, again(mentor.send.person))).toMatchObject({ status: 403 });
    expect(await invite(mentor.send, again(liaison.send.person))).toMatchObject({ status: 403 });
    expect(await invite(coordinator.send, again(mentor.send.person))).toMatchObject({ status: 200 });
    expect(await invite(coordinator.send, again('NOBODY'))).toMatchObject({ status: 404 });
  });

  test('brings no part back that the person has lost since', async () => {
    const { endpoint, device } = await aStage();
    const [coordinator, official] = [
      await device('coordinator', null, 'COORD'),
      await device('official', 'chapa-de-mota', 'OFFICIAL'),
    ];
    const { body } = await invite(coordinator.send, again(official.send.person));
    await coordinator.sync([coordinator.op(await deletionOf(endpoint, official.send.person, chapa)())]);
    await expect(endpoint.join(body.link, 'NEW')).rejects.toThrow('invitation-withdrawn');
  });
});

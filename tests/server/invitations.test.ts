import { afterEach, describe, expect, test } from 'vitest';
import { spaceOwner } from '#domain/ids.ts';
import { exampleRound } from '#example/content/round.ts';
import { type Invitation, normalizeCode } from '#protocol/invitation.ts';
import { exampleOf } from '#server/example.ts';
import { postJson, type TestEndpoint, testOrigin } from '#tests/support/endpoint.ts';
import { aStage, chapa, clearStages, finance, round, services } from './stage.ts';
import { arrivingAfter, aWireDevice } from './wire-device.ts';

afterEach(clearStages);

async function look(endpoint: TestEndpoint, code: string) {
  const response = await endpoint.fetch(postJson('/api/invitation/look', { code }));
  return { status: response.status, body: (await response.json()) as Invitation & { error?: string } };
}

type JoinChanges = { readonly headers?: Readonly<Record<string, string>>; readonly attempt?: string };

async function join(endpoint: TestEndpoint, code: string, node = 'NODE1', { headers, attempt }: JoinChanges = {}) {
  const response = await endpoint.fetch(postJson('/api/join', { code, node, deviceName: 'A phone', attempt }, headers));
  return {
    status: response.status,
    cookie: response.headers.get('set-cookie'),
    body: (await response.json()) as Record<string, string>,
  };
}

describe('an invitation', () => {
  test('says what it offers, in names, to whoever holds either of its codes', async () => {
    const { endpoint } = await aStage();
    const codes = await endpoint.invite('liaison', 'chapa-de-mota');
    const offered = {
      role: 'liaison',
      town: { id: chapa, name: 'Chapa de Mota' },
      position: 'Enlace municipal',
      round: { name: exampleRound.name },
      groups: ['Grupo de trabajo: Servicios públicos'],
      expiresAt: endpoint.clock.ms + 30 * 24 * 60 * 60 * 1000,
    };
    expect(await look(endpoint, codes.link)).toMatchObject({ status: 200, body: offered });
    expect(await look(endpoint, codes.typed)).toMatchObject({ status: 200, body: offered });
  });

  test('has a typed code of ten digits in groups, and takes it in any fashion', async () => {
    const { endpoint } = await aStage();
    const { typed } = await endpoint.invite('liaison');
    expect(typed).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}$/);
    expect(await look(endpoint, ` ${typed.toLowerCase().replaceAll('-', ' ')} `)).toMatchObject({ status: 200 });
  });

  test('is kept as hashes only', async () => {
    const { endpoint } = await aStage();
    const { link, typed } = await endpoint.invite('liaison');
    const kept = JSON.stringify(await endpoint.store().selectFrom('invitation').selectAll().execute());
    expect(kept).not.toContain(link);
    expect(kept).not.toContain(normalizeCode(typed));
  });

  test('is not used up by looking', async () => {
    const { endpoint } = await aStage();
    const { link } = await endpoint.invite('liaison');
    await look(endpoint, link);
    await look(endpoint, link);
    expect(await join(endpoint, link)).toMatchObject({ status: 200 });
  });

  test('opens once', async () => {
    const { endpoint } = await aStage();
    const { link, typed } = await endpoint.invite('liaison');
    await join(endpoint, link);
    expect(await join(endpoint, typed, 'NODE2')).toMatchObject({ status: 410, body: { error: 'invitation-used' }, cookie: null });
    expect(await look(endpoint, link)).toMatchObject({ status: 410, body: { error: 'invitation-used' } });
  });

  test('answers the same device again when its first answer got lost, for a quarter of an hour', async () => {
    const { endpoint } = await aStage();
    const { link } = await endpoint.invite('liaison');
    const first = await join(endpoint, link, 'NODE1', { attempt: 'SECRET1' });
    const again = await join(endpoint, link, 'NODE1', { attempt: 'SECRET1' });
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(again.cookie).not.toBe(first.cookie);
    expect(await join(endpoint, link, 'NODE2', { attempt: 'SECRET1' })).toMatchObject({ status: 410 });
    endpoint.clock.ms += 16 * 60 * 1000;
    expect(await join(endpoint, link, 'NODE1', { attempt: 'SECRET1' })).toMatchObject({ status: 410 });
  });

  test('for many opens as often as it says, for a new person each time', async () => {
    const { endpoint } = await aStage();
    const { link, typed } = await endpoint.invite('official', 'chapa-de-mota', { person: null, uses: 2 });
    const [first, second] = [await join(endpoint, link, 'NODE1'), await join(endpoint, typed, 'NODE2')];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.body.person).not.toBe(second.body.person);
    expect(await join(endpoint, link, 'NODE3')).toMatchObject({ status: 410, body: { error: 'invitation-used' } });
  });

  test('for many tells a device its lost answer again, and nobody who only knows the name that it counts under', async () => {
    const { endpoint } = await aStage();
    const { link } = await endpoint.invite('official', 'chapa-de-mota', { person: null, uses: 3 });
    const first = await join(endpoint, link, 'NODE1', { attempt: 'SECRET1' });
    expect(await join(endpoint, link, 'NODE1', { attempt: 'SECRET1' })).toMatchObject({ status: 200, body: first.body });
    for (const attempt of [undefined, '', 'SECRET2']) {
      const guessed = await join(endpoint, link, 'NODE1', attempt === undefined ? {} : { attempt });
      expect(guessed).toMatchObject({ status: 409, body: { error: 'other-person' }, cookie: null });
    }
    expect(await endpoint.store().selectFrom('invitation').select('uses_left').where('uses', '=', 3).execute()).toEqual([
      { uses_left: 2 },
    ]);
  });

  test('does not open again for a device that was revoked meanwhile', async () => {
    const { endpoint, device } = await aStage();
    const coordinator = await device('coordinator', null, 'COORD');
    const { link } = await endpoint.invite('official', 'chapa-de-mota');
    const { body } = await join(endpoint, link, 'NODE1', { attempt: 'SECRET1' });
    const record = { space: round, kind: 'device', id: (body as { device: string }).device, town: chapa, field: 'revoked' };
    await coordinator.sync([coordinator.op({ ...record, value: true })]);
    expect(await join(endpoint, link, 'NODE1', { attempt: 'SECRET1' })).toMatchObject({ status: 410 });
  });

  test('opens for one of two devices that try at the same moment', async () => {
    const { endpoint } = await aStage();
    const { link } = await endpoint.invite('liaison');
    const both = await Promise.all([join(endpoint, link, 'NODE1'), join(endpoint, link, 'NODE2')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410]);
  });

  test('expires', async () => {
    const { endpoint } = await aStage();
    const { link } = await endpoint.invite('liaison', undefined, { lifeMs: 1000 });
    endpoint.clock.ms += 1000;
    expect(await join(endpoint, link)).toMatchObject({ status: 410, body: { error: 'invitation-expired' } });
  });

  test('that nobody made is unknown, and may not be guessed for long', async () => {
    const { endpoint } = await aStage({ limits: { wrongCodes: { count: 3, perS: 60 } } });
    const { link } = await endpoint.invite('liaison');
    for (const code of ['K7QF3XWM2P', '', 'DROP TABLE']) {
      expect(await look(endpoint, code)).toMatchObject({ status: 404, body: { error: 'invitation-unknown' } });
    }
    const response = await endpoint.fetch(postJson('/api/join', { code: link, node: 'NODE1', deviceName: '' }));
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({ error: 'too-many-requests', retryAfterS: expect.any(Number) });
  });

  test('may not be guessed faster by asking many times at once', async () => {
    const { endpoint } = await aStage({ limits: { wrongCodes: { count: 3, perS: 60 } } });
    const all = await Promise.all(Array.from({ length: 20 }, (_, index) => look(endpoint, `WRONG${index}`)));
    expect(all.map(({ status }) => status).sort()).toEqual([...Array(3).fill(404), ...Array(17).fill(429)]);
  });

  test('may be looked at by a whole workshop behind one address', async () => {
    const { endpoint } = await aStage({ limits: { wrongCodes: { count: 3, perS: 60 } } });
    for (let count = 0; count < 8; count += 1) {
      const { link } = await endpoint.invite('liaison');
      expect(await join(endpoint, link, `NODE${count}`)).toMatchObject({ status: 200 });
    }
  });

  test('for many opens for a whole workshop behind one address that takes it up at the same moment', async () => {
    const { endpoint } = await aStage({ limits: { wrongCodes: { count: 3, perS: 60 } } });
    const { link, typed } = await endpoint.invite('official', 'chapa-de-mota', { person: null, uses: 40 });
    const phones = Array.from({ length: 20 }, (_, index) => index);
    const looked = await Promise.all(phones.map((phone) => look(endpoint, phone % 2 === 0 ? link : typed)));
    expect(looked.map(({ status }) => status)).toEqual(phones.map(() => 200));
    const came = await Promise.all(phones.map((phone) => join(endpoint, phone % 2 === 0 ? link : typed, `NODE${phone}`)));
    expect(came.map(({ status }) => status)).toEqual(phones.map(() => 200));
  });
});

describe('joining', () => {
  test('brings a new person, a membership and a device into the round, for everybody to see', async () => {
    const { endpoint, device } = await aStage();
    const coordinator = await device('coordinator', null, 'COORD');
    const { link } = await endpoint.invite('official', 'chapa-de-mota', { person: null, position: 'Tesorería' });
    const { body } = await join(endpoint, link, 'PHONE');
    await coordinator.sync();
    const shown = (kind: string, id: string | undefined, field: string) => {
      const state = coordinator.fields.get(`${round} ${kind} ${id} ${field}`);
      return state?.type === 'register' ? state.heads[0]?.value : undefined;
    };
    expect(shown('person', body.person, 'position')).toBe('Tesorería');
    expect(shown('device', body.device, 'person')).toBe(body.person);
    expect(shown('device', body.device, 'node')).toBe('PHONE');
    expect(shown('device', body.device, 'name')).toBe('A phone');
    const memberships = [...coordinator.fields].filter(
      ([key, state]) => key.includes(' membership ') && JSON.stringify(state).includes(`"${body.person}"`),
    );
    expect(memberships).toHaveLength(1);
  });

  test('as somebody of the example makes one more device for them and no second membership', async () => {
    const { endpoint } = await aStage();
    const count = async (kind: string) =>
      (await endpoint.store().selectFrom('field').select('id').distinct().where('kind', '=', kind).execute()).length;
    const before = { person: await count('person'), membership: await count('membership'), device: await count('device') };
    const liaison = await endpoint.joinedFetch('liaison', 'chapa-de-mota', 'NODE1');
    const { people } = exampleOf(exampleRound);
    expect(liaison.person).toBe(people.find(({ key }) => key === 'chapa-de-mota-liaison')?.id);
    expect(await count('person')).toBe(before.person);
    expect(await count('membership')).toBe(before.membership);
    expect(await count('device')).toBe(before.device + 1);
  });

  test('a second time, on the same device, adds a membership to the same person', async () => {
    const { endpoint, device } = await aStage();
    const first = await endpoint.join((await endpoint.invite('official', 'chapa-de-mota', { person: null })).link, 'PHONE');
    const { link } = await endpoint.invite('mentor', 'queretaro', { person: null });
    const second = await join(endpoint, link, 'PHONE', { headers: { cookie: first.cookie } });
    expect(second.body).toEqual({ person: first.person, device: first.device, round: first.round });
    const official = await device('official', 'chapa-de-mota', 'OTHER');
    const memberships = [...official.fields].filter(
      ([key, state]) => key.includes(' membership ') && JSON.stringify(state).includes(`"${first.person}"`),
    );
    expect(memberships).toHaveLength(2);
  });

  test('a second time, for one more group, adds the group to the membership that is there', async () => {
    const { endpoint } = await aStage();
    const first = await endpoint.join((await endpoint.invite('liaison', 'chapa-de-mota')).link, 'PHONE');
    const { link } = await endpoint.invite('liaison', 'chapa-de-mota', { groups: [spaceOwner(finance)] });
    await join(endpoint, link, 'PHONE', { headers: { cookie: first.cookie } });
    const again = await endpoint.joinedFetch('liaison', 'chapa-de-mota', 'OTHER');
    const device = aWireDevice(again, 'OTHER', endpoint.clock.ms);
    await device.catchUp();
    expect([...device.fields.keys()].some((key) => key.includes(finance))).toBe(true);
  });

  test('again after losing the session keeps the node, so that unsent changes still go out', async () => {
    const { endpoint, device } = await aStage();
    const before = await device('liaison', 'chapa-de-mota', 'PHONE');
    const first = before.op({ space: services, kind: 'action', id: 'A1', town: chapa });
    await before.sync([first]);
    const again = await device('liaison', 'chapa-de-mota', 'PHONE');
    expect(again.send.device).toBe(before.send.device);
    again.op({ space: services, kind: 'action', id: 'A1', town: chapa });
    expect(await again.sync([again.op({ space: services, kind: 'action', id: 'A2', town: chapa })])).toMatchObject({ acked: 2 });
    expect(endpoint.logged).toEqual([]);
  });

  test('again gives another device to whoever was revoked after leaving', async () => {
    const { endpoint, device } = await aStage();
    const coordinator = await device('coordinator', null, 'COORD');
    const { link } = await endpoint.invite('official', 'chapa-de-mota', { person: null });
    const first = await join(endpoint, link, 'LOST', { attempt: 'SECRET1' });
    const leaving = new Request(`${testOrigin}/api/session`, { method: 'DELETE', headers: { cookie: first.cookie ?? '' } });
    expect((await endpoint.fetch(leaving)).status).toBe(200);
    const record = {
      space: round,
      kind: 'device',
      id: first.body.device ?? '',
      town: chapa,
      field: 'revoked',
      value: true,
    } as const;
    expect((await coordinator.sync([coordinator.op(record)])).refused).toEqual([]);
    expect(await join(endpoint, link, 'LOST', { attempt: 'SECRET1' })).toMatchObject({ status: 410 });
    const again = await endpoint.invite('official', 'chapa-de-mota', { person: first.body.person ?? '' });
    const { status, body } = await join(endpoint, again.link, 'LOST');
    expect({ status, person: body.person, isAnother: body.device !== first.body.device }).toEqual({
      status: 200,
      person: first.body.person,
      isAnother: true,
    });
  });

  test('makes nobody of a device that was revoked while its request was on its way', async () => {
    const { endpoint, device } = await aStage();
    const [lost, coordinator] = [await device('liaison', 'chapa-de-mota', 'LOST'), await device('coordinator', null, 'COORD')];
    const { link } = await endpoint.invite('official', 'chapa-de-mota', { person: null });
    const record = { space: round, kind: 'device', id: lost.send.device, town: chapa, field: 'revoked', value: true } as const;
    const asked = postJson('/api/join', { code: link, node: 'NODE1', deviceName: 'A phone' });
    const answer = await lost.send(arrivingAfter(asked, () => coordinator.sync([coordinator.op(record)])));
    expect(((await answer.json()) as { person: string }).person).not.toBe(lost.send.person);
  });

  test('on a device that works for somebody else is refused, and uses nothing up', async () => {
    const { endpoint, device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'PHONE');
    const { link } = await endpoint.invite('mentor', 'queretaro');
    const refusal = { status: 409, body: { error: 'other-person' }, cookie: null };
    expect(await join(endpoint, link, 'PHONE', { headers: { cookie: liaison.send.cookie } })).toMatchObject(refusal);
    expect(await join(endpoint, link, 'PHONE')).toMatchObject(refusal);
    const action = liaison.op({ space: services, kind: 'action', id: 'A1', town: chapa });
    expect(await liaison.sync([action])).toMatchObject({ acked: 1, refused: [] });
    expect(await join(endpoint, link, 'OTHER')).toMatchObject({ status: 200 });
  });

  test('as somebody new, on a device whose session ended, is refused: a node’s name proves nothing', async () => {
    const { endpoint, device } = await aStage();
    await device('liaison', 'chapa-de-mota', 'PHONE');
    const { link } = await endpoint.invite('official', 'chapa-de-mota', { person: null });
    expect(await join(endpoint, link, 'PHONE')).toMatchObject({ status: 409, body: { error: 'other-person' } });
  });

  test('sets a cookie that scripts and other sites never see', async () => {
    const { endpoint } = await aStage();
    const plain = await join(endpoint, (await endpoint.invite('liaison')).link);
    expect(plain.cookie).toMatch(/^tequio=[0-9A-Z]{26}; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Strict$/);
    const secure = (await aStage({ publicOrigin: 'https://tequio.example' })).endpoint;
    expect((await join(secure, (await secure.invite('liaison')).link)).cookie).toMatch(/^__Host-tequio=.+; Secure$/);
  });

  test('with something else than a node is malformed and uses nothing up', async () => {
    const { endpoint } = await aStage();
    const { link } = await endpoint.invite('liaison');
    expect(await join(endpoint, link, '')).toMatchObject({ status: 400, body: { error: 'malformed' } });
    expect(await join(endpoint, link, '__proto__')).toMatchObject({ status: 400 });
    expect(await join(endpoint, link)).toMatchObject({ status: 200 });
  });

  test('an empty round makes the first coordinator', async () => {
    const { endpoint } = await aStage({ example: false });
    const coordinator = await endpoint.joinedFetch('coordinator', null, 'COORD');
    expect(coordinator.round).toBe(endpoint.roundId);
  });
});

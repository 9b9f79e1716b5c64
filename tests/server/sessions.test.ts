import { afterEach, describe, expect, test } from 'vitest';
import { postJson, testOrigin } from '#tests/support/endpoint.ts';
import { anAction, aStage, chapa, clearStages, round } from './stage.ts';
import { aWireDevice } from './wire-device.ts';

afterEach(clearStages);

const dayMs = 24 * 60 * 60 * 1000;

describe('a session', () => {
  test('is needed to sync', async () => {
    const { endpoint, device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    for (const cookie of ['', 'tequio=', 'tequio=AAAAAAAAAAAAAAAAAAAAAAAAAA', 'another=1']) {
      const request = new Request(`${testOrigin}/api/sync`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: '{}',
      });
      const response = await endpoint.fetch(request);
      expect({ status: response.status, body: await response.json() }).toEqual({ status: 401, body: { error: 'no-session' } });
    }
    expect(await liaison.post(liaison.request([]))).toMatchObject({ status: 200 });
  });

  test('outlives a restart', async () => {
    const { endpoint, device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    await liaison.sync([liaison.op(anAction('A1'))]);
    await endpoint.restart();
    expect(await liaison.sync([liaison.op(anAction('A2'))])).toMatchObject({ acked: 2, refused: [] });
  });

  test('slides: it ends a year after it was last used', async () => {
    const { endpoint, device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    endpoint.clock.ms += 300 * dayMs;
    const renewed = await liaison.send(
      new Request(`${testOrigin}/api/sync`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(liaison.request([])),
      }),
    );
    expect(renewed.headers.get('set-cookie')).toContain('Max-Age=31536000');
    endpoint.clock.ms += 300 * dayMs;
    expect(await liaison.post(liaison.request([]))).toMatchObject({ status: 200 });
    endpoint.clock.ms += 366 * dayMs;
    expect(await liaison.post(liaison.request([]))).toMatchObject({ status: 401, body: { error: 'no-session' } });
  });

  test('that began under the plain name goes on by https, and moves to the name that no neighbour can set', async () => {
    const { endpoint } = await aStage({ publicOrigin: 'https://tequio.example' });
    const { link } = await endpoint.invite('liaison', 'chapa-de-mota');
    const { cookie } = await endpoint.join(link, 'LIAISON');
    const [name, token] = cookie.split('=');
    expect(name).toBe('__Host-tequio');
    const body = { version: 1, nodes: {}, from: { node: 'LIAISON', n: 1 }, ops: [], cursors: {}, maxBytes: 1024 };
    const sync = (cookies: string) => endpoint.fetch(postJson('/api/sync', body, { cookie: cookies }));
    expect((await sync(`tequio=${token}; __Host-tequio=planted`)).status).toBe(401);
    endpoint.clock.ms += 2 * dayMs;
    expect((await sync(`tequio=${token}`)).headers.get('set-cookie')).toMatch(`__Host-tequio=${token}; Path=/`);
  });

  test('ends when its device leaves', async () => {
    const { device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const left = await liaison.send(new Request(`${testOrigin}/api/session`, { method: 'DELETE' }));
    expect(left.headers.get('set-cookie')).toContain('tequio=; Path=/; Max-Age=0');
    expect(await liaison.post(liaison.request([]))).toMatchObject({ status: 401 });
    expect((await liaison.send(new Request(`${testOrigin}/api/session`, { method: 'DELETE' }))).status).toBe(200);
  });

  test('ends for good when somebody revokes the device', async () => {
    const { device } = await aStage();
    const lost = await device('official', 'chapa-de-mota', 'LOST');
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const coordinator = await device('coordinator', null, 'COORD');
    const record = { space: round, kind: 'device', id: lost.send.device, town: chapa, field: 'revoked' } as const;
    await liaison.sync([liaison.op({ ...record, value: true })]);
    expect(await lost.post(lost.request([]))).toMatchObject({ status: 401, body: { error: 'session-revoked' } });
    await coordinator.sync([coordinator.op({ ...record, value: false })]);
    expect(await lost.post(lost.request([]))).toMatchObject({ status: 401, body: { error: 'session-revoked' } });
  });

  test('stays when somebody of another round revokes a device of the same name there', async () => {
    const { endpoint, device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const { link } = await endpoint.invite('liaison', 'chapa-de-mota', { round: 'ANOTHER-ROUND', person: null, groups: [] });
    const stranger = aWireDevice(await endpoint.join(link, 'STRANGER'), 'STRANGER', endpoint.clock.ms);
    const elsewhere = { space: 'round:ANOTHER-ROUND', kind: 'device', id: liaison.send.device, town: chapa };
    const answer = await stranger.sync([stranger.op({ ...elsewhere, field: 'revoked', value: true })]);
    expect(answer).toMatchObject({ acked: 1, refused: [] });
    expect(await liaison.post(liaison.request([]))).toMatchObject({ status: 200 });
  });

  test('stays when a revocation is refused', async () => {
    const { device } = await aStage();
    const official = await device('official', 'chapa-de-mota', 'OFFICIAL');
    const mentor = await device('mentor', 'queretaro', 'MENTOR');
    const record = { space: round, kind: 'device', id: official.send.device, town: chapa, field: 'revoked' } as const;
    expect((await mentor.sync([mentor.op({ ...record, value: true })])).refused).toEqual([[1, 'not-in-your-role']]);
    expect(await official.post(official.request([]))).toMatchObject({ status: 200 });
  });

  test('of somebody whose membership was deleted sees and writes nothing more', async () => {
    const { endpoint, device } = await aStage();
    const coordinator = await device('coordinator', null, 'COORD');
    const official = await device('official', 'chapa-de-mota', 'OFFICIAL');
    const holders = endpoint
      .store()
      .selectFrom('field')
      .select(['id', 'state'])
      .where('kind', '=', 'membership')
      .where('field', '=', 'person');
    const held = (await holders.execute()).find(({ state }) => state.includes(official.send.person));
    const deletion = {
      space: round,
      kind: 'membership',
      id: held?.id ?? '',
      town: chapa,
      type: 'delete',
      field: 'life',
      value: 'deleted',
    } as const;
    expect((await coordinator.sync([coordinator.op(deletion)])).refused).toEqual([]);
    const answer = await official.sync([official.op(anAction('A1'))]);
    expect(answer).toMatchObject({ refused: [[1, 'no-access']], pages: [], gained: [] });
    expect(answer.lost.map(({ space }) => space).sort()).toEqual(Object.keys(official.cursors).sort());
  });
});

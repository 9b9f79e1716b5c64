// Who asks too often is told when to ask again, and nobody else notices.

import { afterEach, describe, expect, test } from 'vitest';
import { postJson, type TestEndpoint, testOrigin } from '#tests/support/endpoint.ts';
import { anAction, aStage, clearStages } from './stage.ts';

afterEach(clearStages);

const perMinute = (count: number) => ({ count, perS: 60 });
const get = (path: string) => new Request(testOrigin + path);

async function look(endpoint: TestEndpoint, code: string, address: string) {
  const response = await endpoint.fetch(postJson('/api/invitation/look', { code }), address);
  return { status: response.status, ...((await response.json()) as { error?: string; retryAfterS?: number }) };
}

describe('a device that asks too often', () => {
  test('is told when to ask again; the others at its address go on', async () => {
    const { device } = await aStage({ limits: { device: perMinute(10) } });
    const eager = await device('liaison', 'chapa-de-mota', 'EAGER');
    const calm = await device('official', 'chapa-de-mota', 'CALM');
    const op = eager.op(anAction('A1'));
    let refused = await eager.send(postJson('/api/sync', eager.request([])));
    for (let count = 0; refused.status === 200 && count < 20; count += 1)
      refused = await eager.send(postJson('/api/sync', eager.request([])));
    expect(refused.status).toBe(429);
    const body = (await refused.json()) as { error: string; retryAfterS: number };
    expect(body.error).toBe('too-many-requests');
    expect(refused.headers.get('retry-after')).toBe(String(body.retryAfterS));
    expect(body.retryAfterS).toBeGreaterThan(0);
    expect(body.retryAfterS).toBeLessThanOrEqual(60);
    expect((await eager.post(eager.request([op]))).status).toBe(429);
    for (const path of ['/api/events', '/api/history?version=1']) expect((await eager.send(get(path))).status).toBe(429);
    expect(await calm.sync([calm.op(anAction('A2'))])).toMatchObject({ acked: 1, refused: [] });
  });

  test('is the same one under whichever session it has', async () => {
    const { endpoint, device } = await aStage({ limits: { device: perMinute(10) } });
    const eager = await device('liaison', 'chapa-de-mota', 'EAGER');
    while ((await eager.post(eager.request([]))).status === 200);
    const { link } = await endpoint.invite('liaison', 'chapa-de-mota');
    const again = await endpoint.join(link, 'EAGER');
    expect(again.device).toBe(eager.send.device);
    expect((await again(postJson('/api/sync', eager.request([])))).status).toBe(429);
  });
});

describe('whoever is no device', () => {
  test.each<readonly [string, () => Request]>([
    ['without a session', () => postJson('/api/sync', {})],
    ['with a guessed session', () => postJson('/api/sync', {}, { cookie: 'tequio=AAAAAAAAAAAAAAAAAAAAAAAAAA' })],
    ['at an address that there is not', () => get('/api/rumour')],
    ['from a foreign page', () => postJson('/api/sync', {}, { origin: 'https://elsewhere.example' })],
    ['to leave', () => new Request(`${testOrigin}/api/session`, { method: 'DELETE' })],
    ['for news', () => get('/api/events')],
    ['for a history', () => get('/api/history')],
  ])('asks %s so often from one address; devices there, and others elsewhere, go on', async (_how, ask) => {
    const { endpoint, device } = await aStage({ limits: { stranger: perMinute(10) } });
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const statuses: number[] = [];
    for (let count = 0; count < 12; count += 1) statuses.push((await endpoint.fetch(ask())).status);
    expect(statuses.slice(0, 9).includes(429)).toBe(false);
    expect(statuses.slice(-2)).toEqual([429, 429]);
    expect((await endpoint.fetch(ask(), '198.51.100.4')).status).not.toBe(429);
    expect(await liaison.sync([liaison.op(anAction('A1'))])).toMatchObject({ acked: 1 });
    expect((await endpoint.fetch(get('/api/health'))).status).toBe(200);
  });

  test('may be two hundred phones of one town hall, all joining and working in the same minute', async () => {
    const { endpoint } = await aStage();
    for (let phone = 0; phone < 200; phone += 1) {
      const { typed } = await endpoint.invite('liaison', 'chapa-de-mota');
      expect((await look(endpoint, typed, '192.0.2.1')).status).toBe(200);
      const send = await endpoint.join(typed, `PHONE-${phone}`);
      for (let count = 0; count < 2; count += 1) {
        const sync = { version: 1, nodes: {}, from: { node: `PHONE-${phone}`, n: 1 }, ops: [], cursors: {}, maxBytes: 1024 };
        expect((await send(postJson('/api/sync', sync))).status).toBe(200);
      }
    }
  }, 120_000);
});

describe('wrong typed codes', () => {
  const limits = { wrongTypedPerHour: 3 };
  const wrong = async (endpoint: TestEndpoint, count: number) => {
    const statuses = [];
    for (let at = 0; at < count; at += 1)
      statuses.push((await look(endpoint, `WRNG-C0D-00${at % 10}`, `198.51.100.${at}`)).status);
    return statuses;
  };

  test('from everywhere together shut typed codes for the rest of the hour, right ones too; links go on opening', async () => {
    const { endpoint } = await aStage({ limits });
    const { link, typed } = await endpoint.invite('liaison');
    endpoint.clock.ms = Math.floor(endpoint.clock.ms / 3_600_000) * 3_600_000 + 1_200_000;
    expect(await wrong(endpoint, 5)).toEqual([404, 404, 404, 429, 429]);
    expect(await look(endpoint, typed, '203.0.113.9')).toEqual({ status: 429, error: 'too-many-requests', retryAfterS: 2400 });
    const joining = await endpoint.fetch(postJson('/api/join', { code: typed, node: 'PHONE', deviceName: '' }), '203.0.113.9');
    expect(joining.status).toBe(429);
    expect((await look(endpoint, link, '203.0.113.9')).status).toBe(200);
    endpoint.clock.ms += 2_400_000;
    expect((await look(endpoint, typed, '203.0.113.9')).status).toBe(200);
    expect(await endpoint.store().selectFrom('typed_tries').select(['tries']).execute()).toEqual([{ tries: 0 }]);
  });

  test('stay counted when the endpoint starts again', async () => {
    const { endpoint } = await aStage({ limits });
    const { typed } = await endpoint.invite('liaison');
    await wrong(endpoint, 3);
    await endpoint.restart();
    expect((await look(endpoint, typed, '203.0.113.9')).status).toBe(429);
  });

  test('are no more when many are tried at the same moment', async () => {
    const { endpoint } = await aStage({ limits });
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, at) => look(endpoint, `WRNG-C0D-${at + 100}`, `198.51.100.${at}`)),
    );
    expect(all.filter(({ status }) => status === 404)).toHaveLength(3);
  });

  test('are not counted where they are right, used up or a link’s', async () => {
    const { endpoint } = await aStage({ limits });
    const used = await endpoint.invite('liaison');
    await endpoint.join(used.typed, 'PHONE');
    const { typed } = await endpoint.invite('official');
    for (let count = 0; count < 5; count += 1) {
      expect((await look(endpoint, typed, '203.0.113.9')).status).toBe(200);
      expect((await look(endpoint, used.typed, '203.0.113.9')).status).toBe(410);
      expect((await look(endpoint, '7'.repeat(26), '203.0.113.9')).status).toBe(404);
    }
    expect(await wrong(endpoint, 1)).toEqual([404]);
  });
});

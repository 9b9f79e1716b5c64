import { afterEach, describe, expect, test } from 'vitest';
import type { DeviceContact } from '#protocol/device-contacts.ts';
import { listDevices, revokeDevice } from '#server/devices.ts';
import { type JoinedFetch, testOrigin } from '#tests/support/endpoint.ts';
import { aStage, chapa, clearStages, round } from './stage.ts';

afterEach(clearStages);

const minuteMs = 60 * 1000;

async function contacts(send: JoinedFetch): Promise<readonly DeviceContact[]> {
  const response = await send(new Request(`${testOrigin}/api/devices?version=1`));
  return ((await response.json()) as { devices: DeviceContact[] }).devices;
}

describe('the devices that somebody may ask about', () => {
  test('are those that they might mark as lost: own ones, the town’s for its liaison, all for a coordinator', async () => {
    const { device } = await aStage();
    const [coordinator, liaison, official, mentor] = [
      await device('coordinator', null, 'COORD'),
      await device('liaison', 'chapa-de-mota', 'LIAISON'),
      await device('official', 'chapa-de-mota', 'OFFICIAL'),
      await device('mentor', 'queretaro', 'MENTOR'),
    ];
    const all = [coordinator, liaison, official, mentor].map(({ send }) => send.device);
    const seen = async (send: JoinedFetch) => new Set((await contacts(send)).map(({ device }) => device));
    expect(await seen(coordinator.send)).toEqual(new Set(all));
    expect(await seen(liaison.send)).toEqual(new Set([liaison.send.device, official.send.device]));
    expect(await seen(official.send)).toEqual(new Set([official.send.device]));
    expect(await seen(mentor.send)).toEqual(new Set([mentor.send.device]));
  });

  test('say when they were last heard of, to a quarter of an hour, with one write in that time', async () => {
    const { endpoint, device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const joinedAt = endpoint.clock.ms;
    const lastSeen = async () => (await contacts(liaison.send))[0]?.lastSeenAt;
    endpoint.clock.ms += 14 * minuteMs;
    await liaison.sync();
    expect(await lastSeen()).toBe(joinedAt);
    endpoint.clock.ms += minuteMs;
    await liaison.sync();
    expect(await lastSeen()).toBe(joinedAt + 15 * minuteMs);
  });

  test('get a fresh cookie with the first use of a day, and none with the others', async () => {
    const { endpoint, device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const cookieOf = async () => {
      const body = JSON.stringify(liaison.request([]));
      const headers = { 'content-type': 'application/json' };
      const answer = await liaison.send(new Request(`${testOrigin}/api/sync`, { method: 'POST', headers, body }));
      return answer.headers.get('set-cookie');
    };
    endpoint.clock.ms += 20 * minuteMs;
    expect(await cookieOf()).toBeNull();
    endpoint.clock.ms += 24 * 60 * minuteMs;
    expect(await cookieOf()).toContain('Max-Age=31536000');
    expect(await cookieOf()).toBeNull();
  });

  test('are known to have been left, and since when, by whoever may ask', async () => {
    const { endpoint, device } = await aStage();
    const [liaison, official] = [
      await device('liaison', 'chapa-de-mota', 'LIAISON'),
      await device('official', 'chapa-de-mota', 'OFFICIAL'),
    ];
    endpoint.clock.ms += 60 * minuteMs;
    await official.send(new Request(`${testOrigin}/api/session`, { method: 'DELETE' }));
    const left = (await contacts(liaison.send)).find(({ device }) => device === official.send.device);
    expect(left).toMatchObject({ leftAt: endpoint.clock.ms, lastSeenAt: null });
    expect(await official.post(official.request([]))).toMatchObject({ status: 401, body: { error: 'no-session' } });
  });

  test('do not follow from a record of the same name in another round', async () => {
    const { endpoint, device } = await aStage();
    const mentor = await device('mentor', 'queretaro', 'MENTOR');
    const { link } = await endpoint.invite('liaison', 'chapa-de-mota', { round: 'ANOTHER-ROUND', person: null, groups: [] });
    const stranger = await endpoint.join(link, 'STRANGER');
    expect((await contacts(stranger)).map(({ device }) => device)).toEqual([stranger.device]);
    expect((await contacts(mentor.send)).map(({ device }) => device)).toEqual([mentor.send.device]);
  });
});

test('whoever runs the endpoint lists devices and shuts one out, for everybody to see', async () => {
  const { endpoint, device } = await aStage();
  const [coordinator, lost] = [await device('coordinator', null, 'COORD'), await device('official', 'chapa-de-mota', 'LOST')];
  const store = endpoint.store();
  const revoke = (id: string) => store.transaction().execute((tx) => revokeDevice(tx, 'OPERATOR', id, endpoint.clock.ms));
  expect(await revoke('NO-SUCH-DEVICE')).toBeUndefined();
  expect(await revoke(lost.send.device)).toBe(round);
  expect(await lost.post(lost.request([]))).toMatchObject({ status: 401, body: { error: 'session-revoked' } });
  const listed = (await listDevices(store)).find((one) => one.device === lost.send.device);
  expect(listed).toMatchObject({ person: lost.send.person, town: chapa, isRevoked: true });
  await coordinator.sync();
  expect(coordinator.fields.get(`${round} device ${lost.send.device} revoked`)).toMatchObject({ heads: [{ value: true }] });
});

// Several processes on one PostgreSQL: whatever they do at the same moment, it is as if one had done it after the other.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Endpoint } from '#server/endpoint.ts';
import { postJson } from '#tests/support/endpoint.ts';
import { anAction, aStage, chapa, clearStages, round, type Stage, services } from '../stage.ts';
import type { WireDevice } from '../wire-device.ts';
import { aHand, type Hand, through } from './beside.ts';

let stage: Stage;
let other: Endpoint;
let hand: Hand;

beforeEach(async () => {
  stage = await aStage();
  other = await stage.endpoint.beside();
  hand = await aHand(stage.endpoint.where);
});

afterEach(async () => {
  await hand.close();
  await clearStages();
});

const lock = (space: string) => `select from space where space = '${space}' for update`;

async function deadlocks(): Promise<unknown> {
  return (await hand.ask('select deadlocks from pg_stat_database where datname = current_database()'))[0]?.deadlocks;
}

async function numbersIn(space: string): Promise<readonly number[]> {
  const ops = stage.endpoint.store().selectFrom('op').select('number').where('space', '=', space).where('number', 'is not', null);
  return (await ops.orderBy('number').execute()).map(({ number }) => number ?? 0);
}

describe('two processes', () => {
  test('give dense numbers when both take in ops of one space', async () => {
    const [liaison, official] = [
      await stage.device('liaison', 'chapa-de-mota', 'LIAISON'),
      await stage.device('official', 'chapa-de-mota', 'OFFICIAL'),
    ];
    const away = through(other, official);
    const before = (await numbersIn(services)).length;
    const work = async (device: WireDevice) => {
      for (let count = 0; count < 10; count += 1) {
        const ids = ['A', 'B'].map((letter) => `${letter}${device.node}${count}`);
        const answer = await device.post(device.request(ids.map((id) => device.op({ ...anAction(id) }))));
        device.acked = Number(answer.body.acked);
        device.receipt = String(answer.body.receipt);
      }
    };
    await Promise.all([work(liaison), work(away)]);
    const numbers = await numbersIn(services);
    expect(numbers).toEqual(Array.from({ length: before + 40 }, (_, index) => index + 1));
  });

  test('take in a push once that reaches both at the same moment, and give both the same answer', async () => {
    const liaison = await stage.device('liaison', 'chapa-de-mota', 'LIAISON');
    const request = liaison.request([liaison.op(anAction('A1')), liaison.op({ ...anAction('A2'), field: 'rumour' })]);
    await hand.hold(lock(services));
    const both = [liaison.post(request), through(other, liaison).post(request)];
    await hand.untilWaiting(2);
    await hand.letGo();
    const [one, two] = await Promise.all(both);
    expect(one).toMatchObject({ status: 200, body: { acked: 2, refused: [[2, 'unknown-field']] } });
    expect(two?.body).toMatchObject({ receipt: one?.body.receipt, refused: one?.body.refused });
    expect(await hand.ask("select n from op where node = 'LIAISON'")).toHaveLength(2);
  });

  test('give a node that nobody had to one of two devices', async () => {
    const liaison = await stage.device('liaison', 'chapa-de-mota', 'LIAISON');
    const official = through(other, await stage.device('official', 'chapa-de-mota', 'OFFICIAL'));
    const asNew = (device: WireDevice) =>
      device.post({ ...device.request([device.op(anAction(device.node))]), from: { node: 'NEW', n: 1 }, nodes: {} });
    await hand.hold(lock(services));
    const both = [asNew(liaison), asNew(official)];
    await hand.untilWaiting(2);
    await hand.letGo();
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  test('lock spaces in one order, new ones included, so that none waits in a circle', async () => {
    const [liaison, official] = [
      await stage.device('liaison', 'chapa-de-mota', 'LIAISON'),
      through(other, await stage.device('official', 'chapa-de-mota', 'OFFICIAL')),
    ];
    const inSpaces = (device: WireDevice, spaces: readonly string[]) =>
      device.post(device.request(spaces.map((space) => device.op({ ...anAction(`IN${device.node}`), space }))));
    const [first, middle, last] = ['group:NEW', 'town:NEW0', 'town:NEW1'] as const;
    await hand.hold(`insert into space values ('${middle}', 0, '')`);
    const both = [inSpaces(liaison, [first, middle, last]), inSpaces(official, [last, middle, first])];
    await hand.untilWaiting(2);
    await hand.letGo();
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
    expect(await deadlocks()).toBe('0');
  });
});

describe('an op', () => {
  async function revocation() {
    const coordinator = through(other, await stage.device('coordinator', null, 'COORD'));
    const liaison = await stage.device('liaison', 'chapa-de-mota', 'LIAISON');
    const [held] = await hand.ask(
      `select id from field where kind = 'membership' and field = 'person' and state like '%${liaison.send.person}%'`,
    );
    const leave = { space: round, kind: 'membership', id: String(held?.id), town: chapa, type: 'delete', field: 'life' } as const;
    const revoke = () => coordinator.post(coordinator.request([coordinator.op({ ...leave, value: 'deleted' })]));
    return { coordinator, liaison, revoke, write: () => liaison.post(liaison.request([liaison.op(anAction('A1'))])) };
  }

  test('does not come in behind the one that takes its author’s right away, in whichever process', async () => {
    const { revoke, write } = await revocation();
    await hand.hold(lock(round));
    const revoking = revoke();
    await hand.untilWaiting(1);
    const writing = write();
    await hand.untilWaiting(2);
    await hand.letGo();
    expect(await revoking).toMatchObject({ status: 200, body: { refused: [] } });
    expect(await writing).toMatchObject({ status: 200, body: { refused: [[1, 'no-access']] } });
  });

  test('that was first is done before a right is taken away', async () => {
    const { revoke, write } = await revocation();
    await hand.hold(lock(services));
    const writing = write();
    await hand.untilWaiting(1);
    const revoking = revoke();
    await hand.untilWaiting(2);
    expect(await hand.ask("select from op where node = 'COORD'")).toEqual([]);
    await hand.letGo();
    expect(await writing).toMatchObject({ status: 200, body: { refused: [] } });
    expect(await revoking).toMatchObject({ status: 200, body: { refused: [] } });
  });

  test('of a device does not come in behind the one that revokes the device', async () => {
    const { coordinator, liaison, write } = await revocation();
    const lost = { space: round, kind: 'device', id: liaison.send.device, town: chapa, field: 'revoked', value: true };
    await hand.hold(lock(round));
    const revoking = coordinator.post(coordinator.request([coordinator.op(lost)]));
    await hand.untilWaiting(1);
    const writing = write();
    await hand.untilWaiting(2);
    await hand.letGo();
    expect(await revoking).toMatchObject({ status: 200, body: { refused: [] } });
    expect(await writing).toMatchObject({ status: 401, body: { error: 'session-revoked' } });
  });

  test('that waits holds nobody up who has nothing to do with it', async () => {
    const { liaison, write } = await revocation();
    const mentor = through(other, await stage.device('mentor', 'queretaro', 'MENTOR'));
    await hand.hold(lock(services));
    const writing = write();
    await hand.untilWaiting(1);
    const note = { space: 'town:QUERETARO', kind: 'note', id: 'N1', town: null };
    expect(await mentor.post(mentor.request([mentor.op(note)]))).toMatchObject({ status: 200 });
    expect(await through(other, liaison).post(liaison.request([]))).toMatchObject({ status: 200 });
    await hand.letGo();
    expect(await writing).toMatchObject({ status: 200 });
  });
});

describe('an invitation', () => {
  const join = async (fetch: (request: Request) => Promise<Response>, code: string, node: string) => {
    const response = await fetch(postJson('/api/join', { code, node, deviceName: 'A phone' }));
    return response.status;
  };

  test('for five is not used a sixth time, however many processes are asked at once', async () => {
    const newcomers = { person: null, uses: 5 };
    const { link } = await stage.endpoint.invite('official', 'chapa-de-mota', newcomers);
    const processes = [stage.endpoint.fetch, other.fetch];
    const all = Array.from({ length: 12 }, (_, index) => join(processes[index % 2] ?? other.fetch, link, `NODE${index}`));
    const statuses = await Promise.all(all);
    expect(statuses.filter((status) => status === 200)).toHaveLength(5);
    expect(statuses.filter((status) => status === 410)).toHaveLength(7);
    expect(await hand.ask("select from device where device in (select device from node where node like 'NODE%')")).toHaveLength(
      5,
    );
    expect(await deadlocks()).toBe('0');
  });

  test('of a lost device does not open while the device is being revoked', async () => {
    const coordinator = through(other, await stage.device('coordinator', null, 'COORD'));
    const liaison = await stage.device('liaison', 'chapa-de-mota', 'LIAISON');
    const maker = { person: liaison.send.person, device: liaison.send.device };
    const { link } = await stage.endpoint.invite('official', 'chapa-de-mota', { person: null, maker });
    const lost = { space: round, kind: 'device', id: maker.device, town: chapa, field: 'revoked', value: true };
    await hand.hold(lock(round));
    const revoking = coordinator.post(coordinator.request([coordinator.op(lost)]));
    await hand.untilWaiting(1);
    const joining = join(stage.endpoint.fetch, link, 'NEWCOMER');
    await hand.untilWaiting(2);
    await hand.letGo();
    expect(await revoking).toMatchObject({ status: 200, body: { refused: [] } });
    expect(await joining).toBe(410);
    expect(await deadlocks()).toBe('0');
  });
});

// A PostgreSQL that goes away, is slow, or is set up in another way than one would wish.

import { Kysely, sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ok } from '#domain/result.ts';
import { openStore } from '#server/store/open-store.ts';
import { createPostgresDialect } from '#server/store/postgres-dialect.ts';
import type { StoreTransaction, Tables } from '#server/store/tables.ts';
import { writing } from '#server/store/transactions.ts';
import { fillExample } from '#tests/support/databases-of-run.ts';
import { anEndpoint, postJson, type TestEndpoint, testOrigin } from '#tests/support/endpoint.ts';
import { type Cluster, startCluster } from '#tests/support/postgres.ts';
import { anAction, services } from '../stage.ts';
import { aWireDevice, type WireDevice } from '../wire-device.ts';
import { aHand, through } from './beside.ts';

let cluster: Cluster;
let endpoint: TestEndpoint;
let liaison: WireDevice;
let count = 0;

beforeAll(async () => {
  cluster = await startCluster();
  await cluster.run('create database example');
  await fillExample(cluster.url('example'));
});

afterAll(() => cluster.end());

beforeEach(async () => {
  count += 1;
  await cluster.run(`create database away${count} template example`);
  endpoint = await anEndpoint({ where: cluster.url(`away${count}`) });
  liaison = aWireDevice(await endpoint.joinedFetch('liaison', 'chapa-de-mota', 'LIAISON'), 'LIAISON', endpoint.clock.ms);
  await liaison.catchUp();
});

afterEach(() => endpoint.close());

const get = (path: string) => new Request(`${testOrigin}${path}`);

test('while the database is away every request is told to come again, and afterwards all goes on by itself', async () => {
  await liaison.sync([liaison.op(anAction('A1'))]);
  const next = liaison.request([liaison.op(anAction('A2'))]);
  const busy = { status: 503, body: { error: 'busy' } };
  await cluster.stop('crash');
  expect(await liaison.post(next)).toMatchObject(busy);
  for (const path of ['/api/events', `/api/history?space=${services}&kind=action&id=A1`]) {
    const response = await liaison.send(get(path));
    expect([path, response.status, await response.json()]).toEqual([path, 503, { error: 'busy' }]);
  }
  const joining = await endpoint.fetch(postJson('/api/join', { code: 'K7QF3XWM2P', node: 'NODE', deviceName: '' }));
  expect(joining.status).toBe(503);
  expect((await endpoint.fetch(get('/api/health'))).status).toBe(200);
  await cluster.start();
  expect(await liaison.post(next)).toMatchObject({ status: 200, body: { acked: 2 } });
  expect(await liaison.sync()).toMatchObject({ acked: 2 });
});

test('a push that the database took along is told to come again, and then taken in once', async () => {
  const hand = await aHand(endpoint.where);
  await hand.hold(`select from space where space = '${services}' for update`);
  const request = liaison.request([liaison.op(anAction('A1'))]);
  const pushing = liaison.post(request);
  await hand.untilWaiting(1);
  await cluster.stop('crash');
  expect(await pushing).toMatchObject({ status: 503, body: { error: 'busy' } });
  await cluster.start();
  expect(await liaison.post(request)).toMatchObject({ status: 200, body: { acked: 1 } });
  expect(await endpoint.store().selectFrom('op').select('n').where('node', '=', 'LIAISON').execute()).toHaveLength(1);
  await hand.close().catch(() => {});
});

test('nobody waits for ever for what another one holds', async () => {
  const store = new Kysely<Tables>({ dialect: createPostgresDialect(endpoint.where, { statementMs: 5000, lockMs: 100 }) });
  const other = through(await endpoint.beside({ store }), liaison);
  const hand = await aHand(endpoint.where);
  await hand.hold(`select from space where space = '${services}' for update`);
  const request = liaison.request([liaison.op(anAction('A1'))]);
  expect(await other.post(request)).toMatchObject({ status: 503, body: { error: 'busy' } });
  await hand.letGo();
  expect(await other.post(request)).toMatchObject({ status: 200, body: { acked: 1 } });
  await hand.close();
});

test('two transactions that wait for one another both come through, one of them at another try', async () => {
  const store = endpoint.store();
  let tries = 0;
  const [one, two] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const cross = (first: string, second: string, mine: PromiseWithResolvers<void>, others: PromiseWithResolvers<void>) =>
    writing(store, async (tx) => {
      tries += 1;
      await touch(tx, first);
      mine.resolve();
      await others.promise;
      await touch(tx, second);
      return ok(first);
    });
  const touch = (tx: StoreTransaction, name: string) =>
    tx.updateTable('setting').set({ value: 'touched' }).where('name', '=', name).execute();
  await store
    .insertInto('setting')
    .values(['x', 'y'].map((name) => ({ name, value: '' })))
    .execute();
  await Promise.all([cross('x', 'y', one, two), cross('y', 'x', two, one)]);
  expect(tries).toBeGreaterThan(2);
});

test('a commit is on disk before it is answered, whatever the database is set to', async () => {
  await cluster.run(`alter database away${count} set synchronous_commit = off`);
  const store = await openStore(endpoint.where);
  const { rows } = await sql`show synchronous_commit`.execute(store);
  expect(rows).toEqual([{ synchronous_commit: 'on' }]);
  await store.destroy();
});

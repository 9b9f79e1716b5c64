// What every store keeps to, whichever database it is: asked through the doors, on SQLite and on PostgreSQL.

import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { ok, refuse } from '#domain/result.ts';
import { exampleRound } from '#example/content/round.ts';
import { beginRound, exampleOf, loadExample, readFirstRound } from '#server/example.ts';
import { selectIn } from '#server/store/lists.ts';
import { openStore } from '#server/store/open-store.ts';
import type { Store } from '#server/store/tables.ts';
import { reading, writing } from '#server/store/transactions.ts';
import { seededRandom } from '#tests/support/device.ts';
import { anAction, aStage, clearStages, round, services } from './stage.ts';

afterEach(clearStages);

const largest = Number.MAX_SAFE_INTEGER;

async function anEmptyStore(): Promise<Store> {
  return (await aStage({ example: false })).endpoint.store();
}

const settingsOf = (store: Store) => store.selectFrom('setting').select(['name', 'value']).orderBy('name');

async function keep(store: Store, names: readonly string[]): Promise<void> {
  await store.deleteFrom('setting').execute();
  await store
    .insertInto('setting')
    .values(names.map((name) => ({ name, value: '' })))
    .execute();
}

describe('a store', () => {
  test('gives whole numbers as numbers, sums and counts too', async () => {
    const store = await anEmptyStore();
    await store.deleteFrom('space').execute();
    const counters = [largest - 3, 1, 2];
    await store
      .insertInto('space')
      .values(counters.map((head) => ({ space: `round:${head}`, head, chain: '' })))
      .execute();
    const row = await store
      .selectFrom('space')
      .select(({ fn }) => [fn.countAll().as('count'), fn.sum('head').as('sum'), fn.max('head').as('max')])
      .executeTakeFirst();
    expect(row).toEqual({ count: 3, sum: largest, max: largest - 3 });
    const kept = await store.selectFrom('space').select('head').orderBy('head').execute();
    expect(kept.map(({ head }) => head)).toEqual([1, 2, largest - 3]);
  });

  test('sorts and compares texts by code unit, whatever language it speaks', async () => {
    const store = await anEmptyStore();
    const names = ['Z', 'a', 'B', 'z', 'É', 'é', '-a', 'a-b', 'ab', 'ñ', 'n', '0', '_', 'aB'];
    await keep(store, names);
    expect((await settingsOf(store).execute()).map(({ name }) => name)).toEqual([...names].sort());
    const above = await settingsOf(store).where('name', '>', 'Z').execute();
    expect(above.map(({ name }) => name)).toEqual(names.filter((name) => name > 'Z').sort());
  });

  test('keeps every letter of a JSON text, the one that ends texts elsewhere included', async () => {
    const { device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const value = 'nul \u0000, half a pair \ud83d, a pair 😀, a line\u2028end, "quoted" \\ and ñ';
    await liaison.sync([liaison.op({ ...anAction('A1'), value })]);
    const reader = await device('coordinator', null, 'READER');
    expect(reader.fields.get(`${services} action A1 title`)).toMatchObject({ heads: [{ value }] });
  });

  test('asks in slices for lists that are longer than a statement may be', async () => {
    const store = await anEmptyStore();
    await keep(store, ['first', 'last']);
    const names = ['first', ...Array.from({ length: 70_000 }, (_, index) => `none ${index}`), 'last'];
    const found = await selectIn(names, (some) => store.selectFrom('setting').select('name').where('name', 'in', some).execute());
    expect(found.map(({ name }) => name)).toEqual(['first', 'last']);
  });

  test('takes in as many ops as a request may hold, on as many records', async () => {
    const { device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const answer = await liaison.sync(Array.from({ length: 500 }, (_, index) => liaison.op(anAction(`A${index}`))));
    expect(answer).toMatchObject({ acked: 500, refused: [] });
  });
});

describe('a transaction', () => {
  test('leaves nothing behind when it is refused, and nothing when it fails', async () => {
    const store = await anEmptyStore();
    const before = await settingsOf(store).execute();
    const refused = await writing(store, async (tx) => {
      await tx.insertInto('setting').values({ name: 'new', value: '' }).execute();
      return refuse('not-now');
    });
    expect(refused).toEqual({ ok: false, refusal: 'not-now' });
    const failing = writing(store, async (tx) => {
      await tx.insertInto('setting').values({ name: 'new', value: '' }).execute();
      await sql`select from nowhere`.execute(tx);
      return ok('never');
    });
    await expect(failing).rejects.toThrow();
    expect(await settingsOf(store).execute()).toEqual(before);
  });

  test('that only reads writes nothing', async () => {
    const store = await anEmptyStore();
    const count = reading(store, (tx) => tx.selectFrom('setting').select('name').execute());
    expect((await count).length).toBeGreaterThan(0);
  });
});

describe('the first round', () => {
  test('is begun once, however many begin it at the same moment', async () => {
    const { endpoint } = await aStage({ example: false });
    const store = endpoint.store();
    await store.deleteFrom('setting').execute();
    const all = [
      loadExample(store, exampleRound, seededRandom(1)),
      loadExample(store, exampleRound, seededRandom(2)),
      beginRound(store, endpoint.clock.ms, seededRandom(3)),
    ];
    await Promise.all(all);
    const first = await readFirstRound(store);
    expect(await settingsOf(store).where('name', '=', 'first-round').execute()).toHaveLength(1);
    const writers = await store.selectFrom('op').select('node').distinct().execute();
    const { transactions } = exampleOf(exampleRound);
    expect(transactions.length).toBeGreaterThan(1);
    expect(writers).toHaveLength(2); // the one that the stage began with, and the winner
    expect(first).toBeDefined();
  });
});

test('a database that is opened again holds what it held', async () => {
  const { endpoint, device } = await aStage();
  const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
  await liaison.sync([liaison.op(anAction('A1'))]);
  await endpoint.restart();
  expect(await liaison.sync([])).toMatchObject({ acked: 1, pages: [] });
});

test('a database of a newer version is not touched', async () => {
  const { endpoint } = await aStage();
  await sql`insert into kysely_migration (name, timestamp) values ('9999-from-tomorrow', '')`.execute(endpoint.store());
  await expect(openStore(endpoint.where)).rejects.toThrow('9999-from-tomorrow');
});

test('the name of a device is kept as one line of what can be seen', async () => {
  const { endpoint, device } = await aStage();
  const { link } = await endpoint.invite('liaison', 'chapa-de-mota');
  const joined = await endpoint.join(link, 'PHONE', 'A\u0000B\r\nC');
  const coordinator = await device('coordinator', null, 'COORD');
  expect(coordinator.fields.get(`${round} device ${joined.device} name`)).toMatchObject({ heads: [{ value: 'A B C' }] });
});

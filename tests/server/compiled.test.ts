import { afterEach, beforeEach, expect, test } from 'vitest';
import { compiled } from '#server/store/compiled.ts';
import { openStore } from '#server/store/open-store.ts';
import type { SpaceTable, Store } from '#server/store/tables.ts';

let store: Store;
let built = 0;

const putSpaces = compiled((db, { rows }: { rows: readonly SpaceTable[] }) => db.insertInto('space').values(rows));
const spacesAbove = compiled((db, { spaces, head }: { spaces: readonly string[]; head: number }) => {
  built += 1;
  return db.selectFrom('space').selectAll().where('space', 'in', spaces).where('head', '>', head).orderBy('space').limit(5);
});

beforeEach(async () => {
  store = await openStore(':memory:');
  built = 0;
  await putSpaces.run(store, {
    rows: [
      { space: 'a', head: 1, chain: 'x' },
      { space: 'b', head: 2, chain: '' },
    ],
  });
});

afterEach(() => store.destroy());

test('a query finds what it is given, each time anew', async () => {
  expect(await spacesAbove.all(store, { spaces: ['a', 'b'], head: 0 })).toHaveLength(2);
  expect(await spacesAbove.all(store, { spaces: ['a', 'b'], head: 1 })).toMatchObject([{ space: 'b', head: 2, chain: '' }]);
  expect(await spacesAbove.first(store, { spaces: ['b', 'a'], head: 0 })).toMatchObject({ space: 'a' });
  expect(await spacesAbove.first(store, { spaces: ['a', 'b'], head: 9 })).toBeUndefined();
});

test('a query is put together once for each number of values, and again for another database', async () => {
  for (const head of [0, 1, 2]) await spacesAbove.all(store, { spaces: ['a', 'b'], head });
  expect(built).toBe(1);
  await spacesAbove.all(store, { spaces: ['a'], head: 0 });
  expect(built).toBe(2);
  const other = await openStore(':memory:');
  expect(await spacesAbove.all(other, { spaces: ['a', 'b'], head: 0 })).toEqual([]);
  expect(built).toBe(3);
  await other.destroy();
});

test('values find their places in whatever order they are named', async () => {
  expect(await spacesAbove.all(store, { spaces: ['a', 'b'], head: 1 })).toHaveLength(1);
  expect(await spacesAbove.all(store, { head: 1, spaces: ['b', 'a'] })).toHaveLength(1);
  await putSpaces.run(store, { rows: [{ chain: 'c', space: 'd', head: 4 }] });
  await putSpaces.run(store, { rows: [{ space: 'e', head: 5, chain: 'c' }] });
  expect(await spacesAbove.all(store, { spaces: ['d', 'e'], head: 3 })).toMatchObject([{ head: 4 }, { head: 5 }]);
});

test('a query runs inside the transaction that it is given', async () => {
  const undone = store.transaction().execute(async (tx) => {
    await putSpaces.run(tx, { rows: [{ space: 'f', head: 6, chain: '' }] });
    expect(await spacesAbove.all(tx, { spaces: ['f'], head: 0 })).toHaveLength(1);
    throw new Error('never mind');
  });
  await expect(undone).rejects.toThrow('never mind');
  expect(await spacesAbove.all(store, { spaces: ['f'], head: 0 })).toEqual([]);
});

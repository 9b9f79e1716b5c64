import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import { type DatabaseNews, NewerDatabase, openDatabase, type TequioDatabase } from '#data/database.ts';
import { ensureDeviceRow } from '#data/device-row.ts';
import { shortHash } from '#domain/hash.ts';
import { canonicalText } from '#domain/json.ts';
import { seededRandom } from '#tests/support/device.ts';

let opened = 0;

async function anOpenDatabase(news?: DatabaseNews): Promise<TequioDatabase> {
  opened += 1;
  const database = openDatabase(`window-${opened}`, news);
  await ensureDeviceRow({ database, now: () => 0, random: seededRandom(opened) });
  return database;
}

function nextVersionOf({ name, tables }: TequioDatabase): Dexie {
  const next = new Dexie(name);
  next.version(2).stores(Object.fromEntries(tables.map((table) => [table.name, table.schema.primKey.src])));
  return next;
}

test('lets a newer version have the database after what is half typed was saved', async () => {
  const old: TequioDatabase = await anOpenDatabase({
    onNewer: async () => {
      const { node } = await ensureDeviceRow({ database: old, now: () => 0, random: seededRandom(opened) });
      await old.meta.put({ key: 'sync', lastTriedAt: 7, lastSyncedAt: 7, comparedAt: 0, outcome: `half typed on ${node}` });
    },
  });
  const newer = await nextVersionOf(old).open();
  expect(await newer.table('meta').get('sync')).toMatchObject({
    outcome: expect.stringMatching(/^half typed on \w+$/),
  });
  await expect(old.meta.toArray()).rejects.toThrow('closed');
  newer.close();
});

test('lets a newer version have the database even when saving fails', async () => {
  const old = await anOpenDatabase({
    onNewer: async () => {
      throw new Error('disk full');
    },
  });
  const newer = await nextVersionOf(old).open();
  expect(newer.isOpen()).toBe(true);
  newer.close();
});

test('does not open what a newer version has opened, and changes nothing in it', async () => {
  const old = await anOpenDatabase();
  old.close();
  const newer = await nextVersionOf(old).open();
  newer.close();
  await expect(openDatabase(old.name).open()).rejects.toThrow(NewerDatabase);
  await newer.open();
  expect(newer.backendDB().version).toBe(20);
  expect(newer.tables.map(({ name }) => name)).not.toContain('$meta');
  newer.close();
});

test('says that an older version holds the database, and opens once that one lets go', async () => {
  opened += 1;
  const name = `window-${opened}`;
  const older = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(name, 5);
    request.onsuccess = () => resolve(request.result);
  });
  const blocked = Promise.withResolvers<void>();
  const opening = openDatabase(name, { onBlocked: async () => blocked.resolve() }).open();
  await blocked.promise;
  older.close();
  (await opening).close();
});

/** Hash of the tables per version of the database. A line of a released version is never changed. */
const recorded: Readonly<Record<number, string>> = {
  1: '683f72a149a119472daf24128cf706cf',
};

test('the tables are what was recorded for this version of the database', async () => {
  const database = await anOpenDatabase();
  const tables = database.tables.map(({ name, schema }) => [name, schema.primKey.src, schema.indexes.map(({ src }) => src)]);
  const hash = shortHash(canonicalText(tables));
  expect(
    hash,
    `A table or an index has changed, or version ${database.verno} has no recorded tables (now: ${hash}). Raise databaseVersion ` +
      'in src/data/database.ts, keep the old version beside it, and add a test with an old dump.',
  ).toBe(recorded[database.verno]);
  database.close();
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok, refuse } from '#domain/result.ts';
import { addSetting } from '#server/settings.ts';
import { openStore } from '#server/store/open-store.ts';
import type { Store, StoreTransaction } from '#server/store/tables.ts';
import { writing } from '#server/store/transactions.ts';

let folder: string;
let store: Store;
/** As another process sees the database: what is committed, and nothing else. */
let outside: DatabaseSync;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tequio-groups-'));
  store = await openStore(join(folder, 'tequio.sqlite'));
  outside = new DatabaseSync(join(folder, 'tequio.sqlite'), { readOnly: true });
});

afterEach(async () => {
  outside.close();
  await store.destroy();
  rmSync(folder, { recursive: true });
});

const committed = () =>
  outside
    .prepare('select name from setting order by name')
    .all()
    .map(({ name }) => name);
const write = (name: string) => (tx: StoreTransaction) => addSetting(tx, name, '1').then(() => ok(name));

test('who writes at the same time shares a commit, and is answered after it', async () => {
  const seenByTheLast: unknown[] = [];
  const answers = ['a', 'b', 'c'].map(async (name) => {
    await writing(store, write(name));
    return committed().includes(name);
  });
  await writing(store, async (tx) => {
    seenByTheLast.push(...committed());
    return write('d')(tx);
  });
  expect(seenByTheLast).toEqual([]);
  expect(await Promise.all(answers)).toEqual([true, true, true]);
  expect(committed()).toEqual(['a', 'b', 'c', 'd']);
});

test('who is refused or fails leaves nothing behind, and the others are kept', async () => {
  const refused = writing(store, async (tx) => {
    await addSetting(tx, 'refused', '1');
    return refuse('no');
  });
  const failed = writing(store, async (tx) => {
    await addSetting(tx, 'failed', '1');
    throw new Error('broken');
  });
  const [first, last] = [writing(store, write('first')), writing(store, write('last'))];
  expect(await refused).toEqual(refuse('no'));
  await expect(failed).rejects.toThrow('broken');
  expect([await first, await last]).toEqual([ok('first'), ok('last')]);
  expect(committed()).toEqual(['first', 'last']);
});

test('a commit that fails has failed for all who share it, and those who come later go on', async () => {
  const shared = [
    writing(store, write('first')),
    writing(store, async (tx) => {
      await sql`pragma defer_foreign_keys = on`.execute(tx);
      const session = { token_hash: 'x', device: 'nobody', created_at: 0, last_seen_at: 0, revoked_at: null };
      await tx.insertInto('session').values(session).execute();
      return ok('a session of no device');
    }),
  ];
  for (const outcome of await Promise.allSettled(shared)) expect(outcome.status).toBe('rejected');
  expect(committed()).toEqual([]);
  expect(await writing(store, write('later'))).toEqual(ok('later'));
  expect(committed()).toEqual(['later']);
});

test('more than may go together are written all the same, in their order', async () => {
  const order: number[] = [];
  const all = Array.from({ length: 150 }, (_, index) =>
    writing(store, async (tx) => {
      order.push(index);
      return write(`setting ${index}`)(tx);
    }),
  );
  await Promise.all(all);
  expect(order).toEqual(all.map((_, index) => index));
  expect(committed()).toHaveLength(150);
});

test('when SQLite takes the whole transaction back for one, as on a full disk, nothing of the others stays behind their failure', async () => {
  const shared = [
    writing(store, write('before')),
    writing(store, async (tx) => {
      const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(tx);
      await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count ?? 1)}`.execute(tx);
      return addSetting(tx, 'too large', 'x'.repeat(1_000_000)).then(() => ok('too large'));
    }),
    writing(store, write('after')),
  ];
  const outcomes = await Promise.allSettled(shared);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { message: expect.stringContaining('full') } });
  expect(committed()).toEqual([]);
  await sql`pragma max_page_count = 1000000`.execute(store);
  expect(await writing(store, write('later'))).toEqual(ok('later'));
  expect(committed()).toEqual(['later']);
});

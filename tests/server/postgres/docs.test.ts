// What docs/operating.md tells to type on PostgreSQL.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blocksIn } from '#tests/docs/blocks.ts';
import { aSession } from '#tests/docs/session.ts';
import { aDatabase, dropDatabase } from '#tests/support/databases-of-run.ts';

const guide = join(import.meta.dirname, '..', '..', '..', 'docs', 'operating.md');

test('sessions on PostgreSQL show what they say', { timeout: 180_000 }, async () => {
  const database = await aDatabase('empty');
  const session = await aSession({ DATABASE_URL: database });
  const blocks = blocksIn(readFileSync(guide, 'utf8'), 'sh run postgres');
  expect(blocks.length).toBeGreaterThan(0);
  for (const block of blocks) expect(await session.follow(block)).toBe(undefined);
  await session.end();
  await dropDatabase(database);
});

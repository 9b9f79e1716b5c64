// Opens the database, SQLite or PostgreSQL, and brings its tables up to date. Nothing outside of this folder knows which it is.
// Promises: when it returns, the store is ready, also when several processes open one database at the same moment.
// Closing it is `store.destroy()`.

import { type Dialect, Kysely } from 'kysely';
import { type Commits, createCommits } from '../commits.ts';
import type { Log } from '../log.ts';
import { isMigrated, migrate } from './migrations.ts';
import { createPostgresCommits } from './postgres-commits.ts';
import { createPostgresDialect } from './postgres-dialect.ts';
import { createSqliteDialect } from './sqlite-dialect.ts';
import type { Store, Tables } from './tables.ts';

/** `where` is postgres://..., the path of an SQLite file, or ':memory:'. Throws when it cannot be opened or written. */
export async function openStore(where: string): Promise<Store> {
  if (!isPostgres(where)) return openReady(createSqliteDialect(where));
  const store = new Kysely<Tables>({ dialect: createPostgresDialect(where) });
  if (await isMigrated(store)) return store;
  await store.destroy();
  // Changing tables takes as long as it takes, and so does waiting for another process that changes them.
  await (await openReady(createPostgresDialect(where, { statementMs: 0, lockMs: 0 }))).destroy();
  return new Kysely({ dialect: createPostgresDialect(where) });
}

/** The news of commits that belongs to a store; to be closed by itself. */
export function openCommits(where: string, log: Log): Commits {
  return isPostgres(where) ? createPostgresCommits(where, log) : createCommits();
}

function isPostgres(where: string): boolean {
  return /^postgres(ql)?:\/\//.test(where);
}

async function openReady(dialect: Dialect): Promise<Store> {
  const store = new Kysely<Tables>({ dialect });
  try {
    await migrate(store);
    return store;
  } catch (error) {
    await store.destroy();
    throw error;
  }
}

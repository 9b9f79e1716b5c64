// Opens the database and brings its tables up to date.
// Promises: when it returns, the store is ready. Closing it is `store.destroy()`.

import { Kysely } from 'kysely';
import { migrate } from './migrations.ts';
import { createSqliteDialect } from './sqlite-dialect.ts';
import type { Store } from './tables.ts';

/** `file` is a path, or ':memory:'. Throws when it cannot be opened or written. */
export async function openStore(file: string): Promise<Store> {
  const store: Store = new Kysely({ dialect: createSqliteDialect(file) });
  await migrate(store);
  return store;
}

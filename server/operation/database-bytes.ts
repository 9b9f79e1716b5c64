// How large the database is.

import { stat } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Store } from '../store/tables.ts';

/** `file` is undefined on PostgreSQL. What lies beside an SQLite file counts. */
export async function databaseBytes(store: Store, file: string | undefined): Promise<number> {
  if (file === undefined) {
    const { rows } = await sql<{ size: number }>`select pg_database_size(current_database()) as size`.execute(store);
    return Number(rows[0]?.size ?? 0);
  }
  const sizes = await Promise.all(['', '-wal'].map((beside) => stat(`${file}${beside}`).catch(() => undefined)));
  return sizes.reduce((sum, one) => sum + (one?.size ?? 0), 0);
}

// A database of today put back to the tables of an earlier step, with everything that these can hold.

import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { migrate } from '#server/store/migrations.ts';
import { createSqliteDialect } from '#server/store/sqlite-dialect.ts';
import type { Store } from '#server/store/tables.ts';

type Made = { readonly name: string; readonly type: string; readonly sql: string | null };

/** `step` is the name of the last one that the older version knew. The store has to be opened again before it is used. */
export async function goBackTo(step: string, store: Store): Promise<void> {
  const file = join(tmpdir(), `tequio-${randomUUID()}.sqlite`);
  const older: Store = new Kysely({ dialect: createSqliteDialect(file) });
  await migrate(older, step);
  await older.destroy();
  await sql`attach database ${file} as older`.execute(store);
  await sql`pragma foreign_keys = off`.execute(store);
  const made = (await sql<Made>`select name, type, sql from older.sqlite_master`.execute(store)).rows;
  const tables = made.filter(({ type }) => type === 'table').map(({ name }) => name);
  for (const table of tables.filter((name) => !name.startsWith('kysely'))) {
    const columns = sql.join((await sharedColumns(store, table)).map((column) => sql.ref(column)));
    const [from, to] = [sql.id('main', table), sql.id('older', table)];
    await sql`insert into ${to} (${columns}) select ${columns} from ${from}`.execute(store);
  }
  const now = await sql<Made>`select name, type, sql from main.sqlite_master where type = 'table'`.execute(store);
  for (const { name } of now.rows) await sql`drop table ${sql.id('main', name)}`.execute(store);
  for (const table of tables) {
    const { sql: create } = made.find(({ name }) => name === table) ?? {};
    if (create) await sql.raw(create).execute(store);
    await sql`insert into ${sql.id('main', table)} select * from ${sql.id('older', table)}`.execute(store);
  }
  for (const { type, sql: create } of made) if (type === 'index' && create) await sql.raw(create).execute(store);
  await sql`detach database older`.execute(store);
  rmSync(file);
}

async function sharedColumns(store: Store, table: string): Promise<readonly string[]> {
  const columnsIn = async (schema: string) =>
    (await sql<{ name: string }>`select name from pragma_table_info(${table}, ${schema})`.execute(store)).rows.map(
      ({ name }) => name,
    );
  const today = await columnsIn('main');
  return (await columnsIn('older')).filter((name) => today.includes(name));
}

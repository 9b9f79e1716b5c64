// Writes all tables as lines of JSON, to be read by import.ts into a database of either kind.
//   {"tequio":"export","version":1,"made":"2026-07-15T02:00:00.000Z"}
//   {"table":"setting","columns":["name","value"]}
//   ["first-round","01KQZVQW00J9YP8G0SY74K7Z2X"]
//   ...
//   {"end":{"setting":2,...},"sha256":"..."}
// A table's line says the columns of the rows that follow it; a row is a list of texts, whole numbers and nulls. The last line has the
// number of rows of each table, and the SHA-256 of every byte before it.
// Promises: everything is of one moment; memory holds a page of rows at a time.

import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Store } from '../store/tables.ts';
import { reading } from '../store/transactions.ts';
import { bringToDisk } from './backup.ts';
import { keys, type TableName, tables } from './columns.ts';

export const exportVersion = 1;

export type Counts = Readonly<Record<string, number>>;

/** Throws when the file cannot be written; nothing stands under its name then. */
export async function exportTables(store: Store, to: string, nowMs: number): Promise<Counts> {
  const part = `${to}.part`;
  const file = await open(part, 'w', 0o600);
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  const write = async (line: unknown) => {
    const text = `${JSON.stringify(line)}\n`;
    hash.update(text);
    await file.appendFile(text);
  };
  try {
    await reading(store, async (tx) => {
      await write({ tequio: 'export', version: exportVersion, made: new Date(nowMs).toISOString() });
      for (const table of Object.keys(tables) as readonly TableName[]) {
        const columns = Object.keys(tables[table]);
        await write({ table, columns });
        counts[table] = 0;
        for await (const rows of pagesOf(tx, table, columns)) {
          const lines = rows.map((row) => `${JSON.stringify(columns.map((column) => row[column]))}\n`).join('');
          hash.update(lines);
          await file.appendFile(lines);
          counts[table] += rows.length;
        }
      }
    });
    await file.appendFile(`${JSON.stringify({ end: counts, sha256: hash.digest('hex') })}\n`);
  } finally {
    await file.close();
  }
  await bringToDisk(part, to);
  return counts;
}

type Row = Readonly<Record<string, unknown>>;

const rowsPerPage = 1000;

async function* pagesOf(db: Store, table: TableName, columns: readonly string[]): AsyncGenerator<readonly Row[]> {
  const names = refs(columns);
  const key = keys[table];
  let last: Row | undefined;
  for (;;) {
    const after = last ? sql`where (${refs(key)}) > (${sql.join(key.map((column) => last?.[column]))})` : sql``;
    const page = sql<Row>`select ${names} from ${sql.table(table)} ${after} order by ${refs(key)} limit ${sql.lit(rowsPerPage)}`;
    const { rows } = await page.execute(db);
    yield rows;
    last = rows.at(-1);
    if (rows.length < rowsPerPage) return;
  }
}

function refs(columns: readonly string[]) {
  return sql.join(columns.map((column) => sql.ref(column)));
}

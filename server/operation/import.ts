// Reads what export.ts wrote into an empty database of either kind.
// Promises: one transaction: everything is there and was recomputed from its ops, or nothing is. Memory holds a page of rows.
// Asks: that nobody else writes to the database meanwhile.

import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { ok, type Result, refuse } from '#domain/result.ts';
import type { Store, StoreTransaction } from '../store/tables.ts';
import { writing } from '../store/transactions.ts';
import { type TableName, tables } from './columns.ts';
import { type Counts, exportVersion } from './export.ts';
import { verify } from './verify.ts';

export async function importTables(store: Store, file: string): Promise<Result<Counts, string>> {
  return writing(store, async (tx) => {
    const filled = await filledTable(tx);
    if (filled !== undefined) return refuse(`The database is not empty (${filled}): an import fills an empty one only.`);
    const counts = await readInto(tx, file);
    if (!counts.ok) return counts;
    const verified = await verify(tx);
    return verified.ok ? counts : refuse(`What ${file} holds is not sound, and nothing was taken in: ${verified.refusal}`);
  });
}

async function filledTable(tx: StoreTransaction): Promise<string | undefined> {
  for (const table of Object.keys(tables)) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(tx);
    if (rows.length > 0) return table;
  }
  return undefined;
}

type Table = { readonly name: TableName; readonly columns: readonly string[] };

const rowsPerStatement = 200;

async function readInto(tx: StoreTransaction, file: string): Promise<Result<Counts, string>> {
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  let table: Table | undefined;
  let rows: unknown[][] = [];
  let lineNumber = 0;
  let isEnded = false;
  const store = async () => {
    if (table && rows.length > 0) await insertRows(tx, table, rows);
    rows = [];
  };
  const broken = (why: string) => refuse(`${file} cannot be read at line ${lineNumber}: ${why}. Nothing was taken in.`);
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    lineNumber += 1;
    if (isEnded) return broken('something follows the end');
    const read = readLine(line);
    if (lineNumber === 1 && !isHeader(read)) return broken('this is no export that this version knows');
    if (isObject(read) && 'end' in read) {
      await store();
      if (!isSameEnd(read, counts, hash)) return broken('the counts or the sum of the last line do not fit');
      isEnded = true;
    } else if (isObject(read) && 'table' in read) {
      await store();
      table = readTable(read);
      if (!table) return broken('the table or one of its columns is unknown');
      counts[table.name] = 0;
    } else if (Array.isArray(read)) {
      if (!table || !fits(read, table)) return broken('the row does not fit its table');
      counts[table.name] = (counts[table.name] ?? 0) + 1;
      if (rows.push(read) === rowsPerStatement) await store();
    } else if (lineNumber > 1) {
      return broken('this is no line of an export');
    }
    if (!isEnded) hash.update(`${line}\n`);
  }
  return isEnded ? ok(counts) : broken('the end is missing');
}

function readLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isObject(read: unknown): read is Readonly<Record<string, unknown>> {
  return typeof read === 'object' && read !== null && !Array.isArray(read);
}

function isHeader(read: unknown): boolean {
  return isObject(read) && read.tequio === 'export' && read.version === exportVersion;
}

function isSameEnd({ end, sha256 }: Readonly<Record<string, unknown>>, counts: Counts, hash: Hash): boolean {
  return sha256 === hash.digest('hex') && JSON.stringify(end) === JSON.stringify(counts);
}

function readTable({ table, columns }: Readonly<Record<string, unknown>>): Table | undefined {
  const name = (Object.keys(tables) as readonly TableName[]).find((one) => one === table);
  if (!name || !Array.isArray(columns)) return undefined;
  return columns.every((column) => Object.hasOwn(tables[name], column)) ? { name, columns } : undefined;
}

function fits(row: readonly unknown[], { name, columns }: Table): boolean {
  const types: Readonly<Record<string, string>> = tables[name];
  const isCell = (cell: unknown, type: string | undefined) =>
    cell === null || (type === 'number' ? Number.isSafeInteger(cell) : typeof cell === 'string');
  return row.length === columns.length && row.every((cell, index) => isCell(cell, types[columns[index] ?? '']));
}

async function insertRows(tx: StoreTransaction, { name, columns }: Table, rows: readonly unknown[][]): Promise<void> {
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const values = sql.join(rows.map((row) => sql`(${sql.join(row)})`));
  await sql`insert into ${sql.table(name)} (${names}) values ${values}`.execute(tx);
}

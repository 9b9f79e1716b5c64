// The plain baseline as a process: a hono route that inserts the rows of a push in one transaction that is on disk before it
// answers, and nothing else: no session, no rights, no hash, no reading. Argument: an SQLite file, or postgres://...
// As fast as we know to make it: prepared statements, unzipped without leaving the thread; on SQLite the write-ahead log with as
// rare checkpoints as the endpoint's; on PostgreSQL all rows in one statement.

import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { Pool } from 'pg';

type Row = readonly SQLInputValue[];
type Table = { readonly insert: (rows: readonly Row[]) => void | Promise<void>; readonly close: () => void | Promise<void> };

const columns = 12;
const [database = ''] = process.argv.slice(2);
const table = database.startsWith('postgres:') ? await openPostgres(database) : openSqlite(database);

const app = new Hono();
app.post('/rows', async ({ req, json }) => {
  const rows = JSON.parse(gunzipSync(await req.arrayBuffer()).toString()) as readonly Row[];
  await table.insert(rows);
  return json({ acked: rows.at(-1)?.[1] });
});

const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  console.log(`ready http://127.0.0.1:${port}`),
);
process.once('SIGTERM', () => {
  server.close(async () => {
    await table.close();
    process.exit(0);
  });
});

function openSqlite(file: string): Table {
  const sqlite = new DatabaseSync(file);
  sqlite.exec('pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 8000;');
  sqlite.exec(tableOf('integer'));
  const add = sqlite.prepare(`insert into pushed values (${Array(columns).fill('?')})`);
  const [begin, commit] = [sqlite.prepare('begin immediate'), sqlite.prepare('commit')];
  return {
    insert: (rows) => {
      begin.run();
      for (const row of rows) add.run(...row);
      commit.run();
    },
    close: () => sqlite.close(),
  };
}

async function openPostgres(connectionString: string): Promise<Table> {
  const pool = new Pool({ connectionString, options: '-c synchronous_commit=on' });
  await pool.query(tableOf('bigint'));
  return {
    insert: async (rows) => {
      const places = rows.map(
        (_row, at) => `(${Array.from({ length: columns }, (_, column) => `$${at * columns + column + 1}`)})`,
      );
      await pool.query({ name: `insert ${rows.length}`, text: `insert into pushed values ${places}`, values: rows.flat() });
    },
    close: () => pool.end(),
  };
}

/** Made once, by whichever process is first. */
function tableOf(number: string): string {
  return `create table if not exists pushed (node text, n ${number}, space text, kind text, id text, town text, type text, field text,
    value text, stamp text, base text, tx ${number}, primary key (node, n))`;
}

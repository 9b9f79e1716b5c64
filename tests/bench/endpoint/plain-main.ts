// The plain baseline as a process: a hono route that inserts the rows of a push in one transaction that is on disk before it
// answers, and nothing else: no session, no rights, no hash, no reading. Argument: the database file.
// As fast as we know to make it: one prepared statement, write-ahead log, unzipped without leaving the thread.

import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const database = new DatabaseSync(process.argv[2] ?? '');
database.exec('pragma journal_mode = wal; pragma synchronous = full;');
database.exec(`create table row (node text, n integer, space text, kind text, id text, town text, type text, field text,
  value text, stamp text, base text, tx integer, primary key (node, n))`);
const insert = database.prepare('insert into row values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
const [begin, commit] = [database.prepare('begin immediate'), database.prepare('commit')];

const app = new Hono();
app.post('/rows', async ({ req, json }) => {
  const rows = JSON.parse(gunzipSync(await req.arrayBuffer()).toString()) as readonly SQLInputValue[][];
  begin.run();
  for (const row of rows) insert.run(...row);
  commit.run();
  return json({ acked: rows.at(-1)?.[1] });
});

const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  console.log(`ready http://127.0.0.1:${port}`),
);
process.once('SIGTERM', () => {
  server.close(() => {
    database.close();
    process.exit(0);
  });
});

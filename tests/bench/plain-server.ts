// The plain baseline's server: rows as JSON in SQLite, the later write wins, every write gets the next number. As careful with
// the disk as the endpoint (synchronous=FULL), and nothing else: no sessions, no rights, no history.

import { DatabaseSync } from 'node:sqlite';
import type { PlainAnswer, PlainRequest } from './plain-device.ts';
import type { PlainRows } from './plain-rows.ts';

export type PlainServer = {
  /** JSON of a PlainAnswer. */
  readonly sync: (request: PlainRequest) => string;
  readonly load: (rows: PlainRows) => void;
  readonly close: () => void;
};

/** `file` is a path, or ':memory:'. */
export function createPlainServer(file: string): PlainServer {
  const database = new DatabaseSync(file);
  database.exec('pragma journal_mode = wal; pragma synchronous = full;');
  database.exec(
    'create table if not exists row (kind text, id text, seq integer, updated_at integer, json text, primary key (kind, id)) without rowid',
  );
  database.exec('create index if not exists row_seq on row (seq)');
  const headRow = database.prepare('select coalesce(max(seq), 0) as seq from row');
  const put = database.prepare(
    `insert into row values (?, ?, ?, ?, ?) on conflict (kind, id) do update
     set seq = excluded.seq, updated_at = excluded.updated_at, json = excluded.json where excluded.updated_at >= row.updated_at`,
  );
  const after = database.prepare('select kind, id, updated_at, json from row where seq > ? order by seq');
  const head = () => Number(headRow.get()?.seq);

  const store = (rows: PlainRows) => {
    let seq = head();
    database.exec('begin immediate');
    for (const [kind, changed] of Object.entries(rows)) {
      for (const row of changed ?? []) {
        seq += 1;
        put.run(kind, row.id, seq, row.updatedAt, JSON.stringify(row));
      }
    }
    database.exec('commit');
  };

  return {
    load: store,
    sync: ({ since, rows }) => {
      const sent = new Map(
        Object.entries(rows).flatMap(([kind, own]) => (own ?? []).map((row) => [`${kind} ${row.id}`, row.updatedAt] as const)),
      );
      if (sent.size > 0) store(rows);
      const changed = (after.all(since) as unknown as readonly StoredRow[]).filter(
        ({ kind, id, updated_at }) => sent.get(`${kind} ${id}`) !== updated_at,
      );
      return answerText(head(), changed);
    },
    close: () => database.close(),
  };
}

type StoredRow = { readonly kind: string; readonly id: string; readonly updated_at: number; readonly json: string };

/** Rows are JSON already: parsing them to print them again would only cost time. */
function answerText(seq: PlainAnswer['seq'], rows: readonly StoredRow[]): string {
  const byKind = Map.groupBy(rows, ({ kind }) => kind);
  const tables = [...byKind].map(([kind, own]) => `${JSON.stringify(kind)}:[${own.map(({ json }) => json).join(',')}]`);
  return `{"seq":${seq},"rows":{${tables.join(',')}}}`;
}

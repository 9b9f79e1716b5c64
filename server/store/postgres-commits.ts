// News of commits among processes on one PostgreSQL, by LISTEN and NOTIFY, on a connection of its own.
// Promises: what this process tells, it hears at once; others hear it when the line holds. Losing news is harmless: whoever waits
// looks again after a while by itself. A lost connection is made anew for as long as it takes.

import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Space } from '#domain/ids.ts';
import { type Commits, createCommits } from '../commits.ts';
import type { Log } from '../log.ts';
import { connectionTo } from './postgres-dialect.ts';

const channel = 'tequio_commits';
/** PostgreSQL takes less than 8000 bytes at a time; names of spaces are short and plain. */
const maxBytes = 7000;
const reconnectMs = 2_000;

export function createPostgresCommits(url: string, log: Log): Commits {
  const here = createCommits();
  const ownName = randomUUID();
  const untold = new Set<Space>();
  let line: Client | undefined;
  let isTelling = false;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  const connect = async () => {
    const client = new Client({ ...connectionTo(url), application_name: 'tequio news', query_timeout: 10_000 });
    client.on('error', () => {}); // 'end' follows
    client.on('end', () => {
      if (isClosed) return;
      if (line === client) log.warn({}, 'the line for news of commits broke');
      line = undefined;
      timer = setTimeout(connect, reconnectMs).unref();
    });
    client.on('notification', ({ payload = '' }) => hear(payload));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      line = client;
    } catch {
      hangUp(client);
    }
    if (isClosed) hangUp(client);
  };

  /** Its 'end' tells the rest. */
  const hangUp = (client: Client | undefined) => {
    client?.end().catch(() => {});
  };

  const hear = (payload: string) => {
    const [from, ...spaces] = payload.split(' ');
    if (from !== ownName) here.tell(spaces);
  };

  /** One message at a time; what is told meanwhile goes with the next one. */
  const tellOthers = async () => {
    if (isTelling) return;
    isTelling = true;
    for (let payload = next(); line && payload; payload = next()) {
      await line.query('select pg_notify($1, $2)', [channel, payload]).catch(() => hangUp(line));
    }
    isTelling = false;
  };

  const next = (): string | undefined => {
    let payload = ownName;
    for (const space of untold) {
      if (payload.length + space.length >= maxBytes) break;
      payload += ` ${space}`;
      untold.delete(space);
    }
    return payload === ownName ? undefined : payload;
  };

  void connect();
  return {
    listen: here.listen,
    tell: (spaces) => {
      here.tell(spaces);
      if (!line) return;
      for (const space of spaces) untold.add(space);
      void tellOthers();
    },
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await line?.end();
    },
  };
}

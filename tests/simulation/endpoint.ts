// The real endpoint handler on a real SQLite in memory, in a process that can die at every call to its database and whose
// database can be put back to an earlier state.

import { type CompiledQuery, type DatabaseConnection, type Dialect, type Driver, Kysely, type QueryResult, sql } from 'kysely';
import type { RandomBytes } from '#domain/ids.ts';
import { createEndpoint, type Endpoint } from '#server/endpoint.ts';
import { createJournal } from '#server/journal/journal.ts';
import type { Entry } from '#server/journal/registrations.ts';
import { replay } from '#server/journal/replay.ts';
import { noLimits } from '#server/limits.ts';
import { backedUpThroughSetting } from '#server/settings.ts';
import { migrate } from '#server/store/migrations.ts';
import { createSqliteDialect } from '#server/store/sqlite-dialect.ts';
import type { Store } from '#server/store/tables.ts';
import { createPort, type Port } from './port.ts';
import { watchAnswers } from './wire.ts';

/** What is told of a device that holds something else: here, where nobody spoils a database, that is a loss. */
const differs = 'a device holds something else than this database';

/** What a planted bug may do to the endpoint's database; nothing in production does. */
export type EndpointFaults = {
  /** Answers before the commit: it happens when the next transaction that writes begins. */
  readonly commitsLater?: boolean;
};

export type SimulatedEndpoint = {
  readonly store: Store;
  readonly clock: { ms: number };
  random: RandomBytes;
  faults: EndpointFaults;
  /** Whether it speaks the version of the protocol that the devices speak. */
  isUpToDate: boolean;
  /** How often a device told another digest than the endpoint's. */
  differing: number;
  /** An answer that its packed form does not tell. */
  spoilt: string | undefined;
  /** Calls to its database during the last request. */
  readonly calls: () => number;
  /** Undefined when it died over the request, at that call to its database; a new process has begun on what is on disk. */
  readonly answer: (request: Request, dieAt?: number) => Promise<Response | undefined>;
  /** Ends the process, and begins another one on what is on disk. */
  readonly restart: () => Promise<void>;
  /** Keeps a copy of the whole database under a name. */
  readonly keep: (copy: string) => Promise<void>;
  /** Keeps a copy, and tells the devices from then on what is in it. */
  readonly backUp: (copy: string) => Promise<void>;
  /** Puts everything back to a copy: as if what came after had never been. */
  readonly putBack: (copy: string) => Promise<void>;
  /** Puts the database back to a copy, and replays what was journalled since. */
  readonly restore: (copy: string) => Promise<void>;
};

export async function aSimulatedEndpoint(random: RandomBytes, nowMs: number): Promise<SimulatedEndpoint> {
  const port = createPort();
  const clock = { ms: nowMs };
  const driver = { port, faults: (): EndpointFaults => simulated.faults };
  const store: Store = new Kysely({ dialect: mortal(createSqliteDialect(':memory:'), driver) });
  await migrate(store);
  const tables = await tablesOf(store);
  const kept = new Set<string>();
  const log = {
    error: () => {},
    info: () => {},
    warn: (_facts: unknown, text: string) => {
      if (text === differs) simulated.differing += 1;
    },
  };
  let journalled: Entry[] = [];
  const journal = createJournal({ store, log, append: async (entries) => void journalled.push(...entries) });
  // Limits go by the real clock, and a history that plays faster than life must come out the same each time.
  const open = (): Endpoint =>
    createEndpoint({ store, now: () => clock.ms, random: (count) => simulated.random(count), log, journal, limits: noLimits });
  let endpoint: Endpoint | undefined;
  let calls = 0;
  const restart = async () => {
    port.revive();
    await sql.raw('rollback').execute(store); // what the process that died had begun
    await journal.flush();
    endpoint = open();
  };

  const keep = async (copy: string) => {
    if (!kept.has(copy)) await sql`attach ':memory:' as ${sql.id(copy)}`.execute(store);
    kept.add(copy);
    for (const table of tables) {
      await sql`drop table if exists ${sql.id(copy, table)}`.execute(store);
      await sql`create table ${sql.id(copy, table)} as select * from main.${sql.id(table)} order by rowid`.execute(store);
    }
  };

  const load = async (copy: string) => {
    await restart();
    await sql`pragma foreign_keys = off`.execute(store);
    for (const table of tables) {
      await sql`delete from main.${sql.id(table)}`.execute(store);
      await sql`insert into main.${sql.id(table)} select * from ${sql.id(copy, table)} order by rowid`.execute(store);
    }
    await sql`pragma foreign_keys = on`.execute(store);
  };

  const simulated: SimulatedEndpoint = {
    store,
    clock,
    random,
    faults: {},
    isUpToDate: true,
    calls: () => calls,
    differing: 0,
    spoilt: undefined,
    answer: async (request, dieAt) => {
      port.arm(dieAt, () => {});
      endpoint ??= open();
      const answer = await endpoint.fetch(request);
      port.disarm();
      calls = port.calls();
      if (!port.isDead()) return answer;
      await restart();
      return undefined;
    },
    restart,
    keep,
    backUp: async (copy) => {
      await keep(copy);
      await noteBackup(store, clock.ms - apartMs);
    },
    putBack: async (copy) => {
      await load(copy);
      journalled = [];
    },
    restore: async (copy) => {
      await load(copy);
      await replay(store, journalled, { nowMs: clock.ms, random: (count) => simulated.random(count) });
    },
  };
  watchAnswers((answer) => {
    simulated.spoilt = answer;
  });
  return simulated;
}

/** How far apart the clocks of an endpoint's processes may be, at most: a backup claims no more than all of them agree on. */
const apartMs = 60_000;

async function noteBackup(store: Store, throughMs: number): Promise<void> {
  const values = { name: backedUpThroughSetting, value: String(throughMs) };
  await store
    .insertInto('setting')
    .values(values)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .execute();
}

async function tablesOf(store: Store): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(store);
  return rows.map(({ name }) => name);
}

type Wishes = { readonly port: Port; readonly faults: () => EndpointFaults };

/** The same dialect, whose every statement passes the port; a commit passes it before and after. */
function mortal(dialect: Dialect, wishes: Wishes): Dialect {
  const createDriver = (): Driver => {
    const driver = dialect.createDriver();
    let connection: DatabaseConnection | undefined;
    return {
      init: () => driver.init(),
      acquireConnection: async () => {
        connection ??= mortalConnection(await driver.acquireConnection(), wishes);
        return connection;
      },
      beginTransaction: (one, settings) => driver.beginTransaction(one, settings),
      commitTransaction: (one) => driver.commitTransaction(one),
      rollbackTransaction: (one) => driver.rollbackTransaction(one),
      releaseConnection: (one) => driver.releaseConnection(one),
      destroy: () => driver.destroy(),
    };
  };
  return { ...dialect, createDriver };
}

function mortalConnection(real: DatabaseConnection, { port, faults }: Wishes): DatabaseConnection {
  let late: CompiledQuery | undefined;
  return {
    executeQuery: async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
      if (query.sql === 'rollback') {
        late = undefined;
        return real.executeQuery<Row>(query).catch(() => ({ rows: [] })); // nothing to take back after the commit
      }
      port.pass();
      if (query.sql !== 'commit' && !(late && query.sql.startsWith('begin'))) return real.executeQuery<Row>(query);
      if (query.sql === 'begin' && late) return { rows: [] };
      if (late && query.sql !== 'commit') {
        await real.executeQuery(late);
        late = undefined;
        return real.executeQuery<Row>(query);
      }
      if (faults().commitsLater) late = query;
      else await real.executeQuery(query);
      port.pass();
      return { rows: [] };
    },
    streamQuery: (query, size) => real.streamQuery(query, size),
  };
}

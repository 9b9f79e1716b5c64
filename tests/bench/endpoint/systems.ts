// What is measured, as processes: the endpoint on a database that is filled, and the plain baseline on an empty one beside it.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '#server/store/open-store.ts';
import type { Store } from '#server/store/tables.ts';
import { asFastAsTheyCan, behindProxy } from '#tests/load/line.ts';
import { fillProgramme, type Programme, type ProgrammeSize } from '#tests/load/programme.ts';
import { anEmptyApp, startEndpoint } from '#tests/support/endpoint-process.ts';
import { startCluster } from '#tests/support/postgres.ts';

export type Systems = {
  readonly programme: Programme;
  /** One for each process of the endpoint. */
  readonly origins: readonly string[];
  readonly plainOrigins: readonly string[];
  readonly stop: () => Promise<void>;
  /** The endpoint's database, to be opened when its processes are stopped. */
  readonly openStore: () => Promise<Store>;
  readonly discard: () => Promise<void>;
};

type Variables = Readonly<Record<string, string>>;

/** Where the databases of both are. */
type Place = {
  readonly folder: string;
  /** As openStore takes it. */
  readonly database: string;
  readonly plainDatabase: string;
  readonly processes: number;
  readonly env: Variables;
  readonly discard: () => Promise<void>;
};

/** Both on SQLite, in a temporary folder. `env`: further settings of the endpoint's process. */
export async function startOnSqlite(size: ProgrammeSize, env: Variables = {}): Promise<Systems> {
  const folder = mkdtempSync(join(tmpdir(), 'tequio-bench-'));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const [database, plainDatabase] = [join(dataDir, 'tequio.sqlite'), join(folder, 'plain.sqlite')];
  const discard = async () => rmSync(folder, { recursive: true });
  return start(size, { folder, database, plainDatabase, processes: 1, env: { TEQUIO_DATA: dataDir, ...env }, discard });
}

/** Both on one PostgreSQL of their own that waits for its disk, each with so many processes. */
export async function startOnPostgres(size: ProgrammeSize, processes: number): Promise<Systems> {
  const folder = mkdtempSync(join(tmpdir(), 'tequio-bench-'));
  const cluster = await startCluster({ durable: true });
  for (const name of ['tequio', 'plain']) await cluster.run(`create database ${name}`);
  const discard = async () => {
    await cluster.end();
    rmSync(folder, { recursive: true });
  };
  const database = cluster.url('tequio');
  const env = { DATABASE_URL: database, TEQUIO_DATA: join(folder, 'data') };
  return start(size, { folder, database, plainDatabase: cluster.url('plain'), processes, env, discard });
}

async function start(size: ProgrammeSize, { folder, database, plainDatabase, processes, env, discard }: Place): Promise<Systems> {
  const store = await openStore(database);
  const programme = await fillProgramme(store, size);
  await store.destroy();
  const app = anEmptyApp(folder);
  const endpoints = await oneAfterTheOther(processes, () =>
    startEndpoint({ dataDir: env.TEQUIO_DATA, env: { TEQUIO_APP: app, ...behindProxy, ...asFastAsTheyCan, ...env } }),
  );
  const baselines = await oneAfterTheOther(processes, () => startPlain(plainDatabase));
  return {
    programme,
    origins: endpoints.map(({ origin }) => origin),
    plainOrigins: baselines.map(({ origin }) => origin),
    openStore: () => openStore(database),
    stop: async () => {
      for (const { stop } of [...endpoints, ...baselines]) await stop();
    },
    discard,
  };
}

async function oneAfterTheOther<One>(count: number, startOne: () => Promise<One>): Promise<readonly One[]> {
  const started: One[] = [];
  while (started.length < count) started.push(await startOne());
  return started;
}

async function startPlain(database: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'plain-main.ts'), database], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    origin: await originOf(child),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      process.off('exit', kill);
    },
  };
}

function originOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The baseline ended with code ${code}`)));
    child.stdout?.once('data', (text) => resolve(/http:\S+/.exec(String(text))?.[0] ?? ''));
  });
}

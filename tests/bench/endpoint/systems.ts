// What is measured, as processes: the endpoint on a database that is filled, and the plain baseline on an empty one beside it.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '#server/store/open-store.ts';
import type { Store } from '#server/store/tables.ts';
import { behindProxy } from '#tests/load/line.ts';
import { fillProgramme, type Programme, type ProgrammeSize } from '#tests/load/programme.ts';
import { anEmptyApp, startEndpoint } from '#tests/support/endpoint-process.ts';

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

/** Both on SQLite, in a temporary folder. `env`: further settings of the endpoint's process. */
export async function startOnSqlite(size: ProgrammeSize, env: Variables = {}): Promise<Systems> {
  const folder = mkdtempSync(join(tmpdir(), 'tequio-bench-'));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const open = () => openStore(join(dataDir, 'tequio.sqlite'));
  const store = await open();
  const programme = await fillProgramme(store, size);
  await store.destroy();
  const endpoint = await startEndpoint({ dataDir, env: { TEQUIO_APP: anEmptyApp(folder), ...behindProxy, ...env } });
  const plain = await startPlain(join(folder, 'plain.sqlite'));
  return {
    programme,
    origins: [endpoint.origin],
    plainOrigins: [plain.origin],
    openStore: open,
    stop: async () => {
      await endpoint.stop();
      await plain.stop();
    },
    discard: async () => rmSync(folder, { recursive: true }),
  };
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

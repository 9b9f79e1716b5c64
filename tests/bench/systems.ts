// The two systems under measure as processes, each filled with the same round, and the build of their pages.

import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realDatabaseName } from '#data/database.ts';
import type { OpRow } from '#data/rows.ts';
import type { ExampleRound } from '#example/content-types.ts';
import { paths } from '#features/paths.ts';
import { openStore } from '#server/store/open-store.ts';
import { startEndpoint } from '#tests/support/endpoint-process.ts';
import { buildAppIfStale } from '../../scripts/build-app.ts';
import { root, run } from '../../scripts/run.ts';
import { inviteCoordinator, loadRound } from './load-round.ts';
import { plainDatabaseName } from './plain-device.ts';
import { type PlainRow, plainRows } from './plain-rows.ts';
import { createPlainServer } from './plain-server.ts';

export type System = {
  readonly name: 'tequio' | 'plain';
  readonly port: number;
  /** The page that offers its device as `bench`. */
  readonly benchPage: string;
  /** A code for one more device. */
  readonly nextCode: () => string;
  /** The screen with the checklist of an action. */
  readonly checklistPage: (planId: string, actionId: string) => string;
  /** Opens without a line once its service worker is there. */
  readonly isInstallable: boolean;
  readonly database: string;
  /** The table in which a tick is durable, and the item that a row of it ticks. */
  readonly tickTable: string;
  readonly tickedItem: (row: unknown) => string | undefined;
  readonly stop: () => Promise<unknown>;
};

/** `devices`: how many will join. Both keep everything in a temporary folder. */
export async function startSystems(content: ExampleRound, devices: number): Promise<readonly System[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tequio-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const appFolder = join(folder, 'app');
  await buildPages(appFolder);
  return [await startTequio(content, folder, appFolder, devices), await startPlain(content, folder, appFolder)];
}

/** The app's production build with the pages of the benchmark beside it. */
async function buildPages(appFolder: string): Promise<void> {
  await buildAppIfStale();
  cpSync(join(root, 'dist'), appFolder, { recursive: true });
  const config = join(import.meta.dirname, 'vite.config.ts');
  const args = ['build', '--logLevel', 'warn', '--config', config, '--outDir', join(appFolder, 'bench')];
  const { exitCode, output } = await run('vite', args, { NODE_ENV: 'production' });
  if (exitCode !== 0) throw new Error(`The pages of the benchmark could not be built.\n${output}`);
}

async function startTequio(content: ExampleRound, folder: string, appFolder: string, devices: number): Promise<System> {
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const store = await openStore(join(dataDir, 'tequio.sqlite'));
  await loadRound(store, content);
  const codes = [...(await inviteCoordinator(store, content, devices))];
  await store.destroy();
  const endpoint = await startEndpoint({ dataDir, env: { TEQUIO_APP: appFolder } });
  return {
    name: 'tequio',
    port: endpoint.port,
    benchPage: '/bench/tequio.html',
    nextCode: () => codes.pop() ?? '',
    checklistPage: paths.action,
    isInstallable: true,
    database: realDatabaseName,
    tickTable: 'ops',
    tickedItem: (row) => {
      const { op } = row as OpRow;
      return op.field === 'check' && op.value !== null ? op.id : undefined;
    },
    stop: endpoint.stop,
  };
}

async function startPlain(content: ExampleRound, folder: string, appFolder: string): Promise<System> {
  const file = join(folder, 'plain.sqlite');
  const filling = createPlainServer(file);
  filling.load(plainRows(content));
  filling.close();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'plain-main.ts'), file, appFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  return {
    name: 'plain',
    port: await portOf(child),
    benchPage: '/bench/plain.html',
    nextCode: () => '',
    checklistPage: (_planId, actionId) => `/bench/plain.html?action=${actionId}`,
    isInstallable: false,
    database: plainDatabaseName,
    tickTable: 'item',
    tickedItem: (row) => {
      const { id, check } = row as PlainRow;
      return check ? id : undefined;
    },
    stop: async () => child.kill(),
  };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The plain server ended with code ${code}`)));
    child.stdout?.once('data', (text) => resolve(Number(/:(\d+)/.exec(String(text))?.[1])));
  });
}

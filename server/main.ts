// The process: reads its settings, opens the data, listens, prints the invitations and `ready`, and stops gracefully.
// Promises: what cannot work is said in one sentence, with exit code 1; on SIGTERM or SIGINT running requests are finished
// (5 s at most) before the database is closed.

import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createNodeId } from '#domain/ids.ts';
import { exampleRound } from '#example/content/round.ts';
import { type Config, readConfig } from './config.ts';
import { databaseFile, databasePlace, openFailure, reasonOf } from './database-place.ts';
import { createEndpoint, type Endpoint } from './endpoint.ts';
import { beginRound, loadExample, readFirstRound } from './example.ts';
import { createListener } from './http/listener.ts';
import { createJournal } from './journal/journal.ts';
import { appendToFiles } from './journal/journal-files.ts';
import { noLimits } from './limits.ts';
import { createLog, type Log } from './log.ts';
import { backUpInOwnProcess } from './operation/backup-process.ts';
import { type BackupSchedule, createBackupSchedule } from './operation/backup-schedule.ts';
import { databaseBytes } from './operation/database-bytes.ts';
import { createReadiness } from './operation/readiness.ts';
import { invitationLine, inviteToFirstRound, type PrintedInvitation } from './print-invitations.ts';
import { openCommits, openStore } from './store/open-store.ts';
import type { Store } from './store/tables.ts';

const graceMs = 5_000;
const random = (count: number) => new Uint8Array(randomBytes(count));

const config = readConfig(process.env, join(import.meta.dirname, '..', 'dist'));
if (!config.ok) fail(config.refusal);
await run(config.value);

async function run(settings: Config): Promise<void> {
  if (!existsSync(join(settings.appFolder, 'index.html')))
    fail(`There is no app in ${settings.appFolder}: run "npm run build" first.`);
  const { appFolder, publicOrigin, logLevel } = settings;
  prepareFolder(settings.dataFolder);
  const where = databasePlace(settings);
  const store = await openStore(where).catch((error) => fail(openFailure(error, settings)));
  const invitations = await prepareRound(store, settings);
  const log = createLog(logLevel);
  const commits = openCommits(where, log);
  const node = createNodeId(random);
  const journal = createJournal({ store, append: appendToFiles(settings.journalFolder, node, Date.now), log });
  await journal.flush(); // what a process that died had committed, and the invitations just made
  const backups = scheduleBackups(settings, log);
  const readiness = createReadiness({ store, dataFolder: settings.dataFolder, node, journal, backups, now: Date.now });
  const watched = {
    readiness,
    databaseBytes: () => databaseBytes(store, databaseFile(settings)),
    token: settings.metricsToken,
  };
  const limits = settings.hasLimits ? undefined : noLimits;
  const parts = { store, commits, journal, watched, now: Date.now, random, log, appFolder, publicOrigin, limits };
  const endpoint = createEndpoint(parts);
  const server = createListener({
    answer: endpoint.fetch,
    isBehindProxy: publicOrigin !== undefined,
    limits: settings.hasLimits ? undefined : { connectionsPerAddress: Number.POSITIVE_INFINITY },
  });
  server.on('error', (error: NodeJS.ErrnoException) => fail(listenFailure(error, settings)));
  server.listen(settings.port, settings.host, () => {
    const { port } = server.address() as AddressInfo;
    announce(invitations, publicOrigin, port);
  });
  stopOnSignal(server, endpoint);
}

function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    fail(`The data in ${folder} cannot be opened: ${reasonOf(error)}`);
  }
}

/** On PostgreSQL they are the operator's. */
function scheduleBackups(settings: Config, log: Log): BackupSchedule | undefined {
  const { backupFolder: folder, journalFolder, backupHours } = settings;
  if (backupHours === 0 || databaseFile(settings) === undefined) return undefined;
  const everyMs = backupHours * 60 * 60 * 1000;
  return createBackupSchedule({ folder, journalFolder, everyMs, makeBackup: backUpInOwnProcess, now: Date.now, log });
}

async function prepareRound(store: Store, { loadsExample }: Config): Promise<readonly PrintedInvitation[]> {
  if (!(await readFirstRound(store))) {
    if (loadsExample) await loadExample(store, exampleRound, random);
    else await beginRound(store, Date.now(), random);
  }
  const round = await readFirstRound(store);
  return round ? inviteToFirstRound({ store, nowMs: Date.now(), random }, round, exampleRound) : [];
}

function announce(invitations: readonly PrintedInvitation[], publicOrigin: string | undefined, port: number): void {
  const here = `http://localhost:${port}`;
  if (invitations.length > 0) console.log('One invitation for each role; each opens once, by its link or by its code:');
  for (const invitation of invitations) console.log(invitationLine(invitation, publicOrigin ?? here));
  console.log(`ready ${here}`);
}

function stopOnSignal(server: Server, endpoint: Endpoint): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    const finish = async () => {
      await endpoint.close();
      process.exit(0);
    };
    void endpoint.hangUp();
    server.close(finish);
    server.closeIdleConnections();
    setTimeout(finish, graceMs).unref();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function listenFailure({ code, message }: NodeJS.ErrnoException, { port, host }: Config): string {
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program: choose another one with PORT.`;
  if (code === 'EACCES') return `Port ${port} may not be used by this user: choose one above 1023 with PORT.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST ${host} is no address of this machine.`;
  return `The endpoint cannot listen: ${message}`;
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

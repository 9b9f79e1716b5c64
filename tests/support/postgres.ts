// A real PostgreSQL for tests: a cluster of its own in a new folder, on a free port of this machine, with a password.
// It lives as long as the process that started it, however that ends: a shell beside it waits for the end of a pipe.
// PostgreSQL refuses to run as root; there it runs as another user of the system.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Pool } from 'pg';
import { freePort } from './endpoint-process.ts';

export type Cluster = {
  /** The address of a database in it, with name and password. */
  readonly url: (database: string) => string;
  /** Runs a statement as the owner of everything, in the database 'postgres'. */
  readonly run: (sql: string) => Promise<void>;
  /** 'crash' is a lost power supply: nothing is tidied up. What was started again is on the same port. */
  readonly stop: (how: 'tidy' | 'crash') => Promise<void>;
  readonly start: () => Promise<void>;
  /** Ends it and removes its folder. */
  readonly end: () => Promise<void>;
};

export const missingPostgres =
  'PostgreSQL is not installed here, so nothing was tried on it: install its server (Debian: apt-get install postgresql).';

/** Where PostgreSQL's programs are. Where they are missing and may be installed, they are. */
export function findPostgres(): string | undefined {
  return installedPostgres() ?? (isRoot && installPostgres() ? installedPostgres() : undefined);
}

const isRoot = process.getuid?.() === 0;
const debianFolder = '/usr/lib/postgresql';

function installedPostgres(): string | undefined {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder).sort((a, b) => Number(b) - Number(a)) : [];
  const onPath = (process.env.PATH ?? '').split(':');
  return [...versions.map((version) => join(debianFolder, version, 'bin')), ...onPath].find((folder) =>
    existsSync(join(folder, 'initdb')),
  );
}

function installPostgres(): boolean {
  try {
    execFileSync('apt-get', ['install', '--yes', '--no-install-recommends', 'postgresql'], { stdio: 'ignore', timeout: 300_000 });
    return true;
  } catch {
    return false;
  }
}

const memory = '/dev/shm';
const enoughBytes = 2 ** 30;

/** A database has some hundred files: many databases are made three times as fast where no disk is behind them. */
function quickFolder(): string {
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > enoughBytes ? memory : tmpdir();
}

type User = { readonly uid?: number; readonly gid?: number };

/** Whose processes may be PostgreSQL's: one's own, or another's for root. */
function serverUser(): User {
  if (!isRoot) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const [, , uid, gid] = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

/** Good for tests, where nobody pulls the plug: a tenth of the time. */
const undurable = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'];
const small = [
  'shared_buffers=32MB',
  'max_connections=200',
  'wal_level=minimal',
  'max_wal_senders=0',
  'autovacuum=off',
  'dynamic_shared_memory_type=mmap',
];

/** `durable`: what it commits outlives the machine's power supply, and takes its time. Throws when it does not start. */
export async function startCluster({ durable = false } = {}): Promise<Cluster> {
  const programs = findPostgres();
  if (!programs) throw new Error(missingPostgres);
  const folder = mkdtempSync(join(durable ? tmpdir() : quickFolder(), 'tequio-postgres-'));
  const user = serverUser();
  const password = randomBytes(12).toString('hex');
  const port = await freePort();
  const [data, log] = [join(folder, 'data'), join(folder, 'log')];
  makeCluster(programs, folder, data, password, user);
  const settings = [...(durable ? ['synchronous_commit=off'] : undurable), ...small, 'listen_addresses=127.0.0.1'];
  const flags = [...settings, 'unix_socket_directories='].flatMap((setting) => ['-c', setting]);
  const url = (database: string) => `postgres://tequio:${password}@127.0.0.1:${port}/${database}`;
  let server: ChildProcess | undefined;

  const start = async () => {
    // The shell reads until it is told how to end, or until this process is gone. In a session of its own it hears no Ctrl-C.
    const script = `"$@" >> '${log}' 2>&1 & server=$!; read how || gone='${folder}'
      kill -\${how:-QUIT} $server; wait $server; \${gone:+rm -rf "$gone"}`;
    const args = ['-c', script, 'sh', join(programs, 'postgres'), '-D', data, '-p', String(port), ...flags];
    server = spawn('sh', args, { ...user, cwd: folder, stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    await untilAnswers(url('postgres'), () => readFileSync(log, 'utf8'));
  };

  const stop: Cluster['stop'] = async (how) => {
    const ended = new Promise((resolve) => server?.once('exit', resolve));
    server?.stdin?.end(how === 'tidy' ? 'INT\n' : 'QUIT\n');
    await ended;
    server = undefined;
  };

  await start();
  const owner = new Pool({ connectionString: url('postgres'), max: 1 });
  owner.on('error', () => {}); // a new connection replaces it
  return {
    url,
    start,
    stop,
    run: async (statement) => {
      await owner.query(statement);
    },
    end: async () => {
      await owner.end();
      if (server) await stop('crash');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Its language sorts unlike code units do, as most do. */
function makeCluster(programs: string, folder: string, data: string, password: string, user: User): void {
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o644 }); // its folder is closed
  const language = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=de'];
  const access = ['--username=tequio', '--auth=md5', `--pwfile=${passwordFile}`];
  const args = ['--pgdata', data, ...language, ...access, '--no-sync', '--no-instructions'];
  execFileSync(join(programs, 'initdb'), args, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
}

const startMs = 30_000;

async function untilAnswers(url: string, log: () => string): Promise<void> {
  const giveUp = AbortSignal.timeout(startMs);
  for (;;) {
    const client = new Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (giveUp.aborted) throw new Error(`PostgreSQL did not start. It wrote:\n${log()}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

// Whether the endpoint can do its work: asked by whoever runs it, by a proxy that chooses among processes, by a container.
// Promises: a reason in words for what keeps it from working, and notes on what does not yet; looks again at most every 2 s.

import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { NodeId } from '#domain/ids.ts';
import type { Journal } from '../journal/journal.ts';
import { isMigrated } from '../store/migrations.ts';
import type { Store } from '../store/tables.ts';
import type { BackupSchedule } from './backup-schedule.ts';

export type Readiness = {
  readonly status: 'ready' | 'not-ready';
  /** Why it is not. */
  readonly reasons: readonly string[];
  /** What somebody should look at although it works. */
  readonly notes: readonly string[];
  /** As in '2026-07-15T02:00:00.000Z'; null while there is none. */
  readonly lastBackup: string | null;
};

export type ReadinessPorts = {
  readonly store: Store;
  readonly dataFolder: string;
  /** The name of this process. */
  readonly node: NodeId;
  readonly journal: Pick<Journal, 'problem'>;
  readonly backups: BackupSchedule | undefined;
  readonly now: () => number;
};

const rememberedMs = 2_000;
/** A database that takes longer does not answer. */
const patienceMs = 3_000;
/** Below it the next changes may not fit. */
const leastFreeBytes = 32 * 1024 * 1024;

export function createReadiness(ports: ReadinessPorts): () => Promise<Readiness> {
  let remembered: { readonly until: number; readonly look: Promise<Readiness> } | undefined;
  return () => {
    const nowMs = ports.now();
    if (!remembered || nowMs >= remembered.until || nowMs < remembered.until - rememberedMs) {
      remembered = { until: nowMs + rememberedMs, look: look(ports) };
    }
    return remembered.look;
  };
}

async function look(ports: ReadinessPorts): Promise<Readiness> {
  const reasons = (await Promise.all([databaseProblem(ports), diskProblem(ports)])).filter((reason) => reason !== undefined);
  const backups = await ports.backups?.state();
  const notes = [ports.journal.problem(), backups?.problem].filter((note) => note !== undefined);
  const lastBackup = backups?.lastMs === undefined ? null : new Date(backups.lastMs).toISOString();
  return { status: reasons.length === 0 ? 'ready' : 'not-ready', reasons, notes, lastBackup };
}

async function databaseProblem({ store }: ReadinessPorts): Promise<string | undefined> {
  const asked = (async () => {
    await sql`select 1`.execute(store);
    return (await isMigrated(store)) ? undefined : 'the tables of the database are of another version';
  })();
  const late = new Promise<string>((resolve) => setTimeout(resolve, patienceMs, 'the database does not answer').unref());
  return Promise.race([asked, late]).catch(() => 'the database does not answer');
}

async function diskProblem({ dataFolder, node }: ReadinessPorts): Promise<string | undefined> {
  const file = join(dataFolder, `.writable-${node}`);
  try {
    await writeFile(file, 'x');
    await rm(file);
    const { bavail, bsize } = await statfs(dataFolder);
    return bavail * bsize < leastFreeBytes ? 'the disk of the data folder is full' : undefined;
  } catch {
    return 'the data folder cannot be written';
  }
}

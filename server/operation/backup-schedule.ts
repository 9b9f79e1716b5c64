// Makes backups by itself, every so many hours, and keeps a sensible set of them (kept-backups.ts).
// Promises: one at a time, in a process of its own, so that nobody waits for it; a failure is logged and told by `state`, and it is
// tried again an hour later; what older backups need of the journals stays.

import { mkdirSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '#domain/result.ts';
import { trimJournals } from '../journal/journal-files.ts';
import type { Log } from '../log.ts';
import { backupName, backupsToRemove, backupTime } from './kept-backups.ts';

export type BackupSchedule = {
  readonly state: () => Promise<{ readonly lastMs: number | undefined; readonly problem: string | undefined }>;
  /** Makes a backup if one is due; called by a timer of its own every minute. */
  readonly look: () => Promise<void>;
  readonly stop: () => void;
};

export type BackupSchedulePorts = {
  readonly folder: string;
  readonly journalFolder: string;
  readonly everyMs: number;
  readonly makeBackup: (to: string) => Promise<Result<unknown, string>>;
  readonly now: () => number;
  readonly log: Log;
};

const minuteMs = 60 * 1000;
const lookMs = minuteMs;
/** A process that just started has other things to do. */
const settleMs = 10 * minuteMs;
const retryMs = 60 * minuteMs;
/** Devices keep their own changes as long: nothing is gained by going back further. */
const journalDays = 90;
const dayMs = 24 * 60 * minuteMs;

export function createBackupSchedule(ports: BackupSchedulePorts): BackupSchedule {
  const { folder, everyMs, makeBackup, now, log } = ports;
  let notBeforeMs = now() + settleMs;
  let problem: string | undefined;
  let running: Promise<void> | undefined;

  const make = async () => {
    mkdirSync(folder, { recursive: true });
    await removeLeftovers(folder);
    const made = await makeBackup(join(folder, backupName(now())));
    problem = made.ok ? undefined : `the last backup failed: ${made.refusal}`;
    if (made.ok) await removeOld(ports);
    else log.error({ reason: made.refusal }, 'a backup failed');
    notBeforeMs = made.ok ? 0 : now() + retryMs;
  };
  const look = async () => {
    const due = Math.max(notBeforeMs, (newestBackup(folder) ?? Number.NEGATIVE_INFINITY) + everyMs);
    if (running || now() < due) return running;
    running = make()
      .catch((error: Error) => {
        problem = `the last backup failed: ${error.message}`;
        notBeforeMs = now() + retryMs;
        log.error({ reason: error.message }, 'a backup failed');
      })
      .finally(() => {
        running = undefined;
      });
    return running;
  };
  const timer = setInterval(look, lookMs).unref();
  return {
    state: async () => ({ lastMs: newestBackup(folder), problem: problem ?? lateness(ports) }),
    look,
    stop: () => clearInterval(timer),
  };
}

function backupsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function newestBackup(folder: string): number | undefined {
  const times = backupsIn(folder).flatMap((file) => backupTime(file) ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Also when nothing failed, since nothing ran: the machine slept, or the clock was set. */
function lateness({ folder, everyMs, now }: BackupSchedulePorts): string | undefined {
  const last = newestBackup(folder);
  const isLate = last !== undefined && now() > last + 2 * everyMs + settleMs;
  return isLate ? `the last backup is ${Math.floor((now() - last) / (60 * minuteMs))} hours old` : undefined;
}

/** What an unfinished backup left behind. */
async function removeLeftovers(folder: string): Promise<void> {
  const left = backupsIn(folder).filter((file) => /^tequio-.*\.sqlite\.part(-wal|-shm|-journal)?$/.test(file));
  for (const file of left) await rm(join(folder, file), { force: true });
}

async function removeOld({ folder, journalFolder, now }: BackupSchedulePorts): Promise<void> {
  for (const file of backupsToRemove(backupsIn(folder))) await rm(join(folder, file), { force: true });
  const oldest = Math.min(...backupsIn(folder).flatMap((file) => backupTime(file) ?? []), now());
  const neededFromMs = Math.min(oldest - dayMs, now() - journalDays * dayMs);
  await trimJournals(journalFolder, new Date(neededFromMs).toISOString().slice(0, 10));
}

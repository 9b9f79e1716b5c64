// Puts an SQLite database back to a copy: the copy is verified, brought up to the journals, and only then takes the place of the
// database, which is kept aside.
// Promises: nothing is changed while an endpoint runs on the data, or when the copy is not sound. Whatever stops it half-way, the
// old database or the new one is in its place, whole.

import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RandomBytes } from '#domain/ids.ts';
import { ok, type Result, refuse } from '#domain/result.ts';
import { type AppendEntries, writeEntries } from '../journal/journal.ts';
import { readJournals } from '../journal/journal-files.ts';
import { type Replayed, replay } from '../journal/replay.ts';
import { openStore } from '../store/open-store.ts';
import { intoOneFile, takeDatabase } from '../store/sqlite-file.ts';
import { bringToDisk, verifyFile } from './backup.ts';
import type { Verified } from './verify.ts';

export type Restored = {
  /** Where the old database is now; undefined when there was none. */
  readonly aside: string | undefined;
  readonly verified: Verified;
  readonly replayed: Replayed;
  /** Lines of the journals that were cut off. */
  readonly unreadable: number;
};

export type RestorePorts = {
  /** The database that is replaced. */
  readonly file: string;
  readonly journalFolders: readonly string[];
  /** Where the old database's last registrations go, if it can still tell them. */
  readonly append: AppendEntries;
  readonly now: () => number;
  readonly random: RandomBytes;
};

export async function restore(copy: string, ports: RestorePorts): Promise<Result<Restored, string>> {
  if (!existsSync(copy)) return refuse(`There is no file ${copy}.`);
  const { file } = ports;
  const part = `${file}.restoring`;
  mkdirSync(dirname(file), { recursive: true });
  const running = existsSync(file) ? takeDatabase(file) : undefined;
  if (running?.ok === false && running.refusal === 'in-use') {
    return refuse('An endpoint runs on this data. Stop it first; nothing was changed.');
  }
  if (running?.ok) running.value.release();
  try {
    copyFileSync(copy, part);
    const verified = await verifyFile(part);
    if (!verified.ok) return refuse(`${copy} is not sound, and nothing was changed: ${verified.refusal}`);
    if (running?.ok) await tellRegistrations(ports);
    const { entries, unreadable } = await readJournals(ports.journalFolders);
    const replayed = await bringUpTo(part, entries, ports);
    const taken = running?.ok ? takeDatabase(file) : undefined;
    if (taken?.ok === false) return refuse('An endpoint was started on this data meanwhile. Stop it first; nothing was changed.');
    const aside = running ? setAside(file, ports.now()) : undefined;
    await bringToDisk(part, file);
    if (taken?.ok) taken.value.release();
    return ok({ aside, verified: verified.value, replayed, unreadable });
  } finally {
    for (const left of [part, `${part}-wal`, `${part}-shm`, `${part}-journal`]) rmSync(left, { force: true });
  }
}

/** What it had committed and not yet journalled. */
async function tellRegistrations({ file, append }: RestorePorts): Promise<void> {
  const old = await openStore(file);
  try {
    await writeEntries(old, append);
  } finally {
    await old.destroy();
    intoOneFile(file);
  }
}

async function bringUpTo(part: string, entries: Parameters<typeof replay>[1], { now, random }: RestorePorts): Promise<Replayed> {
  const store = await openStore(part);
  try {
    return await replay(store, entries, { nowMs: now(), random });
  } finally {
    await store.destroy();
    intoOneFile(part);
  }
}

/** Stays in its place under its old name as well, until the new one takes that. */
function setAside(file: string, nowMs: number): string {
  const folder = join(dirname(file), 'aside');
  mkdirSync(folder, { recursive: true });
  const aside = join(folder, `tequio-${new Date(nowMs).toISOString().replaceAll(':', '-')}.sqlite`);
  linkSync(file, aside);
  // Only beside one that could not be opened; beside the new one they would spoil it.
  for (const beside of ['-wal', '-shm']) if (existsSync(`${file}${beside}`)) renameSync(`${file}${beside}`, `${aside}${beside}`);
  return aside;
}

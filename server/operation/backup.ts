// Copies an SQLite database while the endpoint runs.
// Promises: a copy that stands under its name is whole, on disk, and was recomputed from its ops. Only then the devices may be
// told that what they sent before is in it; by then they may forget it.

import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ok, type Result, refuse } from '#domain/result.ts';
import { noteBackedUpThrough } from '../settings.ts';
import { openStore } from '../store/open-store.ts';
import { checkDatabase, copyDatabase, intoOneFile } from '../store/sqlite-file.ts';
import type { Store } from '../store/tables.ts';
import { syncFolder } from '../sync-folder.ts';
import { type Verified, verify } from './verify.ts';

export type Backup = { readonly file: string; readonly bytes: number; readonly throughMs: number; readonly verified: Verified };

/**
 * How far the claim stays behind the clock: an op gets its time when its transaction begins to write, by the clock of its
 * process, which may be 5 s off; and what the transaction waits for takes less than the rest.
 */
export const claimMarginMs = 60_000;

/** What the disk must have left besides the copy, for the database itself. */
const spareBytes = 64 * 1024 * 1024;

/** `file` is the database behind `store`; `to` must not be there yet. */
export async function backUp(store: Store, file: string, to: string, now: () => number): Promise<Result<Backup, string>> {
  if (existsSync(to)) return refuse(`${to} is there already: a backup never replaces another one.`);
  const part = `${to}.part`;
  try {
    await mkdir(dirname(to), { recursive: true });
    const room = await roomIn(dirname(to));
    const needed = (await stat(file)).size + spareBytes;
    if (room < needed)
      return refuse(`There is not enough room in ${dirname(to)}: ${inMb(room)} MB are free, ${inMb(needed)} MB needed.`);
    const throughMs = now() - claimMarginMs; // from before the copy is made
    await copyDatabase(file, part);
    const verified = await verifyFile(part);
    if (!verified.ok) return refuse(`The copy is not sound, and was thrown away: ${verified.refusal}`);
    await bringToDisk(part, to);
    await noteBackedUpThrough(store, throughMs);
    return ok({ file: to, bytes: (await stat(to)).size, throughMs, verified: verified.value });
  } catch (error) {
    return refuse(`The backup was not made: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    for (const left of [part, `${part}-wal`, `${part}-shm`, `${part}-journal`]) await rm(left, { force: true }).catch(() => {}); // never made
  }
}

/** Looks at a file that nobody else uses: SQLite's own structure, then everything that its ops tell. */
export async function verifyFile(file: string): Promise<Result<Verified, string>> {
  const sound = checkDatabase(file);
  if (!sound.ok) return sound;
  const copy = await openStore(file);
  try {
    return await verify(copy);
  } finally {
    await copy.destroy();
    intoOneFile(file);
  }
}

/** The file stands under its name when all of it is on disk. */
export async function bringToDisk(part: string, to: string): Promise<void> {
  const handle = await open(part, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, to);
  await syncFolder(dirname(to));
}

async function roomIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

function inMb(bytes: number): number {
  return Math.ceil(bytes / 1024 / 1024);
}

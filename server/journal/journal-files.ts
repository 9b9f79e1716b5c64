// The files of the journal: lines of `<hash> <fact as JSON>`, one file per process and day, so that processes never mix.
// Promises: what `append` has written is on disk; a line that was cut off is told apart by its hash, and spoils no other one.

import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { shortHash } from '#domain/hash.ts';
import type { NodeId } from '#domain/ids.ts';
import { syncFolder } from '../sync-folder.ts';
import type { AppendEntries } from './journal.ts';
import type { Entry } from './registrations.ts';

const filePattern = /^(\d{4}-\d\d-\d\d)-[0-9A-Za-z-]+\.jsonl$/;

/** `node` is the process's own name. The folder is made with the first entry. */
export function appendToFiles(folder: string, node: NodeId, now: () => number): AppendEntries {
  return async (entries) => {
    await mkdir(folder, { recursive: true });
    const day = new Date(now()).toISOString().slice(0, 10);
    const file = await open(join(folder, `${day}-${node}.jsonl`), 'a', 0o600);
    try {
      // The line break comes first: one that was cut off before ends here.
      await file.appendFile(entries.map(({ id, text }) => `\n${id} ${text}`).join(''));
      await file.sync();
    } finally {
      await file.close();
    }
    await syncFolder(folder);
  };
}

export type ReadJournals = {
  readonly entries: readonly Entry[];
  /** Lines that were cut off or changed since. */
  readonly unreadable: number;
};

/** Everything that stands in the journals of these folders; a folder that is not there holds none. */
export async function readJournals(folders: readonly string[]): Promise<ReadJournals> {
  const entries = new Map<string, Entry>();
  let unreadable = 0;
  for (const file of (await Promise.all(folders.map(journalFiles))).flat()) {
    const lines = (await readFile(file.path, 'utf8')).split('\n').filter((line) => line !== '');
    for (const line of lines) {
      const id = line.slice(0, 32);
      const text = line.slice(33);
      if (shortHash(text) === id) entries.set(id, { id, text });
      else unreadable += 1;
    }
  }
  return { entries: [...entries.values()], unreadable };
}

/** Removes the files of days before that one ('2026-07-15'). */
export async function trimJournals(folder: string, beforeDay: string): Promise<void> {
  for (const { path, day } of await journalFiles(folder)) if (day < beforeDay) await rm(path);
}

async function journalFiles(folder: string): Promise<readonly { readonly path: string; readonly day: string }[]> {
  const names = await readdir(folder).catch(() => []);
  return names.sort().flatMap((name) => {
    const day = filePattern.exec(name)?.[1];
    return day === undefined ? [] : [{ path: join(folder, name), day }];
  });
}

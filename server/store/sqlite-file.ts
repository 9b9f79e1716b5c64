// What can be done with a database that is one file: copied while others write to it, looked at, and taken for oneself.

import { backup, DatabaseSync } from 'node:sqlite';
import { ok, type Result, refuse } from '#domain/result.ts';

/** More than any database has: all of it in one step, which sees one moment and never begins anew while others write. */
const allPages = 2 ** 30;

/** Copies what is committed at one moment into a new file that needs no other beside it. Throws when that cannot be done. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    source.exec('pragma busy_timeout = 5000');
    await backup(source, to, { rate: allPages });
  } finally {
    source.close();
  }
  intoOneFile(to);
}

/** Brings what lies beside the file into it. Throws while others use it. */
export function intoOneFile(file: string): void {
  const database = new DatabaseSync(file);
  try {
    database.exec('pragma journal_mode = delete');
  } finally {
    database.close();
  }
}

/** Whether SQLite finds its own structure whole; the reason in words if not. */
export function checkDatabase(file: string): Result<undefined, string> {
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const found = database.prepare('pragma integrity_check(1)').get()?.integrity_check;
      if (found !== 'ok') return refuse(String(found));
      const broken = database.prepare('pragma foreign_key_check').get();
      return broken ? refuse(`a row of the table ${broken.table} refers to one that is not there`) : ok(undefined);
    } finally {
      database.close();
    }
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

export type Taken = { readonly release: () => void };

/** Keeps everybody else out until it is released. Refuses while somebody uses it, or when it is no database. */
export function takeDatabase(file: string): Result<Taken, 'in-use' | 'unreadable'> {
  const database = new DatabaseSync(file);
  try {
    database.exec('pragma busy_timeout = 0');
    database.exec('pragma journal_mode = delete');
    database.exec('begin exclusive');
    return ok({ release: () => database.close() });
  } catch (error) {
    database.close();
    const isBusy = error instanceof Error && /locked|busy/.test(error.message);
    return refuse(isBusy ? 'in-use' : 'unreadable');
  }
}

// "Save everything to a file": all that this device knows and has written, as one JSON text that a later version, or a
// person with an editor, can read. No session and no key is in it.

import type { TequioDatabase } from './database.ts';
import { acceptedOf } from './overlay.ts';

const deviceFileFormat = 'tequio-device';
const deviceFileVersion = 1;

/** The file's text. Rows are as the tables hold them, but with accepted states unfolded; `savedAt` is ms since 1970. */
export async function deviceFile(database: TequioDatabase, savedAt: number): Promise<string> {
  const tables = [database.records, database.texts, database.ops, database.spaces, database.meta];
  const contents = await database.transaction('r', tables, async () => ({
    meta: await database.meta.toArray(),
    spaces: await database.spaces.toArray(),
    ops: await database.ops.toArray(),
    texts: await database.texts.toArray(),
    records: (await database.records.toArray()).map((row) => ({ ...row, accepted: acceptedOf(row) })),
  }));
  return JSON.stringify({ format: deviceFileFormat, version: deviceFileVersion, savedAt, ...contents });
}

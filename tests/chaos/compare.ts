// What is left of the promises that devices were given, in the database of an endpoint that does not run.

import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TequioDatabase } from '#data/database.ts';
import { listSpaces } from '#data/round-queries.ts';
import type { Space } from '#domain/ids.ts';
import { type OpName, opName } from '#domain/op.ts';
import type { StoredOp } from '#tests/load/stored-ops.ts';
import { shownIn } from '#tests/support/shown.ts';
import type { SocketPhone } from './socket-phone.ts';

export const databaseFile = 'tequio.sqlite';

/** The op table as it is on disk, read from a copy, so that the next process finds the files as the killed one left them. */
export function readStoredOps(dataDir: string): readonly StoredOp[] {
  const folder = mkdtempSync(join(tmpdir(), 'tequio-chaos-copy-'));
  for (const file of [databaseFile, `${databaseFile}-wal`]) {
    if (existsSync(join(dataDir, file))) copyFileSync(join(dataDir, file), join(folder, file));
  }
  const database = new DatabaseSync(join(folder, databaseFile));
  const rows = database.prepare('select node, n, stamp, hash from op').all() as unknown as readonly StoredOp[];
  database.close();
  rmSync(folder, { recursive: true });
  return rows;
}

/** Stored ops of this device that no answer has named yet. */
export function unansweredIn(stored: readonly StoredOp[], { saved, acknowledged }: SocketPhone): readonly OpName[] {
  return stored.map(({ node, n }) => opName(node, n)).filter((name) => saved.has(name) && !acknowledged.has(name));
}

/** Spaces that two of these devices show differently. */
export async function unequalSpaces(databases: readonly TequioDatabase[]): Promise<readonly Space[]> {
  const shown = new Map<Space, Set<string>>();
  for (const database of databases) {
    for (const { space } of await listSpaces(database)) {
      const versions = shown.get(space) ?? new Set();
      shown.set(space, versions.add(await shownIn(database, (each) => each === space)));
    }
  }
  return [...shown].filter(([, versions]) => versions.size > 1).map(([space]) => space);
}

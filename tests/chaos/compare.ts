// What is left of the promises that devices were given, in the database of an endpoint that does not run.

import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TequioDatabase } from '#data/database.ts';
import { listSpaces } from '#data/round-queries.ts';
import type { Space } from '#domain/ids.ts';
import { type OpName, opName, parseOpName } from '#domain/op.ts';
import { shownIn } from '#tests/support/shown.ts';
import type { OpHashes, SocketPhone } from './socket-phone.ts';

export const databaseFile = 'tequio.sqlite';

type StoredOp = { readonly node: string; readonly n: number; readonly stamp: string; readonly hash: string };

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

/** Ops of the list that are not stored under their name with their hash. */
export function missingIn(stored: readonly StoredOp[], promised: OpHashes): readonly OpName[] {
  const hashes = new Map(stored.map(({ node, n, hash }) => [opName(node, n), hash]));
  return [...promised].filter(([name, hash]) => hashes.get(name) !== hash).map(([name]) => name);
}

/** Stored ops of this device that no answer has named yet. */
export function unansweredIn(stored: readonly StoredOp[], { saved, acknowledged }: SocketPhone): readonly OpName[] {
  return stored.map(({ node, n }) => opName(node, n)).filter((name) => saved.has(name) && !acknowledged.has(name));
}

/** Stored ops of these devices that nobody saved, or that carry the stamp of another one: a stamp is used once. */
export function doubledIn(stored: readonly StoredOp[], phones: readonly SocketPhone[]): readonly OpName[] {
  const saved = new Set(phones.flatMap((phone) => [...phone.saved.keys()]));
  const nodes = new Set([...saved].map((name) => parseOpName(name).node));
  const stamps = new Set<string>();
  return stored.flatMap(({ node, n, stamp }) => {
    if (!nodes.has(node)) return [];
    const isKnown = saved.has(opName(node, n)) && !stamps.has(`${node} ${stamp}`);
    stamps.add(`${node} ${stamp}`);
    return isKnown ? [] : [opName(node, n)];
  });
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

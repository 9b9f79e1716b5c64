// What the word on every screen about this device's changes is made of, read in one go since every change asks for it again.

import type { TequioDatabase } from './database.ts';
import { syncRow } from './line.ts';
import { countUnsentChanges, listRefused } from './outbox.ts';
import type { SyncRow } from './rows.ts';

export type SyncFacts = {
  /** Changes (transactions) that no receipt covers yet. */
  readonly unsent: number;
  /** Changes that were refused and not put aside. */
  readonly refused: number;
  readonly row: SyncRow;
};

export async function syncFacts(database: TequioDatabase): Promise<SyncFacts> {
  return database.transaction('r', database.ops, database.meta, async () => {
    const [unsent, refused, row] = await Promise.all([countUnsentChanges(database), listRefused(database), syncRow(database)]);
    return { unsent, refused: new Set(refused.map(({ node, op }) => `${node}:${op.tx}`)).size, row };
  });
}

// What the lists of pending and refused changes need beside the ops: the records that they are about, and the way back
// from discarding.

import type { RecordRef } from '#domain/op.ts';
import type { ShownRecord } from '#domain/show.ts';
import type { TequioDatabase } from './database.ts';
import { type OpRow, recordKey, recordKeyText } from './rows.ts';

/** The shown records that ops are about, by recordKeyText. One that was never accepted is missing. */
export async function recordsOfOps(
  database: TequioDatabase,
  refs: readonly Pick<RecordRef, 'space' | 'kind' | 'id'>[],
): Promise<ReadonlyMap<string, ShownRecord>> {
  const keys = new Map(refs.map((ref) => [recordKeyText(ref), recordKey(ref)]));
  const rows = await database.records.bulkGet([...keys.values()]);
  return new Map(rows.filter((row) => row !== undefined).map(({ shown }) => [recordKeyText(shown), shown]));
}

/** Own ops that the user has put aside, oldest first. */
export async function listDiscarded(database: TequioDatabase): Promise<readonly OpRow[]> {
  const rows = await database.ops.where('refused').above('').toArray();
  return rows.filter(({ discarded }) => discarded);
}

/** Brings discarded ops back into sight. */
export async function keepRefused(database: TequioDatabase, rows: readonly Pick<OpRow, 'node' | 'n'>[]): Promise<void> {
  await database.transaction('rw', database.ops, async () => {
    for (const { node, n } of rows) {
      await database.ops
        .where('[node+n]')
        .equals([node, n])
        .modify((row: { discarded?: true }) => {
          delete row.discarded;
        });
    }
  });
}

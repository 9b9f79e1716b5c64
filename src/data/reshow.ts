// Shows records anew from their accepted state and the own ops that are still laid over it.

import type { RecordRef } from '#domain/op.ts';
import type { TequioDatabase } from './database.ts';
import { lostSpaces } from './lost-space.ts';
import { layOver, recordRow } from './overlay.ts';
import { type OpRow, recordKeyText } from './rows.ts';

/** Own ops by the key of the record that they must be laid over. */
export type Overlay = Map<string, readonly OpRow[]>;

/** But for those in spaces that were taken away, where nothing is shown. */
export async function uncoveredOps(database: TequioDatabase): Promise<Overlay> {
  const lost = new Set((await lostSpaces(database)).map(({ space }) => space));
  const byRecord = new Map<string, OpRow[]>();
  for (const row of await database.ops.where('over').above('').toArray()) {
    if (lost.has(row.op.space)) continue;
    const rows = byRecord.get(row.over ?? '') ?? [];
    rows.push(row);
    byRecord.set(row.over ?? '', rows);
  }
  return byRecord;
}

export async function reshow(database: TequioDatabase, refs: readonly RecordRef[], overlay: Overlay): Promise<void> {
  const distinct = new Map(refs.map((ref) => [recordKeyText(ref), ref]));
  for (const [key, { space, kind, id, town }] of distinct) {
    const row = await database.states.get([space, kind, id]);
    const own = overlay.get(key) ?? [];
    if (row || own.some(({ verdict }) => verdict !== 'refused')) {
      await database.records.put(recordRow({ space, kind, id, town: row ? row.town : town }, layOver(row?.accepted ?? {}, own)));
    } else {
      await database.records.delete([space, kind, id]);
    }
  }
}

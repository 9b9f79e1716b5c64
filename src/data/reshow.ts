// Shows records anew from their accepted state and the own ops that are still laid over it.

import type { RecordRef } from '#domain/op.ts';
import type { TequioDatabase } from './database.ts';
import { lostSpaces } from './lost-space.ts';
import { acceptedOf, layOver, shownOf } from './overlay.ts';
import { type OpRow, type RecordRow, recordKey, recordKeyText } from './rows.ts';

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
  for (const [key, ref] of distinct) {
    const row = await database.records.get(recordKey(ref));
    const own = overlay.get(key) ?? [];
    if (row?.accepted !== undefined || own.some(isStanding)) await database.records.put(shownAnew(row, ref, own));
    else await database.records.delete(recordKey(ref));
  }
}

/** The row with what is shown made anew. The town is as accepted, else as in `ref`. */
export function shownAnew(row: RecordRow | undefined, ref: RecordRef, own: readonly OpRow[]): RecordRow {
  const { space, kind, id, town } = row?.accepted === undefined ? ref : row.shown;
  return { ...row, shown: shownOf({ space, kind, id, town }, layOver(acceptedOf(row), own)) };
}

/** Whether the op may be accepted yet, or was. */
export function isStanding({ verdict }: OpRow): boolean {
  return verdict !== 'refused';
}

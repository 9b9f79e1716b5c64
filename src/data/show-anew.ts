// A version of the app that knows a new kind or field finds records that an older one showed without it. What the endpoint
// said of it was kept all the same, so the records are shown anew from that, once. No new version of the database.

import type { TequioDatabase } from './database.ts';
import { layOver, recordRow } from './overlay.ts';
import { uncoveredOps } from './reshow.ts';
import { recordKeyText } from './rows.ts';

/** Repeats change nothing; it is done whole or not at all. */
export async function showAnew(database: TequioDatabase, mark: string): Promise<void> {
  const { records, states: accepted, ops, spaces, meta } = database;
  await database.transaction('rw', [records, accepted, ops, spaces, meta], async () => {
    const overlay = await uncoveredOps(database);
    const states = await database.states.toArray();
    const known = new Set(states.map(recordKeyText));
    const onlyOwn = [...overlay].flatMap(([key, own]) => {
      const standing = own.find(({ verdict }) => verdict !== 'refused');
      return standing && !known.has(key) ? [{ ...standing.op, accepted: {} }] : [];
    });
    await database.records.bulkPut(
      [...states, ...onlyOwn].map((row) => recordRow(row, layOver(row.accepted, overlay.get(recordKeyText(row)) ?? []))),
    );
    await database.meta.put({ key: 'shown', by: mark });
  });
}

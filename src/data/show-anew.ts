// A version of the app that knows a new kind or field finds records that an older one showed without it. What the endpoint
// said of it was kept all the same, so the records are shown anew from that, once. No new version of the database.

import type { TequioDatabase } from './database.ts';
import { isStanding, shownAnew, uncoveredOps } from './reshow.ts';
import { recordKeyText } from './rows.ts';

/** Repeats change nothing; it is done whole or not at all. */
export async function showAnew(database: TequioDatabase, mark: string): Promise<void> {
  const { records, ops, spaces, meta } = database;
  await database.transaction('rw', [records, ops, spaces, meta], async () => {
    const overlay = await uncoveredOps(database);
    const rows = (await database.records.toArray()).filter(({ accepted }) => accepted !== undefined);
    const known = new Set(rows.map(({ shown }) => recordKeyText(shown)));
    const onlyOwn = [...overlay].flatMap(([key, own]) => {
      const standing = own.find(isStanding);
      return standing && !known.has(key) ? [shownAnew(undefined, standing.op, own)] : [];
    });
    const anew = rows.map((row) => shownAnew(row, row.shown, overlay.get(recordKeyText(row.shown)) ?? []));
    await database.records.bulkPut([...anew, ...onlyOwn]);
    await database.meta.put({ key: 'shown', by: mark });
  });
}

// Which code the records were last shown by (show-anew.ts).

import type { TequioDatabase } from './database.ts';

/** Whether the records were last shown by code with this mark; an empty database takes the mark at once. */
export async function isShownBy(database: TequioDatabase, mark: string): Promise<boolean> {
  const row = await database.meta.get('shown');
  if (row?.key === 'shown') return row.by === mark;
  if ((await database.records.count()) > 0) return false;
  await database.meta.put({ key: 'shown', by: mark });
  return true;
}

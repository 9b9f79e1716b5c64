// How many records there are, by kind: those that somebody is shown, and that are not deleted.

import type { FieldState } from '#domain/join.ts';
import { lifeField } from '#domain/op.ts';
import { isDeleted } from '#domain/show.ts';
import { recordKey } from '../commit/field-key.ts';
import type { Store } from '../store/tables.ts';

export async function countRecords(db: Store): Promise<Readonly<Record<string, number>>> {
  const records = await db.selectFrom('field').select(['space', 'kind', 'id']).distinct().where('number', '>', 0).execute();
  const lives = await db.selectFrom('field').selectAll().where('field', '=', lifeField).where('number', '>', 0).execute();
  const deleted = new Set(
    lives.filter(({ state }) => isDeleted({ [lifeField]: JSON.parse(state) as FieldState })).map((row) => recordKey(row)),
  );
  const counts: Record<string, number> = {};
  for (const record of records) if (!deleted.has(recordKey(record))) counts[record.kind] = (counts[record.kind] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

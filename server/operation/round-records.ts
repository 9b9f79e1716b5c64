// The records of the rounds by kind, as people see them: for commands that speak of rounds, towns and people by name.

import { spaceKind, spaceOwner } from '#domain/ids.ts';
import type { FieldState } from '#domain/join.ts';
import type { KindName, ShownOf } from '#domain/records.ts';
import { type FieldStates, showRecord } from '#domain/show.ts';
import { recordKey } from '../commit/field-key.ts';
import type { Store } from '../store/tables.ts';

/** Those that are not deleted, of every round or of one. */
export async function roundRecords<Name extends KindName>(
  db: Store,
  kind: Name,
  round?: string,
): Promise<readonly ShownOf<Name>[]> {
  const rows = await db.selectFrom('field').selectAll().where('kind', '=', kind).where('number', '>', 0).execute();
  const records = new Map<string, { readonly ref: (typeof rows)[number]; readonly states: FieldStates }>();
  for (const row of rows) {
    if (spaceKind(row.space) !== 'round' || (round !== undefined && spaceOwner(row.space) !== round)) continue;
    const states = { ...records.get(recordKey(row))?.states, [row.field]: JSON.parse(row.state) as FieldState };
    records.set(recordKey(row), { ref: row, states });
  }
  return [...records.values()]
    .map(({ ref: { space, kind, id, town }, states }) => showRecord({ space, kind, id, town }, states))
    .filter(({ deleted }) => !deleted) as unknown as readonly ShownOf<Name>[];
}

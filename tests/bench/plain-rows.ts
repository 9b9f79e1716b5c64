// The same round as whole rows, the way the plain baseline stores and sends them: one table for each kind, texts as texts.

import { spaceKind } from '#domain/ids.ts';
import type { Json } from '#domain/json.ts';
import type { ExampleRound } from '#example/content-types.ts';
import { datedRecords } from './load-round.ts';

/** `updatedAt`: ms since 1970; the later one of two versions wins. Fields that are empty are left out. */
export type PlainRow = { readonly id: string; readonly updatedAt: number; readonly [field: string]: Json };
export type PlainTable = 'plan' | 'line' | 'action' | 'item' | 'note';
export type PlainRows = Readonly<Partial<Record<PlainTable | (string & {}), readonly PlainRow[]>>>;

export function plainRows(content: ExampleRound): PlainRows {
  const tables = new Map<string, Map<string, PlainRow>>();
  for (const { at, changes } of datedRecords(content, (_field, text) => text)) {
    for (const change of changes) {
      const { kind, id, space, town } = change.ref;
      const table = tables.get(kind) ?? new Map<string, PlainRow>();
      tables.set(kind, table);
      const known = table.get(id) ?? {
        id,
        updatedAt: at,
        ...(kind === 'plan' && spaceKind(space) === 'group' && { space, town }),
      };
      if (!('value' in change) || change.value === null || change.value === '') continue;
      table.set(id, { ...known, [change.field]: change.value, updatedAt: at });
    }
  }
  return Object.fromEntries([...tables].map(([kind, rows]) => [kind, [...rows.values()]]));
}

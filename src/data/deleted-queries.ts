// What was deleted from a plan and can be brought back.
// Promises: only records whose own deletion holds, not those that hide with their parent; of the plan's own town, as in
// record-queries, except notes, which are of their author's town. Lines first, then actions, items and notes; each by title,
// notes newest first.

import type { Action } from '#domain/kinds/action.ts';
import type { Item } from '#domain/kinds/item.ts';
import type { Line } from '#domain/kinds/line.ts';
import type { Note } from '#domain/kinds/note.ts';
import type { ShownOf } from '#domain/records.ts';
import type { TequioDatabase } from './database.ts';
import { recordById, recordsUnder } from './record-queries.ts';
import type { RecordRow } from './rows.ts';

type Shown = RecordRow['shown'];
type DeletableKind = 'line' | 'action' | 'item' | 'note';

export type DeletedRow = {
  readonly record: Line | Action | Item | Note;
  /** The record's title; a note has none. */
  readonly title: string;
  /** The deleted line or action under which it would stay hidden. */
  readonly under: Line | Action | undefined;
};

export async function deletedInPlan(database: TequioDatabase, planId: string): Promise<readonly DeletedRow[]> {
  const plan = await recordById(database, 'plan', planId);
  if (!plan) return [];
  const all = await recordsUnder(database, planId);
  const own = all.filter(({ space, town }) => space === plan.space && town === plan.town);
  const [lines, actions] = [ofKind(own, 'line'), ofKind(own, 'action')];
  const lineOver = (action: Action) => lines.find(({ id, deleted }) => deleted && id === action.line);
  const parentOver = (item: Item) => {
    const action = actions.find(({ id }) => id === item.action);
    return action?.deleted ? action : action && lineOver(action);
  };
  return [
    ...byTitle(lines.filter(isDeleted).map((record) => ({ record, title: record.title, under: undefined }))),
    ...byTitle(actions.filter(isDeleted).map((record) => ({ record, title: record.title, under: lineOver(record) }))),
    ...byTitle(
      ofKind(own, 'item')
        .filter(isDeleted)
        .map((record) => ({ record, title: record.title, under: parentOver(record) })),
    ),
    ...ofKind(all, 'note')
      .filter(isDeleted)
      .sort((a, b) => (b.begun?.at ?? 0) - (a.begun?.at ?? 0))
      .map((record) => ({ record, title: '', under: undefined })),
  ];
}

function ofKind<Name extends DeletableKind>(records: readonly Shown[], kind: Name): ShownOf<Name>[] {
  return records.filter((record): record is Shown & ShownOf<Name> => record.kind === kind);
}

function isDeleted({ deleted }: { readonly deleted: boolean }): boolean {
  return deleted;
}

function byTitle(rows: readonly DeletedRow[]): readonly DeletedRow[] {
  return [...rows].sort((a, b) => a.title.localeCompare(b.title));
}

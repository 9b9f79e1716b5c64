// Fills a database with ready-made records as if an endpoint had sent them: the practice round. Nothing of it is ever sent.

import type { Change } from '#domain/change.ts';
import { join, type TextState } from '#domain/join.ts';
import { lifeField, type Op, type RecordRef } from '#domain/op.ts';
import type { FieldStates } from '#domain/show.ts';
import { stampOf } from '#domain/stamps.ts';
import type { TequioDatabase } from './database.ts';
import { recordRow } from './overlay.ts';
import { recordKeyText, type TextRow } from './rows.ts';

export type DatedChanges = { readonly at: number; readonly changes: readonly Change[] };

/** Lays the changes down in order, by one author, and marks their spaces as arrived. */
export async function layDown(database: TequioDatabase, node: string, transactions: readonly DatedChanges[]): Promise<void> {
  const records = new Map<string, { readonly ref: RecordRef; readonly accepted: FieldStates }>();
  const texts: TextRow[] = [];
  let n = 0;
  for (const { at, changes } of transactions) {
    for (const [index, change] of changes.entries()) {
      n += 1;
      const op = opOf(change, node, n, stampOf(at, index));
      const { ref, accepted } = records.get(recordKeyText(op)) ?? { ref: change.ref, accepted: {} };
      const state = join(op.type === 'text' ? undefined : accepted[op.field], { op, stamp: op.stamp, accepted: true });
      if (state.type === 'text') texts.push(textRow(op, state));
      else records.set(recordKeyText(op), { ref, accepted: { ...accepted, [op.field]: state } });
    }
  }
  const spaces = [...new Set([...records.values()].map(({ ref }) => ref.space))];
  await database.transaction('rw', [database.records, database.texts, database.spaces], async () => {
    await database.texts.bulkPut(texts);
    await database.records.bulkPut([...records.values()].map(({ ref, accepted }) => recordRow(ref, accepted, [])));
    await database.spaces.bulkPut(
      spaces.map((space) => ({ space, cursor: [0, 0, ''] as [number, number, string], arrived: true })),
    );
  });
}

function opOf(change: Change, node: string, n: number, stamp: string): Op {
  const { space, kind, id, town } = change.ref;
  const field = 'field' in change ? change.field : lifeField;
  const value = 'value' in change ? change.value : change.type === 'delete' ? 'deleted' : 'live';
  return { node, n, space, kind, id, town, type: change.type, field, value, stamp, base: [], tx: n };
}

function textRow({ space, kind, id, town, field }: Op, accepted: TextState): TextRow {
  return { space, kind, id, town, field, accepted };
}

// Own ops as the changes that a person made: one per transaction, each with the records and fields that it touched.

import { type OpRow, recordKeyText } from '#data/rows.ts';
import { groupBy } from '#domain/group-by.ts';
import type { Json } from '#domain/json.ts';
import type { Op } from '#domain/op.ts';
import type { ShownRecord } from '#domain/show.ts';

export type WrittenField = { readonly type: Op['type']; readonly field: string; readonly value: Json };

export type Part = {
  readonly kind: string;
  /** What the record is called; '' where it has no name of its own. */
  readonly title: string;
  readonly what: 'created' | 'deleted' | 'restored' | 'changed';
  readonly fields: readonly WrittenField[];
};

export type PendingChange = {
  readonly key: string;
  /** This device's clock, ms since 1970. */
  readonly madeAt: number;
  readonly parts: readonly Part[];
  readonly rows: readonly OpRow[];
  /** Why it was refused: the first op's own reason, not that of those refused together with it. */
  readonly refused: string | undefined;
};

/** Changes in the order in which they were made. */
export function pendingChanges(rows: readonly OpRow[], recordsByKey: ReadonlyMap<string, ShownRecord>): readonly PendingChange[] {
  const visible = rows.filter(({ op }) => op.type !== 'void');
  const groups = [...groupBy(visible, ({ node, op }) => `${node}:${op.tx}`)];
  return groups
    .map(([key, ofChange]) => ({
      key,
      madeAt: Math.min(...ofChange.map(({ madeAt }) => madeAt)),
      parts: partsOf(ofChange, recordsByKey),
      rows: ofChange,
      refused: ofChange.find(({ refused }) => refused && refused !== 'refused-together')?.refused ?? ofChange[0]?.refused,
    }))
    .sort((a, b) => a.madeAt - b.madeAt);
}

function partsOf(rows: readonly OpRow[], recordsByKey: ReadonlyMap<string, ShownRecord>): readonly Part[] {
  const byRecord = [...groupBy(rows, ({ op }) => recordKeyText(op))];
  return byRecord.map(([key, ofRecord]) => {
    const ops = ofRecord.map(({ op }) => op);
    const fields = ops.map(({ type, field, value }) => ({ type, field, value }));
    return { kind: ops[0]?.kind ?? '', title: titleOf(fields, recordsByKey.get(key)), what: whatHappened(ops), fields };
  });
}

const namingFields: readonly string[] = ['title', 'name', 'position'];

/** What was just written names the record; otherwise what the screens call it. */
export function titleOf(written: readonly WrittenField[], record: ShownRecord | undefined): string {
  const names = namingFields.flatMap((field) => [written.findLast((one) => one.field === field)?.value, record?.[field]]);
  return names.find((name) => typeof name === 'string' && name !== '')?.toString() ?? '';
}

function whatHappened(ops: readonly Op[]): Part['what'] {
  if (ops.some(({ type }) => type === 'delete')) return 'deleted';
  if (ops.some(({ type }) => type === 'restore')) return 'restored';
  const isNew = ops.length > 1 && ops.every(({ base }) => base.length === 0);
  return isNew ? 'created' : 'changed';
}

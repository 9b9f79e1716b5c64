// What colleagues wrote and the endpoint has lost, as one change per record and author.

import type { RoundFacts } from '#data/round-queries.ts';
import { recordKeyText, type Vanished } from '#data/rows.ts';
import { type Change, refOf } from '#domain/change.ts';
import type { Actor } from '#domain/grants.ts';
import { groupBy } from '#domain/group-by.ts';
import { lifeField, type Op } from '#domain/op.ts';
import { decide } from '#domain/permissions.ts';
import { kindNamed } from '#domain/records.ts';
import type { ShownRecord } from '#domain/show.ts';
import { stampMs } from '#domain/stamps.ts';
import { type Author, authorOfNode } from '#features/people.ts';
import { type Part, titleOf } from './pending-view.ts';

export type VanishedChange = {
  readonly key: string;
  readonly entries: readonly Vanished[];
  readonly part: Part;
  readonly author: Author;
  /** When the newest of it was written, ms since 1970. */
  readonly at: number;
  /** Writes all of it again in this actor's name; undefined where that is not possible or not allowed. */
  readonly again: readonly Change[] | undefined;
};

/** Newest first. */
export function vanishedChanges(
  entries: readonly Vanished[],
  recordsByKey: ReadonlyMap<string, ShownRecord>,
  facts: RoundFacts,
  actor: Actor,
): readonly VanishedChange[] {
  const groups = [...groupBy(entries, (entry) => `${recordKeyText(entry)} ${entry.head.node}`)];
  return groups
    .flatMap(([key, ofRecord]): readonly VanishedChange[] => {
      const [first] = ofRecord;
      if (!first) return [];
      const author = authorOfNode(facts, first.head.node, undefined, actor);
      const at = Math.max(...ofRecord.map(({ head }) => stampMs(head.stamp)));
      const part = partOf(first.kind, ofRecord, recordsByKey.get(recordKeyText(first)));
      return [{ key, entries: ofRecord, part, author, at, again: writtenAgain(ofRecord, actor) }];
    })
    .sort((a, b) => b.at - a.at);
}

function partOf(kind: string, entries: readonly Vanished[], record: ShownRecord | undefined): Part {
  const fields = entries.map((entry) => ({ type: typeOf(entry), field: entry.field, value: entry.head.value }));
  const life = fields.find(({ type }) => type === 'delete' || type === 'restore');
  const what = life ? (life.type === 'delete' ? 'deleted' : 'restored') : record ? 'changed' : 'created';
  return { kind, title: titleOf(fields, record), what, fields };
}

function typeOf({ kind, field, head }: Vanished): Op['type'] {
  if (field === lifeField) return head.value === 'deleted' ? 'delete' : 'restore';
  const sort = kindNamed(kind)?.fields[field]?.type;
  return sort === 'text' ? 'text' : sort === 'set' ? 'add' : 'set';
}

function writtenAgain(entries: readonly Vanished[], actor: Actor): readonly Change[] | undefined {
  const mayWrite = (entry: Vanished) =>
    typeOf(entry) === 'set' && decide(actor, { ...refOf(entry), type: 'set', field: entry.field }).allowed;
  if (!entries.every(mayWrite)) return undefined;
  return entries.map((entry) => ({ type: 'set', ref: refOf(entry), field: entry.field, value: entry.head.value }));
}

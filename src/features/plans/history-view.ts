// The history of a plan, a line, an action or a point as people can read it: one entry per value that a field was given.

import type { HistoryEntry } from '#data/history-queries.ts';
import type { RoundFacts } from '#data/round-queries.ts';
import type { Actor } from '#domain/grants.ts';
import { canonicalText, type Json } from '#domain/json.ts';
import type { RecordHead } from '#domain/kinds/define-kind.ts';
import { opName } from '#domain/op.ts';
import { decide } from '#domain/permissions.ts';
import { stampMs } from '#domain/stamps.ts';
import { validateOp } from '#domain/validate.ts';
import { type Author, authorOfNode, authorOfPerson } from '#features/people.ts';

export type PastChange = {
  readonly key: string;
  readonly field: string;
  readonly what: 'written' | 'deleted' | 'restored' | 'unreadable';
  readonly value: Json;
  readonly author: Author;
  /** ms since 1970 */
  readonly at: number;
  readonly state: 'sent' | 'waiting' | 'refused';
  /** It may be written again, and is not what the field shows now. */
  readonly mayTake: boolean;
};

/** Where a record stands in a list, and below which one, says nothing to a reader. */
const placing: readonly string[] = ['order', 'plan', 'action'];
/** Somebody verifies a point or does not; nobody writes again that somebody else did. */
const ownDeed = 'check';

export function pastChanges(
  record: RecordHead,
  entries: readonly HistoryEntry[],
  facts: RoundFacts,
  actor: Actor,
): readonly PastChange[] {
  const shown = new Map<string, unknown>(Object.entries(record));
  return entries
    .filter(({ field }) => !placing.includes(field))
    .map((entry): PastChange => {
      const { node, n, person, field, value = null, stamp } = entry;
      const what = whatOf(record, entry);
      const isShown = shown.has(field) && canonicalText(shown.get(field) as Json) === canonicalText(value);
      return {
        key: opName(node, n),
        field,
        what,
        value,
        author: person === undefined ? authorOfNode(facts, node, undefined, actor) : authorOfPerson(facts, person, actor),
        at: stampMs(stamp),
        state: entry.refused ? 'refused' : entry.waiting ? 'waiting' : 'sent',
        mayTake: what === 'written' && field !== ownDeed && !isShown && decide(actor, { ...record, type: 'set', field }).allowed,
      };
    });
}

function whatOf({ space, kind, id, town }: RecordHead, { node, n, type, field, value = null }: HistoryEntry): PastChange['what'] {
  if (type === 'delete') return 'deleted';
  if (type === 'restore') return 'restored';
  // A refused op may hold anything at all, and a newer version of the app more than this one knows.
  const isSound = type === 'set' && !validateOp({ node, n, tx: n, space, kind, id, town, type, field, value });
  return isSound ? 'written' : 'unreadable';
}

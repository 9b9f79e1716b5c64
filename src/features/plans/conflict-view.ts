// Two versions of one field, as people can decide on them: each different value once, with everybody who wrote it.

import type { RoundFacts } from '#data/round-queries.ts';
import type { Actor } from '#domain/grants.ts';
import { groupBy } from '#domain/group-by.ts';
import type { NodeId } from '#domain/ids.ts';
import type { Head } from '#domain/join.ts';
import { canonicalText, type Json } from '#domain/json.ts';
import { stampMs } from '#domain/stamps.ts';
import { type Author, authorOfNode } from '#features/people.ts';

export type Version = {
  /** Tells the versions of one field apart. */
  readonly key: string;
  readonly value: Json;
  readonly writers: readonly { readonly author: Author; readonly at: number }[];
  /** The one that screens show until somebody decides. */
  readonly shown: boolean;
};

/** The shown version first. One version or none when nobody disagrees any more. */
export function versionsOf(heads: readonly Head[], facts: RoundFacts, own: NodeId | undefined, actor: Actor): readonly Version[] {
  const byValue = groupBy(heads, ({ value }) => canonicalText(value));
  return [...byValue].map(([key, same], index) => ({
    key,
    value: same[0]?.value ?? null,
    writers: same.map(({ node, stamp }) => ({ author: authorOfNode(facts, node, own, actor), at: stampMs(stamp) })),
    shown: index === 0,
  }));
}

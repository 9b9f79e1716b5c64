// Whether the endpoint remembers what a device remembers: the receipt of each of its nodes, and each space's chain.
// If not, this database was restored from a backup (or the device belongs to another endpoint).
// Leaves to others: what to do about it (the device sends its ops again and reads the spaces anew).

import type { NodeId, Space } from '#domain/ids.ts';
import type { Cursor, ParsedSyncRequest } from '#protocol/sync.ts';
import { compiled } from '../store/compiled.ts';
import { selectIn } from '../store/lists.ts';
import type { Store } from '../store/tables.ts';

/** The nodes whose receipt is unknown here. */
export async function unknownReceipts(db: Store, nodes: ParsedSyncRequest['nodes']): Promise<readonly NodeId[]> {
  const told = Object.entries(nodes).filter(([, [acked]]) => acked > 0);
  if (told.length === 0) return [];
  const rows = await selectIn(
    told.map(([node, [n]]) => ({ node, n })),
    (named) => receiptsOf.all(db, { named }),
  );
  const known = new Map(rows.map(({ node, receipt }) => [node, receipt]));
  return told.filter(([node, [, receipt]]) => known.get(node) !== receipt).map(([node]) => node);
}

const receiptsOf = compiled((db, { named }: { named: readonly { node: NodeId; n: number }[] }) =>
  db
    .selectFrom('op')
    .select(['node', 'receipt'])
    .where((is) => is.or(named.map((name) => is.and(name)))),
);

/** The spaces whose chain is unknown here. */
export async function unknownChains(db: Store, cursors: Readonly<Record<Space, Cursor>>): Promise<readonly Space[]> {
  const told = Object.entries(cursors).filter(([, [, head]]) => head > 0);
  const rows = await selectIn(
    told.map(([space, [, number]]) => ({ space, number })),
    (placed) => chainsAt.all(db, { placed }),
  );
  const known = new Map(rows.map(({ space, chain }) => [space, chain]));
  return told.filter(([space, [, , chain]]) => known.get(space) !== chain).map(([space]) => space);
}

const chainsAt = compiled((db, { placed }: { placed: readonly { space: Space; number: number }[] }) =>
  db
    .selectFrom('op')
    .select(['space', 'chain'])
    .where((is) => is.or(placed.map((place) => is.and(place)))),
);

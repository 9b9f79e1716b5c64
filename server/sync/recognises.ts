// Whether the endpoint remembers what a device remembers: the receipt of each of its nodes, and each space's chain.
// If not, this database was restored from a backup (or the device belongs to another endpoint).
// Leaves to others: what to do about it (the device sends its ops again and reads the spaces anew).

import type { NodeId, Space } from '#domain/ids.ts';
import type { Cursor, ParsedSyncRequest } from '#protocol/sync.ts';
import type { Store } from '../store/tables.ts';

/** The nodes whose receipt is unknown here. */
export async function unknownReceipts(db: Store, nodes: ParsedSyncRequest['nodes']): Promise<readonly NodeId[]> {
  const told = Object.entries(nodes).filter(([, [acked]]) => acked > 0);
  if (told.length === 0) return [];
  const rows = await db
    .selectFrom('op')
    .select(['node', 'receipt'])
    .where((is) => is.or(told.map(([node, [n]]) => is.and({ node, n }))))
    .execute();
  const known = new Map(rows.map(({ node, receipt }) => [node, receipt]));
  return told.filter(([node, [, receipt]]) => known.get(node) !== receipt).map(([node]) => node);
}

/** The spaces whose chain is unknown here. */
export async function unknownChains(db: Store, cursors: Readonly<Record<Space, Cursor>>): Promise<readonly Space[]> {
  const unknown: Space[] = [];
  for (const [space, [, head, chain]] of Object.entries(cursors)) {
    if (head > 0 && (await chainAt(db, space, head)) !== chain) unknown.push(space);
  }
  return unknown;
}

async function chainAt(db: Store, space: string, number: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('op')
    .select('chain')
    .where('space', '=', space)
    .where('number', '=', number)
    .executeTakeFirst();
  return row?.chain ?? undefined;
}

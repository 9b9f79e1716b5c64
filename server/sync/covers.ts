// How far a device's own ops lie in what it has been sent: until then it keeps laying them over what came down.

import type { NodeId, Space } from '#domain/ids.ts';
import { compiled } from '../store/compiled.ts';
import { selectIn } from '../store/lists.ts';
import type { Store } from '../store/tables.ts';

/**
 * Per node the largest n such that every op of it up to n that has a number in this space lies in a record of which no field
 * has a number above `to`. Where nothing lies beyond, that is the node's last n.
 */
export async function coversOf(
  db: Store,
  space: Space,
  to: number,
  head: number,
  nodes: readonly NodeId[],
): Promise<Readonly<Record<NodeId, number>>> {
  if (nodes.length === 0) return {};
  const rows = await selectIn(nodes, (some) => lastNumbers.all(db, { some }));
  const covers: Record<NodeId, number> = {};
  for (const { node, last_n } of rows) {
    const beyond = to < head ? await firstBeyond.first(db, { space, to, node }) : undefined;
    covers[node] = beyond === undefined ? last_n : beyond.n - 1;
  }
  return covers;
}

const lastNumbers = compiled((db, { some }: { some: readonly NodeId[] }) =>
  db.selectFrom('node').select(['node', 'last_n']).where('node', 'in', some),
);

const firstBeyond = compiled((db, { space, to, node }: { space: Space; to: number; node: NodeId }) =>
  db
    .selectFrom('op')
    .select('op.n as n')
    .where('op.node', '=', node)
    .where('op.space', '=', space)
    .where('op.number', 'is not', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('field')
          .select('field.number')
          .whereRef('field.space', '=', 'op.space')
          .whereRef('field.kind', '=', 'op.kind')
          .whereRef('field.id', '=', 'op.id')
          .where((eb) => eb(eb('field.number', '+', 0), '>', to)), // as in pages.ts: by the record's name
      ),
    )
    .orderBy('op.n')
    .limit(1),
);

// One op under two names: a device that shared its name with a copy of itself moves its ops to another one. If the endpoint was
// restored in between, a request from before may bring an op under its old name, and the device brings it under the new one.
// Promises: whichever comes second is kept and acknowledged like any other, and stands for the first, so that nothing comes
// back that was replaced or taken away. What it says and its author's stamp tell that they are one; neither ever changes.
// Leaves alone: texts, which take in an update once however often it comes.

import type { RecordId } from '#domain/ids.ts';
import { canonicalText, type Json } from '#domain/json.ts';
import { type Op, type OpName, opName } from '#domain/op.ts';
import { distinct, selectIn } from '../store/lists.ts';
import type { StoreTransaction } from '../store/tables.ts';

/** Names of the ops of a device that are in effect, by what they say. */
export type OtherNames = ReadonlyMap<string, OpName>;

/** What the device wrote under other names than that of the ops, on their records; nothing for the many that have one name. */
export async function loadOtherNames(tx: StoreTransaction, ops: readonly Op[], device?: RecordId): Promise<OtherNames> {
  const [first] = ops;
  if (!first || device === undefined) return new Map();
  const nodes = await tx.selectFrom('node').select('node').where('device', '=', device).where('node', '!=', first.node).execute();
  if (nodes.length === 0) return new Map();
  const rows = await selectIn(distinct(ops.map(({ id }) => id)), (some) =>
    tx
      .selectFrom('op')
      .select(['node', 'n', 'space', 'kind', 'id', 'field', 'type', 'value', 'stamp'])
      .where('id', 'in', some)
      .where(
        'node',
        'in',
        nodes.map(({ node }) => node),
      )
      .where('code', 'is', null)
      .where('same_as', 'is', null)
      .execute(),
  );
  return new Map(rows.map((row) => [saying({ ...row, value: JSON.parse(row.value) as Json }), opName(row.node, row.n)]));
}

/** The op that says the same and is in effect, if the device wrote it under another name. */
export function sameOp(op: Op, names: OtherNames): OpName | undefined {
  return op.type === 'text' || op.type === 'void' ? undefined : names.get(saying(op));
}

type Saying = Pick<Op, 'space' | 'kind' | 'id' | 'field' | 'value' | 'stamp'> & { readonly type: string };

function saying({ space, kind, id, field, type, value, stamp }: Saying): string {
  return canonicalText([space, kind, id, field, type, value, stamp]);
}

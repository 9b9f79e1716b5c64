// One op, several names: a device that shared its name with a copy of itself moves its ops to another one. If the endpoint was
// restored in between, two things meet that were written in two worlds.
// - A request from before brings an op under its old name, and the device brings it under the new one. Whichever comes second
//   is kept and acknowledged like any other, and stands for the first, so that nothing comes back that was replaced or taken
//   away. What it says and its author's stamp tell that they are one; neither ever changes.
// - A colleague replaced the op when it had its old name, which another op has by now. The moved op says what it was called
//   before, and the colleague's says what it saw there.
// Leaves alone: texts, which take in an update once however often it comes.

import type { RecordId } from '#domain/ids.ts';
import { canonicalText, type Json } from '#domain/json.ts';
import { checkedName, type Op, type OpName, opName, valueCheck } from '#domain/op.ts';
import { compiled } from '../store/compiled.ts';
import { distinct, selectIn } from '../store/lists.ts';
import type { StoreTransaction } from '../store/tables.ts';
import { type FieldName, fieldKey } from './field-key.ts';
import type { SentOp } from './sent-op.ts';

export type Names = {
  /** Ops of the device that are in effect under its other names, by what they say. */
  readonly others: ReadonlyMap<string, OpName>;
  /** Ops that were moved, by field and the names that they had before, with their check. */
  readonly former: ReadonlyMap<string, OpName>;
};

export const noNames: Names = { others: new Map(), former: new Map() };

/** For the records that the ops are about. */
export async function loadNames(tx: StoreTransaction, sent: readonly SentOp[], device: RecordId): Promise<Names> {
  const others = await loadOthers(tx, sent.map(({ op }) => op).filter(isTwinable), device);
  const again = sent.filter(({ checks }) => checks !== undefined).map(({ op }) => op);
  return { others, former: await loadFormer(tx, again) };
}

/** Most devices have one name, and nothing more is looked up. */
async function loadOthers(tx: StoreTransaction, ops: readonly Op[], device: RecordId): Promise<Names['others']> {
  if (ops.length === 0) return noNames.others;
  const known = await nodesOf.all(tx, { device });
  const nodes = new Set(known.map(({ node }) => node).filter((node) => node !== ops[0]?.node));
  if (nodes.size === 0) return noNames.others;
  const found = await selectIn(ops, (some) =>
    selectEffective(tx)
      .where('id', 'in', distinct(some.map(({ id }) => id)))
      .where('stamp', 'in', distinct(some.map(({ stamp }) => stamp)))
      .execute(),
  );
  const rows = found.filter(({ node }) => nodes.has(node));
  return new Map(rows.map((row) => [saying({ ...row, value: JSON.parse(row.value) as Json }), opName(row.node, row.n)]));
}

const nodesOf = compiled((db, { device }: { device: RecordId }) =>
  db.selectFrom('node').select('node').where('device', '=', device),
);

async function loadFormer(tx: StoreTransaction, ops: readonly Op[]): Promise<Names['former']> {
  const rows = await selectIn(distinct(ops.map(({ id }) => id)), (some) =>
    selectEffective(tx).where('id', 'in', some).where('was', 'is not', null).execute(),
  );
  return new Map(rows.flatMap((row) => formerNames(row).map((name) => [keyOf(row, name), opName(row.node, row.n)] as const)));
}

function formerNames({ was, value }: { readonly was: string | null; readonly value: string }): readonly OpName[] {
  const check = valueCheck(JSON.parse(value) as Json);
  return (JSON.parse(was ?? '[]') as readonly OpName[]).map((name) => checkedName(name, check));
}

function selectEffective(tx: StoreTransaction) {
  return tx
    .selectFrom('op')
    .select(['node', 'n', 'space', 'kind', 'id', 'field', 'type', 'value', 'stamp', 'was'])
    .where('code', 'is', null)
    .where('same_as', 'is', null)
    .where('type', 'not in', ['text', 'void']);
}

function isTwinable({ type }: Op): boolean {
  return type !== 'text' && type !== 'void';
}

/** The op that says the same and is in effect, if the device wrote it under another name. */
export function sameOp(op: Op, { others }: Names): OpName | undefined {
  return isTwinable(op) ? others.get(saying(op)) : undefined;
}

/** What an op of this field is called here that had this name (with its check) before. */
export function nameNow(field: FieldName, checked: OpName, { former }: Names): OpName | undefined {
  return former.get(keyOf(field, checked));
}

type Saying = Pick<Op, 'space' | 'kind' | 'id' | 'field' | 'value' | 'stamp'> & { readonly type: string };

function saying({ space, kind, id, field, type, value, stamp }: Saying): string {
  return canonicalText([space, kind, id, field, type, value, stamp]);
}

function keyOf(field: FieldName, name: OpName): string {
  return `${fieldKey(field)} ${name}`;
}

// Ops as rows of tables. A row is one op, or several ops of one record and transaction whose stamps count up by one, as a new
// record's do. Its shape: [type, kind, begins, ...fields], `begins` being 1 where the first op begins a transaction and 0
// where it belongs to that of the op before; an op that says more of itself has the shape [type, kind, begins, field, null].
// Its cells: space, town, id, two of the stamp, a value for each field, and for the last shape an object of what is more.

import type { Json } from '#domain/json.ts';
import { isStamp } from '#domain/stamps.ts';
import { type Allowance, type Ids, objectOf, type PackedTables, packTables, type Row, unpackTables } from './pack-tables.ts';
import { isNextStamp, laterBy, packValue, StampSteps, unpackValue } from './pack-values.ts';
import type { WireOp } from './wire-op.ts';

/** The JSON around an op's names and value. */
const lettersOfOp = 60;

type Begun = { readonly ops: WireOp[]; readonly begins: boolean; readonly more: { readonly [name: string]: Json } };

/** `n` is that of the first op. Undefined where an op is not one, so that they can only be sent as they are. */
export function packOps(ops: readonly WireOp[], n: number, ids: Ids): PackedTables | undefined {
  const runs: Begun[] = [];
  let txBefore: number | undefined;
  for (const [index, op] of ops.entries()) {
    if (!isPlain(op)) return undefined;
    const { space: _s, kind: _k, id: _i, town: _t, type: _y, field: _f, value: _v, stamp: _p, tx, ...rest } = op;
    const own = n + index;
    const continues = tx !== undefined && tx === txBefore;
    const begins = tx === undefined;
    const told = Object.entries(rest).filter(([, member]) => member !== undefined);
    const more = Object.fromEntries(continues || begins ? told : [...told, ['tx', tx]]) as Begun['more'];
    const last = runs.at(-1);
    if (continues && last && isMore(last, op, more)) last.ops.push(op);
    else runs.push({ ops: [op], begins: !continues, more });
    txBefore = tx ?? own;
  }
  const steps = new StampSteps();
  const rows = runs.map((run) => rowOf(run, steps));
  return rows.every((row) => row !== undefined) ? packTables(rows, ids) : undefined;
}

function isPlain({ space, kind, id, town, type, field, value, stamp }: WireOp): boolean {
  const isNamed = [space, kind, id, type, field, town ?? ''].every((name) => typeof name === 'string');
  return isNamed && town !== undefined && value !== undefined && typeof stamp === 'string' && isStamp(stamp);
}

/** Whether the op goes on where the run ends. */
function isMore(run: Begun, op: WireOp, more: Begun['more']): boolean {
  const last = run.ops.at(-1);
  if (!last || Object.keys(run.more).length > 0 || Object.keys(more).length > 0) return false;
  const isSame = (['space', 'kind', 'id', 'town', 'type'] as const).every((name) => last[name] === op[name]);
  return isSame && isNextStamp(last.stamp, op.stamp);
}

function rowOf({ ops, begins, more }: Begun, steps: StampSteps): Row | undefined {
  const [first] = ops;
  if (!first) return undefined;
  const { space, kind, id, town, type, stamp } = first;
  const values = ops.map((op) => packValue(op.value, type === 'text', op.stamp));
  if (!values.every((value) => value !== undefined)) return undefined;
  const hasMore = Object.keys(more).length > 0;
  const shape = [type, kind, begins ? 1 : 0, ...ops.map(({ field }) => field), ...(hasMore ? [null] : [])];
  const cells = [space, town, id, ...steps.pack(JSON.stringify(shape), stamp), ...values, ...(hasMore ? [more] : [])];
  return { shape, cells };
}

/** Throws for anything that packOps does not give. */
export function unpackOps(packed: Json, n: number, ids: readonly string[], allowance: Allowance): Json[] {
  const ops: Json[] = [];
  const steps = new StampSteps();
  let tx = n;
  for (const { key, shape, cells } of unpackTables(packed, ids, allowance)) {
    const [type = null, kind = null, begins, ...fields] = shape;
    const hasMore = fields.at(-1) === null;
    if (hasMore) fields.pop();
    const [space = null, town = null, id = null, step, counter, ...values] = cells;
    const first = steps.unpack(key, step, counter);
    const more = hasMore ? objectOf(values.pop()) : {};
    if (values.length !== fields.length) throw new RangeError('a row of another length');
    for (const [at, field] of fields.entries()) {
      const own = n + ops.length;
      const isFirst = begins === 1 && at === 0;
      if (isFirst) tx = typeof more.tx === 'number' ? more.tx : own;
      allowance.spend(lettersOfOp);
      const stamp = laterBy(first, at);
      const value = unpackValue(values[at], type === 'text', stamp);
      ops.push({ space, kind, id, town, type, field, value, stamp, ...(!isFirst && { tx }), ...more });
    }
  }
  return ops;
}

// An op on the wire: the request names the node and the first number once, and the ops follow without a gap.

import * as v from 'valibot';
import type { Json } from '#domain/json.ts';
import type { Op, OpName } from '#domain/op.ts';
import { isStamp, type Stamp } from '#domain/stamps.ts';

const text = v.pipe(v.string(), v.maxLength(100));
export const stampSchema = v.pipe(v.string(), v.check(isStamp));
export const countSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Deeper values are refused here, since what reads them later calls itself once a level. */
const maxDepth = 64;
/** JSON.parse made it, so it is JSON. */
export const jsonSchema = v.custom<Json>((value) => value !== undefined && isAtMostDeep(value, maxDepth));

/** As many names as a device may have. */
const mostNames = 200;

const baseSchema = v.pipe(v.array(text), v.maxLength(1000));

export const wireOpSchema = v.object({
  space: text,
  kind: text,
  id: text,
  town: v.nullable(text),
  type: v.picklist(['set', 'add', 'remove', 'text', 'delete', 'restore', 'void']),
  field: text,
  value: jsonSchema,
  stamp: stampSchema,
  base: v.optional(baseSchema, []),
  tx: v.optional(countSchema),
  /** Only on an op that is sent again: the stamp that the endpoint had fixed. */
  effective: v.optional(stampSchema),
  /** Only on an op that is sent again: per base the check of the value that its author saw there. */
  checks: v.optional(baseSchema),
  /** Only on an op that had other names before its device took another one. */
  was: v.optional(v.pipe(v.array(text), v.maxLength(mostNames))),
});
export type WireOp = v.InferInput<typeof wireOpSchema>;
type ParsedWireOp = v.InferOutput<typeof wireOpSchema>;

function isAtMostDeep(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return true;
  return levels > 0 && Object.values(value).every((member) => isAtMostDeep(member, levels - 1));
}

/** An empty base and a transaction of one op go without saying. */
export function opToWire({ node: _node, n, base, tx, ...op }: Op, again: Again = {}): WireOp {
  const { effective, checks = [], was = [] } = again;
  return {
    ...op,
    ...(base.length > 0 && { base: [...base] }),
    ...(tx !== n && { tx }),
    ...(effective && { effective }),
    ...(checks.length > 0 && { checks: [...checks] }),
    ...(was.length > 0 && { was: [...was] }),
  };
}

/** What an op carries besides when it is sent again, or under another name. */
export type Again = {
  readonly effective?: Stamp | undefined;
  readonly checks?: readonly string[] | undefined;
  readonly was?: readonly OpName[] | undefined;
};

export function opFromWire(
  { effective: _effective, checks: _checks, was: _was, ...wire }: ParsedWireOp,
  node: string,
  n: number,
): Op {
  return { ...wire, node, n, tx: wire.tx ?? n };
}

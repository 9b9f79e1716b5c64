// An op of a push, with what it carries besides.

import type { Op, OpName } from '#domain/op.ts';
import type { Stamp } from '#domain/stamps.ts';

/**
 * Only on an op that is sent again: the effective stamp that the endpoint had fixed, and what the device had told apart its
 * bases by. Only on one that its device moved to another name: the names before.
 */
export type SentOp = {
  readonly op: Op;
  readonly effective?: Stamp;
  readonly checks?: readonly string[];
  readonly was?: readonly OpName[];
};

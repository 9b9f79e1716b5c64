// Senders of the same work to the endpoint and to the baseline. What can be made before the clock runs is made before: the
// sender shares the machine with what it measures.

import { opHash } from '#domain/hash.ts';
import { type Op, type OpName, opName } from '#domain/op.ts';
import { packRequest } from '#protocol/pack.ts';
import type { Cursor, SyncRequest } from '#protocol/sync.ts';
import { opToWire } from '#protocol/wire-op.ts';
import { type Line, zipped } from '#tests/load/line.ts';
import type { Account } from '#tests/load/programme.ts';

export type Pusher = {
  /** Makes that many pushes ready beyond those that are. */
  readonly prepare: (count: number) => void;
  /** Sends the next push and waits until it is acknowledged. Throws when it is turned away. */
  readonly push: () => Promise<void>;
  /** Every op that was acknowledged. */
  readonly acknowledged: () => readonly Op[];
};

const maxBytes = 64 * 1024;

/** A device that syncs as the app's do: its pushes say what it has, and it takes in where it stands. */
export function createDevice(line: Line, account: Account, nextOps: () => readonly Op[]): Pusher {
  const { node } = account;
  const ready: (readonly [readonly Op[], object])[] = [];
  const acknowledged: Op[] = [];
  const cursors: Record<string, Cursor> = {};
  let nodes: SyncRequest['nodes'] = { [node]: [0, ''] };
  const prepare = (count: number) => {
    for (let made = 0; made < count; made += 1) {
      const ops = nextOps();
      const frame = { version: 1, nodes: {}, from: { node, n: ops[0]?.n ?? 1 }, cursors: {}, maxBytes };
      ready.push([ops, packRequest({ ...frame, ops: ops.map((op) => opToWire(op)) }) as object]);
    }
  };
  return {
    prepare,
    acknowledged: () => acknowledged,
    push: async () => {
      if (ready.length === 0) prepare(1);
      const [ops, packed] = ready.shift() ?? [[], {}];
      const { status, body } = await line.post('/api/sync', JSON.stringify({ ...packed, nodes, cursors }), account);
      if (status !== 200) throw new Error(`A push was answered with ${status} ${body}`);
      const { acked, receipt, refused = [], pages = [] } = JSON.parse(body.toString()) as PackedAnswer;
      if (acked !== ops.at(-1)?.n || refused.length > 0) throw new Error(`A push was not taken in: ${body}`);
      acknowledged.push(...ops);
      nodes = { [node]: [acked, receipt] };
      for (const { space, to, head, chain } of pages) cursors[space] = [to, head, chain];
    },
  };
}

/** What of an answer is the same packed and unpacked; empty lists are left out. */
export type PackedAnswer = {
  readonly acked: number;
  readonly receipt: string;
  readonly refused?: readonly unknown[];
  readonly pages?: readonly { readonly space: string; readonly to: number; readonly head: number; readonly chain: string }[];
};

/** Sends the same ops as rows to the plain route. */
export function createPlainSender(line: Line, nextOps: () => readonly Op[]): Pusher {
  const ready: (readonly [readonly Op[], Buffer])[] = [];
  const acknowledged: Op[] = [];
  const prepare = (count: number) => {
    for (let made = 0; made < count; made += 1) {
      const ops = nextOps();
      ready.push([ops, zipped(JSON.stringify(ops.map(rowOf)))]);
    }
  };
  return {
    prepare,
    acknowledged: () => acknowledged,
    push: async () => {
      if (ready.length === 0) prepare(1);
      const [ops, body] = ready.shift() ?? [[], Buffer.alloc(0)];
      const answer = await line.post('/rows', body);
      if (answer.status !== 200) throw new Error(`The baseline answered with ${answer.status} ${answer.body}`);
      acknowledged.push(...ops);
    },
  };
}

function rowOf({ node, n, space, kind, id, town, type, field, value, stamp, base, tx }: Op) {
  return [node, n, space, kind, id, town, type, field, JSON.stringify(value), stamp, JSON.stringify(base), tx];
}

export function hashesOf(ops: readonly Op[]): ReadonlyMap<OpName, string> {
  return new Map(ops.map((op) => [opName(op.node, op.n), opHash(op)]));
}

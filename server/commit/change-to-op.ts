// The endpoint's own writing: turns changes into ops of its own node and commits them like everybody else's.
// Used for the example round and for what comes into being when somebody joins. Asks no permission, but every op must be sound.

import type { Change } from '#domain/change.ts';
import type { NodeId } from '#domain/ids.ts';
import { headNames } from '#domain/join.ts';
import { canonicalText, type Json } from '#domain/json.ts';
import { lifeField, type Op, type OpName, opName } from '#domain/op.ts';
import { nextStamp, zeroStamp } from '#domain/stamps.ts';
import type { StoreTransaction } from '../store/tables.ts';
import { endpointAuthor, endpointDevice } from './author.ts';
import { fieldKey } from './field-key.ts';
import { type Locked, lockForWriting, type Writing } from './locks.ts';
import { commitPush } from './push.ts';
import { loadWorkingSet } from './working-set.ts';

/**
 * Writes the changes as one transaction of ops. A transaction that locks more than these changes need does so before, in one go
 * (locks.ts, `writingsOf`). Throws when one of them is refused: then the endpoint itself is wrong.
 */
export async function commitChanges(
  tx: StoreTransaction,
  node: NodeId,
  changes: readonly Change[],
  nowMs: number,
): Promise<void> {
  const locked = await lockForWriting(tx, { nodes: [node], writes: writingsOf(changes) });
  const row = locked.nodes.get(node);
  const firstN = (row?.lastN ?? 0) + 1;
  let stamp = row?.lastStamp ?? zeroStamp;
  const drafts = changes.map((change, index): Op => {
    stamp = nextStamp(stamp, nowMs);
    return draftOf(change, node, firstN + index, firstN, stamp);
  });
  const ops = await withBases(tx, drafts, locked);
  const push = { node, device: endpointDevice, ops: ops.map((op) => ({ op })) };
  const result = await commitPush(tx, push, locked, endpointAuthor, nowMs);
  if (!result.ok) throw new Error(`The endpoint's own writing was turned away: ${result.refusal.error}`);
  const refused = result.value.refused[0];
  if (refused) throw new Error(`The endpoint's own op ${refused[0] - firstN + 1} of ${ops.length} was refused: ${refused[1]}`);
}

export function writingsOf(changes: readonly Change[]): readonly Writing[] {
  return changes.map((change) => ({ ...change.ref, type: change.type, field: fieldOf(change) }));
}

function fieldOf(change: Change): string {
  return 'field' in change ? change.field : lifeField;
}

function draftOf(change: Change, node: NodeId, n: number, tx: number, stamp: string): Op {
  const { space, kind, id, town } = change.ref;
  const value: Json = 'value' in change ? change.value : change.type === 'delete' ? 'deleted' : 'live';
  return { node, n, space, kind, id, town, type: change.type, field: fieldOf(change), value, stamp, base: [], tx };
}

/** A change replaces what its field holds now; a text goes on from the endpoint's previous op there. */
async function withBases(tx: StoreTransaction, drafts: readonly Op[], { counters }: Locked): Promise<readonly Op[]> {
  const working = await loadWorkingSet(tx, drafts, counters);
  const earlier = new Map<string, OpName>();
  return drafts.map((op) => {
    const key = fieldKey(op);
    const own = earlier.get(key);
    earlier.set(key, opName(op.node, op.n));
    const state = working.fields.get(key)?.state;
    if (op.type === 'add') return op;
    if (op.type === 'remove') {
      const tags = state?.type === 'set' ? state.tags : [];
      const element = canonicalText(op.value);
      return { ...op, base: tags.filter(({ value }) => canonicalText(value) === element).map((tag) => opName(tag.node, tag.n)) };
    }
    return { ...op, base: own ? [own] : headNames(state) };
  });
}

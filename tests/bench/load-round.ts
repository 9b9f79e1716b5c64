// Puts a large round into an endpoint's database as its devices would have: every record is a transaction of its own, at its
// own instant of a working day, by one of three devices of its town, pushed in order and committed like any other push.

import { firstUpdate } from '#data/text-document.ts';
import type { Change } from '#domain/change.ts';
import { groupBy } from '#domain/group-by.ts';
import { shortHash } from '#domain/hash.ts';
import { createNodeId, spaceKind } from '#domain/ids.ts';
import type { Op } from '#domain/op.ts';
import { nextStamp, zeroStamp } from '#domain/stamps.ts';
import { buildExampleRound } from '#example/build-example-round.ts';
import type { ExampleRound } from '#example/content-types.ts';
import { maxOpsPerRequest } from '#protocol/limits.ts';
import { endpointAuthor } from '#server/commit/author.ts';
import { lockForWriting } from '#server/commit/locks.ts';
import { commitPush } from '#server/commit/push.ts';
import { loadExample } from '#server/example.ts';
import { createInvitation } from '#server/invitations.ts';
import type { Store } from '#server/store/tables.ts';
import { writing } from '#server/store/transactions.ts';
import { seededRandom } from '#tests/support/device.ts';
import { createChoice } from './choice.ts';

const devicesPerTown = 3;
const hoursBeforeNoon = 4;

export async function loadRound(store: Store, content: ExampleRound): Promise<void> {
  await loadExample(store, { ...content, plans: [] }, seededRandom(70_001));
  for (const [node, ops] of historyOf(content)) {
    for (const batch of batchesOf(ops)) {
      const push = { node, device: `device of ${node}`, ops: batch.map((op) => ({ op })) };
      const pushed = await writing(store, async (tx) => {
        const locked = await lockForWriting(tx, { nodes: [node], writes: batch });
        return commitPush(tx, push, locked, endpointAuthor, Date.now());
      });
      if (!pushed.ok || pushed.value.refused.length > 0) throw new Error('The round was not taken in');
    }
  }
}

/** Codes for that many devices of the coordinator, who sees everything. */
export async function inviteCoordinator(store: Store, content: ExampleRound, count: number): Promise<readonly string[]> {
  const { people, roundId } = buildExampleRound({ ...content, plans: [] }, firstUpdate);
  const person = people.find(({ role }) => role === 'coordinator');
  if (!person) throw new Error('The round has no coordinator');
  const offer = { role: person.role, town: null, position: person.position, groups: [], round: roundId, person: person.id };
  const means = { nowMs: Date.now(), random: seededRandom(70_002) };
  const codes: string[] = [];
  for (let made = 0; made < count; made += 1) codes.push((await createInvitation(store, offer, means)).link);
  return codes;
}

export type DatedRecord = { readonly at: number; readonly changes: readonly Change[] };

/**
 * What happens to one record in one day, each at its own instant (ms since 1970), in order. Towns work side by side, each
 * plan after plan, a record every few seconds. `textOf`: how a text is written.
 */
export function datedRecords(content: ExampleRound, textOf: (field: string, text: string) => string): readonly DatedRecord[] {
  const choice = createChoice(7);
  const records: DatedRecord[] = [];
  for (const { at: noon, changes } of buildExampleRound(content, textOf).transactions) {
    const clocks = new Map<string, number>();
    for (const own of groupBy(changes, ({ ref }) => ref.id).values()) {
      const town = own[0]?.ref.town ?? '';
      const at = (clocks.get(town) ?? noon - hoursBeforeNoon * 3_600_000) + choice.between(5_000, 40_000);
      clocks.set(town, at);
      records.push({ at, changes: own.map((change) => happening(change, at)) });
    }
  }
  return records.sort((a, b) => a.at - b.at);
}

/** A tick and the beginning of a note tell the same instant as their op. */
function happening(change: Change, at: number): Change {
  const { type } = change;
  if (type !== 'set' || (change.field !== 'check' && change.field !== 'begun')) return change;
  return { ...change, value: { ...(change.value as { readonly by: string }), at } };
}

/** The ops of every device, by its node. Now and then a town's colleagues take turns. */
function historyOf(content: ExampleRound): ReadonlyMap<string, readonly Op[]> {
  const choice = createChoice(8);
  const histories = new Map<string, Op[]>();
  const atWork = new Map<string, string>();
  for (const { at, changes } of datedRecords(content, firstUpdate)) {
    const [first] = changes;
    if (!first || spaceKind(first.ref.space) !== 'group') continue;
    const town = first.ref.town ?? '';
    const node = (choice.chance(0.95) && atWork.get(town)) || nodeName(town, choice.between(1, devicesPerTown));
    atWork.set(town, node);
    const history = histories.get(node) ?? [];
    histories.set(node, history);
    const tx = history.length + 1;
    for (const change of changes) history.push(opOf(change, node, history, at, tx));
  }
  return histories;
}

function opOf(change: Change, node: string, history: readonly Op[], at: number, tx: number): Op {
  if (!('value' in change)) throw new Error('A generated round only sets, adds and writes');
  const stamp = nextStamp(history.at(-1)?.stamp ?? zeroStamp, at);
  const { type, ref, field, value } = change;
  return { ...ref, node, n: history.length + 1, type, field, value, stamp, base: [], tx };
}

/** Sixteen digits, as devices have them. */
function nodeName(town: string, device: number): string {
  return createNodeId(seededRandom(Number.parseInt(shortHash(`${town} ${device}`).slice(0, 8), 16)));
}

function batchesOf(ops: readonly Op[]): readonly (readonly Op[])[] {
  const batches: Op[][] = [];
  for (const op of ops) {
    const last = batches.at(-1);
    const isSameTransaction = last?.at(-1)?.tx === op.tx;
    if (last && (isSameTransaction || last.length < maxOpsPerRequest - 20)) last.push(op);
    else batches.push([op]);
  }
  return batches;
}

// Random histories of one field, and what must come of them, worked out without join.
// A history is causal: each node writes over what it has seen of the others. Its ops then arrive somewhere in any
// interleaving that keeps each node's own order, some of them twice.

import fc from 'fast-check';
import type { Delivery, FieldState, Head, join } from '#domain/join.ts';
import { checkedName, type Op, type OpName, type OpType, opName, valueCheck } from '#domain/op.ts';
import { stampOf } from '#domain/stamps.ts';

export type Join = typeof join;
export type Sort = 'register' | 'life' | 'set' | 'text';
export type History = { readonly sort: Sort; readonly deliveries: readonly Delivery[] };
export type Arrivals = { readonly history: History; readonly orders: readonly (readonly Delivery[])[] };

const names = ['ana', 'ben', 'cleo', 'dora', 'emil'];

export function nameOf({ op }: Delivery): OpName {
  return opName(op.node, op.n);
}

type Step = {
  readonly node: number;
  readonly verdict: 'accepted' | 'refused' | 'void';
  readonly stampMs: number;
  readonly removes: boolean;
  /** How much of each other node's ops this node has read by now, in percent. */
  readonly reads: readonly number[];
  /** Whether it knows what was refused; a device that does not yet know builds on its own refused ops. */
  readonly knowsVerdicts: boolean;
  /** Sometimes a node names any ops it knows, not just the heads. */
  readonly stray: readonly number[];
};

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  node: fc.nat(4),
  verdict: fc.oneof(
    { weight: 5, arbitrary: fc.constant('accepted' as const) },
    { weight: 2, arbitrary: fc.constant('refused' as const) },
    { weight: 1, arbitrary: fc.constant('void' as const) },
  ),
  stampMs: fc.nat(6),
  removes: fc.boolean(),
  reads: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 5, maxLength: 5 }),
  knowsVerdicts: fc.boolean(),
  stray: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }) },
  ),
});

/** A causal history by two to five nodes, in an order in which it may have been written. */
export function historyArbitrary(sort: Sort): fc.Arbitrary<History> {
  return fc
    .tuple(fc.integer({ min: 2, max: 5 }), fc.array(stepArbitrary, { minLength: 1, maxLength: 14 }))
    .map(([nodeCount, steps]) => ({ sort, deliveries: write(sort, nodeCount, steps) }));
}

function write(sort: Sort, nodeCount: number, steps: readonly Step[]): readonly Delivery[] {
  const written: Delivery[][] = Array.from({ length: nodeCount }, () => []);
  const read = written.map(() => written.map(() => 0));
  const inOrder: Delivery[] = [];
  for (const [index, step] of steps.entries()) {
    const author = step.node % nodeCount;
    const mine = written[author] ?? [];
    const seen = read[author] ?? [];
    const known = written.flatMap((ops, other) => {
      seen[other] = Math.max(seen[other] ?? 0, Math.floor((ops.length * (step.reads[other] ?? 0)) / 100));
      return other === author ? ops : ops.slice(0, seen[other]);
    });
    const believed = step.knowsVerdicts ? known : known.map((delivery) => ({ ...delivery, accepted: true }));
    const base = basesOf(sort, step, believed, mine);
    const delivery = deliveryOf(sort, step, { node: names[author] ?? '', n: mine.length + 1, base, value: `v${index}` });
    mine.push(delivery);
    inOrder.push(delivery);
  }
  return inOrder;
}

function basesOf(sort: Sort, step: Step, believed: readonly Delivery[], mine: readonly Delivery[]): readonly OpName[] {
  if (sort === 'text') return mine.slice(-1).map(nameOf);
  if (sort === 'set' && !step.removes) return [];
  const stray = believed.length > 0 ? step.stray.map((pick) => nameOf(believed[pick % believed.length] as Delivery)) : [];
  const shown = sort === 'set' ? expectedTags(believed) : expectedHeads(believed);
  return [...new Set([...shown.map(({ node, n }) => opName(node, n)), ...stray])];
}

function deliveryOf(sort: Sort, step: Step, { node, n, base, value }: Pick<Op, 'node' | 'n' | 'base' | 'value'>): Delivery {
  const type = typeOf(sort, step);
  const stamp = stampOf(step.stampMs, 0);
  const op: Op = {
    ...{ node, n, space: 'round:R1', kind: kindOf[sort], id: 'X1', town: null, field: fieldOf[sort], stamp, base, tx: n },
    type: step.verdict === 'void' ? 'void' : type,
    value: step.verdict === 'void' ? type : value,
  };
  return { op, stamp, accepted: step.verdict !== 'refused' };
}

const kindOf: Readonly<Record<Sort, string>> = { register: 'theme', life: 'theme', set: 'membership', text: 'note' };
const fieldOf: Readonly<Record<Sort, string>> = { register: 'name', life: 'life', set: 'groups', text: 'body' };

function typeOf(sort: Sort, { removes }: Step): OpType {
  if (sort === 'set') return removes ? 'remove' : 'add';
  if (sort === 'life') return removes ? 'delete' : 'restore';
  return sort === 'text' ? 'text' : 'set';
}

/** The same history arriving in two orders; each keeps the order of every node and repeats some ops. */
export function arrivalsArbitrary(history: fc.Arbitrary<History>): fc.Arbitrary<Arrivals> {
  return history.chain((written) => {
    const order = fc
      .tuple(picks(written.deliveries.length), picks(written.deliveries.length))
      .map(([next, again]) => arrange(written.deliveries, next, again));
    return fc.tuple(order, order).map((orders) => ({ history: written, orders }));
  });
}

function picks(count: number): fc.Arbitrary<readonly number[]> {
  return fc.array(fc.nat(9), { minLength: count, maxLength: count });
}

function arrange(deliveries: readonly Delivery[], next: readonly number[], again: readonly number[]): readonly Delivery[] {
  const waiting = Object.values(Object.groupBy(deliveries, ({ op }) => op.node)).map((ops) => [...(ops ?? [])]);
  const arrived: Delivery[] = [];
  for (const [index, pick] of next.entries()) {
    const open = waiting.filter((ops) => ops.length > 0);
    const delivery = open[pick % open.length]?.shift();
    if (delivery) arrived.push(delivery);
    const repeated = arrived[(again[index] ?? 0) * 3 - 12];
    if (repeated) arrived.push(repeated);
  }
  return arrived;
}

export function fold(joinOne: Join, deliveries: readonly Delivery[]): FieldState | undefined {
  return deliveries.reduce<FieldState | undefined>((state, delivery) => joinOne(state, delivery), undefined);
}

/** Ops that take effect: the accepted ones, and any refused or void one that an op in effect names. */
export function inEffect(deliveries: readonly Delivery[]): readonly Delivery[] {
  const effective = new Set(deliveries.filter(isLive));
  let size = -1;
  while (size !== effective.size) {
    size = effective.size;
    const named = new Set([...effective].flatMap(({ op }) => op.base));
    for (const delivery of deliveries) if (named.has(nameOf(delivery))) effective.add(delivery);
  }
  return [...effective];
}

/** The heads of a register: what was accepted and is named by no op in effect. */
export function expectedHeads(deliveries: readonly Delivery[]): readonly Head[] {
  const superseded = new Set(inEffect(deliveries).flatMap(({ op }) => op.base));
  return deliveries
    .filter((delivery) => isLive(delivery) && !namesOf(delivery).some((name) => superseded.has(name)))
    .map(headOf)
    .sort(highestFirst);
}

/** The tags of a set: what was added and is named by no accepted removal. */
export function expectedTags(deliveries: readonly Delivery[]): readonly Head[] {
  const live = deliveries.filter(isLive);
  const removed = new Set(live.filter(({ op }) => op.type === 'remove').flatMap(({ op }) => op.base));
  const kept = live.filter((delivery) => delivery.op.type === 'add' && !namesOf(delivery).some((name) => removed.has(name)));
  return kept.map(headOf).sort(highestFirst);
}

/** Whatever an op may be named by: its name, and this or an earlier one together with the check of its value. */
function namesOf(delivery: Delivery): readonly OpName[] {
  const own = nameOf(delivery);
  const check = valueCheck(delivery.op.value);
  return [own, ...[own, ...(delivery.was ?? [])].map((name) => checkedName(name, check))];
}

export function isLive({ op, accepted }: Delivery): boolean {
  return accepted && op.type !== 'void';
}

export function headOf({ op, stamp }: Delivery): Head {
  return { node: op.node, n: op.n, stamp, value: op.value };
}

function highestFirst(a: Head, b: Head): number {
  return compare(b.stamp, a.stamp) || compare(b.node, a.node) || b.n - a.n;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

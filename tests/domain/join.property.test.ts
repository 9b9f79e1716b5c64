// Whatever order ops arrive in, everybody ends with the same state, and nothing vanishes.
// The second half breaks join on purpose: a property that finds no planted fault would prove nothing.

import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Delivery, type FieldState, join } from '#domain/join.ts';
import { opName } from '#domain/op.ts';
import {
  type Arrivals,
  arrivalsArbitrary,
  expectedHeads,
  expectedTags,
  fold,
  headOf,
  historyArbitrary,
  inEffect,
  isLive,
  type Join,
  nameOf,
  type Sort,
} from './histories.ts';

const sorts: readonly Sort[] = ['register', 'life', 'set', 'text'];

function arrivals(sort: Sort): fc.Arbitrary<Arrivals> {
  return arrivalsArbitrary(historyArbitrary(sort));
}

function givesEqualStates(joinOne: Join, { orders }: Arrivals): boolean {
  const [first, second] = orders.map((order) => fold(joinOne, order));
  return isDeepStrictEqual(first, second);
}

/** After every arrival, not just the last: a device shows what has come so far. */
function showsWhatTheRulesSay(joinOne: Join, { history, orders }: Arrivals): boolean {
  let state: FieldState | undefined;
  const arrived: Delivery[] = [];
  for (const delivery of orders[0] ?? []) {
    state = joinOne(state, delivery);
    if (!arrived.some((other) => nameOf(other) === nameOf(delivery))) arrived.push(delivery);
    if (!isDeepStrictEqual(contentOf(state), expectedContent(history.sort, arrived))) return false;
  }
  return true;
}

function contentOf(state: FieldState): unknown {
  if (state.type === 'register') return state.heads;
  return state.type === 'set' ? state.tags : new Set(state.updates.map(({ node, n }) => opName(node, n)));
}

function expectedContent(sort: Sort, arrived: readonly Delivery[]): unknown {
  if (sort === 'set') return expectedTags(arrived);
  return sort === 'text' ? new Set(arrived.filter(isLive).map(nameOf)) : expectedHeads(arrived);
}

/** Every accepted value is still there, or an op that took effect named it. */
function losesNothing(joinOne: Join, { history, orders }: Arrivals): boolean {
  const state = fold(joinOne, orders[0] ?? []);
  const shown = state?.type === 'register' ? state.heads : state?.type === 'set' ? state.tags : (state?.updates ?? []);
  const named = new Set(inEffect(history.deliveries).flatMap(({ op }) => op.base));
  return history.deliveries
    .filter((delivery) => isLive(delivery) && delivery.op.type !== 'remove' && !named.has(nameOf(delivery)))
    .every((delivery) => shown.some((head) => isDeepStrictEqual(head, headOf(delivery))));
}

const promises = { givesEqualStates, showsWhatTheRulesSay, losesNothing };

describe.each(sorts)('join, on a field of sort %s', (sort) => {
  test.each([
    ['gives equal states for every interleaving, repeats included', givesEqualStates],
    ['shows after every arrival what the rules say', showsWhatTheRulesSay],
    ['lets nothing vanish', losesNothing],
  ])('%s', (_name, promise) => {
    fc.assert(
      fc.property(arrivals(sort), (some) => promise(join, some)),
      { numRuns: 3000 },
    );
  });

  test('does not change the state that it is given', () => {
    fc.assert(
      fc.property(arrivals(sort), ({ orders }) => {
        let state: FieldState | undefined;
        for (const delivery of orders[0] ?? []) {
          const before = structuredClone(state);
          const next = join(state, delivery);
          expect(state).toEqual(before);
          state = next;
        }
      }),
    );
  });
});

/** Joins that a tired developer might write. */
const faults: readonly { readonly name: string; readonly sort: Sort; readonly broken: Join }[] = [
  {
    name: 'unites heads instead of replacing them',
    sort: 'register',
    broken: (state, delivery) => {
      const next = join(state, delivery);
      if (state?.type !== 'register' || next.type !== 'register') return next;
      return { ...next, heads: [...state.heads, ...next.heads.filter(({ n, node }) => !holds(state, opName(node, n)))] };
    },
  },
  {
    name: 'lets the last arrival win',
    sort: 'register',
    broken: (state, delivery) => {
      const next = join(state, delivery);
      return next.type === 'register' ? { ...next, heads: next.heads.slice(0, 1) } : next;
    },
  },
  {
    name: 'does not let a refused op stand for its own bases',
    sort: 'register',
    broken: (state, delivery) => join(state?.type === 'register' ? { ...state, stands: undefined } : state, delivery),
  },
  {
    name: 'forgets which ops were replaced before they arrived',
    sort: 'register',
    broken: (state, delivery) => join(state?.type === 'register' ? { ...state, awaited: undefined } : state, delivery),
  },
  {
    name: 'ignores the bases of a refused op that comes after it was named',
    sort: 'register',
    broken: (state, delivery) => join(state, delivery.accepted ? delivery : { ...delivery, op: { ...delivery.op, base: [] } }),
  },
  {
    name: 'ignores the bases of a void op',
    sort: 'register',
    broken: (state, delivery) =>
      join(state, delivery.op.type !== 'void' ? delivery : { ...delivery, op: { ...delivery.op, base: [] } }),
  },
  {
    name: 'takes refused ops as accepted',
    sort: 'register',
    broken: (state, delivery) => join(state, { ...delivery, accepted: true }),
  },
  { name: 'takes repeats in again', sort: 'text', broken: (state, delivery) => join(state && { ...state, seen: {} }, delivery) },
  {
    name: 'forgets removed tags',
    sort: 'set',
    broken: (state, delivery) => join(state?.type === 'set' ? { ...state, removed: [] } : state, delivery),
  },
  {
    name: 'removes every tag instead of those that were seen',
    sort: 'set',
    broken: (state, delivery) => {
      const next = join(state, delivery);
      return next.type === 'set' && delivery.op.type === 'remove' ? { ...next, tags: [] } : next;
    },
  },
];

function holds(state: FieldState, name: string): boolean {
  return state.type === 'register' && state.heads.some(({ node, n }) => opName(node, n) === name);
}

test.each(faults)('the promises catch a join that $name', ({ sort, broken }) => {
  const caught = Object.values(promises).filter((promise) => {
    const property = fc.property(arrivals(sort), (some) => promise(broken, some));
    return fc.check(property, { numRuns: 3000, seed: 7 }).failed;
  });
  expect(caught).not.toEqual([]);
});

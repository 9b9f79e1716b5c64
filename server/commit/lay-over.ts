// Lays one decided op over the state of its field, as the endpoint keeps it: with what stands behind bases without effect, and
// without what the op table tells by itself. The same for a push and for whoever recomputes the states from the ops.

import { type Delivery, type FieldState, join } from '#domain/join.ts';
import { means, type OpName, opName } from '#domain/op.ts';
import { type EarlierOp, standingBases } from './working-set.ts';

/** `sameAs`: the op that is there already and says the same (other-names.ts). */
export function laidOver(
  state: FieldState | undefined,
  delivery: Delivery,
  sameAs: OpName | undefined,
  earlier: ReadonlyMap<OpName, EarlierOp>,
): FieldState {
  if (sameAs === undefined) return laidPlainly(state, delivery, earlier);
  const { op } = delivery;
  const next = laidPlainly(state, { ...delivery, op: { ...op, base: [sameAs] }, accepted: false }, earlier);
  return withoutTwin(next, delivery, sameAs);
}

function laidPlainly(state: FieldState | undefined, delivery: Delivery, earlier: ReadonlyMap<OpName, EarlierOp>): FieldState {
  const { op } = delivery;
  return asKept(join(state, { ...delivery, op: { ...op, base: standingBases(op, earlier) } }));
}

/** Its field has taken it in, and holds nothing more; what replaced it before it came replaces the first one. */
function withoutTwin(state: FieldState, { op, was }: Delivery, sameAs: OpName): FieldState {
  if (state.type !== 'set' || !means(state.removed, opName(op.node, op.n), op.value, was)) return state;
  const tags = state.tags.filter(({ node, n }) => opName(node, n) !== sameAs);
  return { ...state, tags, removed: [...new Set([...state.removed, sameAs])].sort() };
}

/** What the op table tells is not kept twice: a text's updates are its accepted ops, and refused ops have their bases there. */
function asKept(state: FieldState): FieldState {
  if (state.type === 'text') return { ...state, updates: [] };
  if (state.type === 'set' || !state.stands) return state;
  const { stands: _stands, ...kept } = state;
  return kept;
}

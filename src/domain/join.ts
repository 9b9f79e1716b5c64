// The only merge. join(state, delivery) lays one op over the state of its field, at the endpoint to accept it and on the
// device to show own ops that no page covers yet.
//
// A field keeps its heads. A `set` removes the heads that its author had seen (its bases) and adds itself; what two
// people wrote without seeing one another stays as two heads, and the one with the higher stamp is shown.
// Example: Ana writes "12 June" over X, Ben writes "20 June" over X. Whatever comes first, the field ends with both as
// heads. Ana sees both, picks one: her op names both as bases, and one head is left.
//
// Promises: pure; repeats change nothing; interleaving the ops of several nodes differently gives the same state.
// Asks: one node's ops arrive in the order of their n (the endpoint answers a hole with the number to resume from).
// Leaves to others: whether an op is accepted (permissions.ts, the endpoint), what its value means (kinds).

import type { NodeId } from './ids.ts';
import type { Json } from './json.ts';
import { isChecked, lifeField, means, namesMeaning, type Op, type OpName, opName, parseOpName } from './op.ts';
import { kindNamed } from './records.ts';
import type { Stamp } from './stamps.ts';

/** A value with its author op; `stamp` is the effective one once the endpoint has fixed it. */
export type Head = { readonly node: NodeId; readonly n: number; readonly stamp: Stamp; readonly value: Json };

/** The highest n per node that this field has taken in, accepted or not. */
export type Seen = Readonly<Record<NodeId, number>>;

export type RegisterState = {
  readonly type: 'register';
  /** Highest stamp first: heads[0] is shown, more than one is a conflict. */
  readonly heads: readonly Head[];
  readonly seen: Seen;
  /** Ops that were replaced before they arrived; they are born superseded. */
  readonly awaited?: readonly OpName[];
  /** A refused or void op stands for its own bases when a later op names it. */
  readonly stands?: Readonly<Record<OpName, readonly OpName[]>>;
};

export type SetState = {
  readonly type: 'set';
  readonly tags: readonly Head[];
  /** Removed tags are kept, so that a remove which comes before its add still holds. */
  readonly removed: readonly OpName[];
  readonly seen: Seen;
};

export type TextState = {
  readonly type: 'text';
  /** Opaque yjs updates in order of arrival; they commute, so the order does not matter to the text. */
  readonly updates: readonly Head[];
  readonly seen: Seen;
  /** Refused ops of this text; an author's later ops that build on them are refused as well (text-gap). */
  readonly gaps?: readonly OpName[];
};

/** A page may bring a state of another type, which only a newer version knows: it is kept as it came, and but `seen` unread. */
export type FieldState = RegisterState | SetState | TextState;

const sorts: ReadonlySet<string> = new Set<FieldState['type']>(['register', 'set', 'text']);

export function isKnownSort(type: string): type is FieldState['type'] {
  return sorts.has(type);
}

/** An op as the endpoint decided on it; before that, its own stamp and `accepted: true`. `was`: names that it had before. */
export type Delivery = {
  readonly op: Op;
  readonly stamp: Stamp;
  readonly accepted: boolean;
  readonly was?: readonly OpName[] | undefined;
};

export function join(state: FieldState | undefined, { op, stamp, accepted, was }: Delivery): FieldState {
  if (state && (!isKnownSort(state.type) || (op.n > 0 && isSeen(state.seen, op)))) return state;
  const type = typeOfField(op, state);
  const current = state?.type === type ? state : emptyState(type, state?.seen ?? {});
  const head = { node: op.node, n: op.n, stamp, value: op.value };
  const entry: Entry = { name: opName(op.node, op.n), was, head, base: op.base };
  const live = accepted && op.type !== 'void';
  if (current.type === 'register') return joinRegister(current, entry, live);
  if (current.type === 'set') return joinSet(current, entry, live, op.type);
  return joinText(current, entry, live);
}

type Entry = {
  readonly name: OpName;
  readonly was: readonly OpName[] | undefined;
  readonly head: Head;
  readonly base: readonly OpName[];
};

/**
 * The sort of a field comes from its kind, never from the op that happens to arrive first: that may be a refused one of
 * the wrong type. Only for a kind that this version does not know is it read from what came. A void op's value is the
 * type that it had.
 */
function typeOfField(op: Op, state: FieldState | undefined): FieldState['type'] {
  if (op.field === lifeField) return 'register';
  const fields = kindNamed(op.kind)?.fields;
  const declared = fields && Object.hasOwn(fields, op.field) ? fields[op.field]?.type : undefined;
  const type = op.type === 'void' ? op.value : op.type;
  return declared ?? state?.type ?? (type === 'add' || type === 'remove' ? 'set' : type === 'text' ? 'text' : 'register');
}

function emptyState(type: FieldState['type'], seen: Seen): FieldState {
  if (type === 'set') return { type, tags: [], removed: [], seen };
  return type === 'text' ? { type, updates: [], seen } : { type, heads: [], seen };
}

function joinRegister(state: RegisterState, { name, was, head, base }: Entry, live: boolean): RegisterState {
  const awaited = state.awaited ?? [];
  const meant = awaited.length > 0 ? namesMeaning(name, head.value, was) : new Set<OpName>();
  const bornSuperseded = awaited.some((other) => meant.has(other));
  const replaced = standIns(base, state.stands ?? {});
  const seen = withSeen(state.seen, head);
  const takesEffect = live || bornSuperseded;
  const heads = takesEffect ? state.heads.filter((other) => !replaced.has(opName(other.node, other.n))) : state.heads;
  return registerState({
    heads: live && !bornSuperseded ? [...heads, head].sort(byStampDescending) : heads,
    seen,
    awaited: [...new Set([...awaited, ...(takesEffect ? replaced : [])])].filter(
      (other) => !meant.has(other) && (isChecked(other) || !isSeen(seen, parseOpName(other))),
    ),
    stands: live ? (state.stands ?? {}) : { ...state.stands, [name]: base },
  });
}

function registerState({ heads, seen, awaited, stands }: Required<Omit<RegisterState, 'type'>>): RegisterState {
  return {
    type: 'register',
    heads,
    seen,
    ...(awaited.length > 0 && { awaited: [...awaited].sort() }),
    ...(Object.keys(stands).length > 0 && { stands }),
  };
}

/**
 * A refused base stands for its own base, and so on. They are followed when they are named and not when they arrive: by
 * then the ops in between may not have come.
 */
function standIns(base: readonly OpName[], stands: Readonly<Record<OpName, readonly OpName[]>>): ReadonlySet<OpName> {
  const followed = new Set<OpName>(base);
  // A set hands out what is added while it is walked, so chains of any length end here, and circles too.
  for (const name of followed) {
    if (Object.hasOwn(stands, name)) for (const further of stands[name] ?? []) followed.add(further);
  }
  return followed;
}

function joinSet(state: SetState, { name, was, head, base }: Entry, live: boolean, type: Op['type']): SetState {
  const seen = withSeen(state.seen, head);
  if (!live) return { ...state, seen };
  if (type === 'remove') {
    const removed = [...new Set([...state.removed, ...base])].sort();
    return { type: 'set', tags: state.tags.filter((tag) => !base.includes(opName(tag.node, tag.n))), removed, seen };
  }
  if (means(state.removed, name, head.value, was)) return { ...state, seen };
  return { ...state, tags: [...state.tags, head].sort(byStampDescending), seen };
}

function joinText(state: TextState, { name, head }: Entry, live: boolean): TextState {
  const seen = withSeen(state.seen, head);
  if (!live) return { ...state, seen, gaps: [...(state.gaps ?? []), name].sort() };
  return { ...state, updates: [...state.updates, head].sort(byStampDescending), seen };
}

function withSeen(seen: Seen, { node, n }: Head): Seen {
  return n > 0 ? { ...seen, [node]: n } : seen;
}

/** Whether the field has taken the op in, or never will: a node's ops come in order, and a device's own space awaits none. */
function isSeen(seen: Seen, { node, n }: { readonly node: NodeId; readonly n: number }): boolean {
  return n < 0 || (Object.hasOwn(seen, node) && n <= (seen[node] ?? 0));
}

/** Highest stamp first; equal stamps by node, then n, by code unit, so that every device agrees. */
export function byStampDescending(a: Head, b: Head): number {
  if (a.stamp !== b.stamp) return a.stamp > b.stamp ? -1 : 1;
  if (a.node !== b.node) return a.node > b.node ? -1 : 1;
  return b.n - a.n;
}

/** Everything that a field holds; nothing of a sort that only a newer version knows. */
export function headsOf(state: FieldState | undefined): readonly Head[] {
  if (state?.type === 'register') return state.heads;
  if (state?.type === 'set') return state.tags;
  return state?.type === 'text' ? state.updates : [];
}

/** The names that a `set` made now must list as bases: everything its author sees in the field. */
export function headNames(state: FieldState | undefined): readonly OpName[] {
  return state?.type === 'register' ? state.heads.map(({ node, n }) => opName(node, n)) : [];
}

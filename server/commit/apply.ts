// Lays judged ops over the working set: stamps, field states, numbers, chains.
// Every op is recorded. An accepted one takes the next number of its space; so does a refused or void one in the rare case
// that it changes heads (it came after an op that names it, see join.ts). Numbers are dense per space.
// A field's state, which everybody downloads, does not grow by what was refused: an op that names a refused or void one is
// laid over with the bases behind it, which are found in the op table (docs/decisions, refused bases).

import { opHash } from '#domain/hash.ts';
import { spaceKind } from '#domain/ids.ts';
import type { Delivery, FieldState } from '#domain/join.ts';
import { checkedName, lifeField, means, type Op, type OpName, opName, parseOpName, valueCheck } from '#domain/op.ts';
import { kindNamed } from '#domain/records.ts';
import { effectiveStamp, type Stamp } from '#domain/stamps.ts';
import type { RefusalCode } from '#protocol/codes.ts';
import { nextChain } from '#protocol/hashes.ts';
import type { Chain } from '#protocol/history-token.ts';
import { fieldKey, recordKey } from './field-key.ts';
import type { MayWrite } from './judge.ts';
import { laidOver } from './lay-over.ts';
import { nativeHash } from './native-hash.ts';
import { nameNow, sameOp } from './other-names.ts';
import type { SentOp } from './sent-op.ts';
import { heldHeads, standingBases, type WorkingField, type WorkingSet } from './working-set.ts';

export type CommittedOp = {
  readonly op: Op;
  readonly hash: string;
  readonly effective: Stamp;
  readonly code: RefusalCode | undefined;
  /** The same op, which arrived before under another name of its device. */
  readonly sameAs: OpName | undefined;
  readonly was: readonly OpName[] | undefined;
  /** The bases as they were laid over, where they are not the op's own. */
  readonly meant: readonly OpName[] | undefined;
  readonly place: { readonly number: number; readonly chain: Chain } | undefined;
};

type Circumstances = { readonly working: WorkingSet; readonly nowMs: number; readonly mayWrite: MayWrite };

/** `previous` is the effective stamp of the node's previous op. Changes the working set. */
export function applyOp(
  sent: SentOp,
  code: RefusalCode | undefined,
  previous: Stamp,
  { working, nowMs, mayWrite }: Circumstances,
): CommittedOp {
  const { op, effective: kept, was } = sent;
  const hash = opHash(op, nativeHash);
  const standing = withCheckedBases(sent, working);
  const effective = effectiveStamp(kept ?? op.stamp, nowMs, [previous, ...baseStamps(standing, working)]);
  const sameAs = code === undefined ? sameOp(op, working.names) : undefined;
  working.earlier.set(opName(op.node, op.n), { ...op, effective, code, sameAs });
  const isLaidOver = sameAs !== undefined || touchesField(sent, code, working, mayWrite);
  const delivery = { op: standing, stamp: effective, accepted: code === undefined, was };
  const place = isLaidOver && layOver(delivery, sameAs, working) ? takePlace(op, hash, effective, working) : undefined;
  const meant = standing.base.join(' ') === op.base.join(' ') ? undefined : standing.base;
  return { op, hash, effective, code, sameAs, was, meant, place };
}

/**
 * The op as it is laid over. A base that its author told apart by a check, and that is not what has its name here, is named with
 * its check, so that the op takes nothing away that its author did not see; and by the name that it has now, where it came
 * under another one (docs/decisions, names after a restore).
 */
export function withCheckedBases({ op, checks = [] }: SentOp, working: WorkingSet): Op {
  if (checks.length === 0) return op;
  const held = heldHeads(working.fields.get(fieldKey(op))?.state);
  const base = op.base.flatMap((name, index): readonly OpName[] => {
    const check = checks[index];
    const known = held.get(name) ?? working.earlier.get(name);
    const isOwn = parseOpName(name).node === op.node;
    if (check === undefined || isOwn || (known && valueCheck(known.value) === check)) return [name];
    const checked = checkedName(name, check);
    const now = nameNow(op, checked, working.names);
    return now === undefined ? [checked] : [now, checked];
  });
  return { ...op, base };
}

function baseStamps(op: Op, working: WorkingSet): readonly Stamp[] {
  if (op.base.length === 0) return [];
  const held = heldHeads(working.fields.get(fieldKey(op))?.state);
  return standingBases(op, working.earlier)
    .concat(op.base)
    .flatMap((name) => held.get(name)?.stamp ?? working.earlier.get(name)?.effective ?? []);
}

const misfitCodes: ReadonlySet<RefusalCode | undefined> = new Set<RefusalCode>([
  'wrong-space',
  'unknown-kind',
  'unknown-field',
  'unknown-type',
]);

const outsiderCodes: ReadonlySet<RefusalCode | undefined> = new Set<RefusalCode>([
  'no-access',
  'town-mismatch',
  'role-reads-only',
  'not-your-town',
  'not-in-your-role',
]);

/**
 * A refused or void op does where something awaits it: whoever may write there has seen it, and replaced it with what it
 * replaced. And in a text, whose gaps are told; not by those who may not write in it.
 */
function touchesField({ op, was }: SentOp, code: RefusalCode | undefined, working: WorkingSet, mayWrite: MayWrite): boolean {
  if (code === undefined && op.type !== 'void') return true;
  if (misfitCodes.has(code) || !spaceKind(op.space) || !fitsField(op)) return false;
  const state = working.fields.get(fieldKey(op))?.state;
  if (state?.type === 'register' && means(state.awaited ?? [], opName(op.node, op.n), op.value, was)) return true;
  if (sortOf(op) !== 'text' || outsiderCodes.has(code)) return false;
  if (op.type !== 'void') return true;
  const decision = mayWrite({ ...op, value: null });
  return decision.allowed || decision.code !== 'no-access';
}

function sortOf({ type, value }: Op): FieldState['type'] {
  const sort = type === 'void' ? value : type;
  return sort === 'text' ? 'text' : sort === 'add' || sort === 'remove' ? 'set' : 'register';
}

function fitsField(op: Op): boolean {
  const fields = kindNamed(op.kind)?.fields ?? {};
  const declared = op.field === lifeField ? 'register' : Object.hasOwn(fields, op.field) ? fields[op.field]?.type : undefined;
  return declared === sortOf(op);
}

/** Whether the op changed what people are shown, or is the twin of one that did. */
function layOver(delivery: Delivery, sameAs: OpName | undefined, working: WorkingSet): boolean {
  const { op, accepted } = delivery;
  const key = fieldKey(op);
  const known = working.fields.get(key);
  const state = laidOver(known?.state, delivery, sameAs, working.earlier);
  const isInEffect = sameAs === undefined && accepted && op.type !== 'void';
  const { space, kind, id, field } = op;
  const next: WorkingField = { space, kind, id, field, town: op.town, number: known?.number ?? 0, state, changed: true };
  if (known && known.number > 0) next.town = known.town;
  working.fields.set(key, next);
  if (isInEffect) working.towns.set(recordKey(op), op.town);
  return isInEffect || sameAs !== undefined || hasOtherHeads(known?.state, state);
}

function hasOtherHeads(before: FieldState | undefined, after: FieldState): boolean {
  if (before?.type !== 'register' || after.type !== 'register') return false;
  return before.heads.length !== after.heads.length;
}

function takePlace(op: Op, hash: string, effective: Stamp, working: WorkingSet): CommittedOp['place'] {
  const counter = working.spaces.get(op.space) ?? { head: 0, chain: '' };
  const next = { head: counter.head + 1, chain: nextChain(counter.chain, hash, effective, nativeHash) };
  working.spaces.set(op.space, next);
  const field = working.fields.get(fieldKey(op));
  if (field) field.number = next.head;
  return { number: next.head, chain: next.chain };
}

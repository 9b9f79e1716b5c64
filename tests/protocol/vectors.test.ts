// The vectors are for whoever writes another endpoint or device, in any language. They are read here and never written:
// one that no longer holds means that two versions would disagree. Where it can be done, the expected value is worked out
// a second time without the code under test.

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { actorOf } from '#domain/grants.ts';
import { opHash } from '#domain/hash.ts';
import { type Delivery, type FieldState, type Head, join } from '#domain/join.ts';
import { canonicalText, type Json } from '#domain/json.ts';
import type { Role } from '#domain/kinds/membership.ts';
import { type Op, valueCheck } from '#domain/op.ts';
import { decide, type Request } from '#domain/permissions.ts';
import { effectiveStamp, maxAheadMs, nextStamp, type Stamp } from '#domain/stamps.ts';
import { addToDigest, emptyDigest, fieldDigest } from '#protocol/digest.ts';
import { nextChain, nextReceipt } from '#protocol/hashes.ts';
import { emptyChain, emptyReceipt } from '#protocol/history-token.ts';
import { expectedHeads, expectedTags } from '../domain/histories.ts';
import digestVectors from './vectors/digests.json' with { type: 'json' };
import joinVectors from './vectors/join.json' with { type: 'json' };
import opVectors from './vectors/ops.json' with { type: 'json' };
import permissionVectors from './vectors/permissions.json' with { type: 'json' };
import receiptVectors from './vectors/receipts.json' with { type: 'json' };
import stampVectors from './vectors/stamps.json' with { type: 'json' };

const shortSha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest().subarray(0, 16).toString('hex');
const asNumber = (stamp: Stamp) => BigInt(`0x${stamp}`);
const asStamp = (number: bigint) => number.toString(16).padStart(16, '0');
const later = (a: bigint, b: bigint) => (a > b ? a : b);

describe('stamps', () => {
  test.each(stampVectors.nextStamp)('after $seen at $nowMs comes $next', ({ seen, nowMs, next }) => {
    expect(nextStamp(seen, nowMs)).toBe(next);
    // A stamp is one 64-bit number: the time moved up by 16 bits, or one above what was seen.
    const clock = BigInt(Math.min(Math.max(0, Math.floor(nowMs)), 2 ** 47)) << 16n;
    expect(asStamp(later(clock, asNumber(seen) + 1n))).toBe(next);
  });

  test.each(stampVectors.effectiveStamp)(
    '$own above $floors at $nowMs takes effect as $effective',
    ({ own, nowMs, floors, effective }) => {
      expect(effectiveStamp(own, nowMs, floors)).toBe(effective);
      const bound = BigInt(nowMs + maxAheadMs) << 16n;
      const floor = floors.map(asNumber).reduce(later, 0n);
      const bounded = asNumber(own) < bound ? asNumber(own) : bound;
      expect(asStamp(later(bounded, floor + 1n))).toBe(effective);
    },
  );
});

describe('ops', () => {
  test.each(opVectors.ops)('$canonical has the hash $hash', ({ op, canonical, hash }) => {
    expect(opHash(op as Op)).toBe(hash);
    const { node, n, space, kind, id, town, type, field, value, stamp, base, tx } = op;
    const members: Json = [node, n, space, kind, id, town, type, field, value as Json, stamp, base, tx];
    expect(canonicalText(members)).toBe(canonical);
    expect(JSON.parse(canonical)).toEqual(members);
    expect(shortSha256(canonical)).toBe(hash);
  });
});

describe('receipts and chains', () => {
  let [receipt, chain] = [emptyReceipt, emptyChain];
  const steps = receiptVectors.steps.map((step) => {
    const before = { receipt, chain };
    ({ receipt, chain } = step);
    return { ...step, before };
  });

  test.each(steps)(
    '$opHash, $code, leads to $receipt and $chain',
    ({ opHash: hash, code, effective, receipt, chain, before }) => {
      expect(nextReceipt(before.receipt, hash, code ?? undefined, effective)).toBe(receipt);
      expect(shortSha256(`receipt ${before.receipt} ${hash} ${code ?? 'accepted'} ${effective}`)).toBe(receipt);
      expect(code === null ? nextChain(before.chain, hash, effective) : before.chain).toBe(chain);
      if (code === null) expect(shortSha256(`chain ${before.chain} ${hash} ${effective}`)).toBe(chain);
    },
  );

  test('are over the ops of the other file', () => {
    expect(receiptVectors.steps.map((step) => step.opHash)).toEqual(opVectors.ops.map(({ hash }) => hash));
  });
});

/** FNV-1a over UTF-16 code units, worked out with whole numbers of any size. */
function fnv(text: string, start: bigint): bigint {
  return [...Array(text.length).keys()].reduce(
    (hash, at) => ((hash ^ BigInt(text.charCodeAt(at))) * 16777619n) % 2n ** 32n,
    start,
  );
}

type AnyState = {
  readonly type: FieldState['type'];
  readonly heads?: readonly Head[];
  readonly tags?: readonly Head[];
  readonly removed?: readonly string[];
  readonly seen: Readonly<Record<string, number>>;
};

describe('digests and checks', () => {
  test.each(digestVectors.fields)('$name adds $digest', ({ kind, id, field, state, digest }) => {
    expect(fieldDigest({ kind, id, field }, state as FieldState)).toBe(digest);
    const named = (heads: readonly Head[]) => heads.map(({ node, n, stamp, value }): Json => [node, n, stamp, value]);
    const { type, heads = [], tags = [], removed = [], seen } = state as unknown as AnyState;
    const held = { register: named(heads), set: [named(tags), [...removed].sort()], text: seen }[type];
    const text = canonicalText([kind, id, field, type, held]);
    const low = (hash: bigint) => (hash ^ (hash >> 24n)) & 0xffffffn;
    expect(low(fnv(text, 2166136261n)) * 2n ** 24n + low(fnv(text, 16777619n))).toBe(BigInt(digest));
  });

  test('add up, in whatever order', () => {
    const digests = digestVectors.fields.map(({ digest }) => digest);
    expect(digests.reduce(addToDigest, emptyDigest)).toBe(digestVectors.fields.at(-1)?.sum);
    expect(digests.toReversed().reduce(addToDigest, emptyDigest)).toBe(digestVectors.fields.at(-1)?.sum);
  });

  test.each(digestVectors.checks)('$value has the check $check', ({ value, check }) => {
    expect(valueCheck(value)).toBe(check);
    expect((fnv(canonicalText(value), 2166136261n) % 36n ** 4n).toString(36).padStart(4, '0')).toBe(check);
  });
});

describe('join', () => {
  test.each(joinVectors.stories)('$name', ({ deliveries, state }) => {
    const arrived = deliveries as readonly Delivery[];
    expect(arrived.reduce<FieldState | undefined>(join, undefined)).toEqual(state);
    const distinct = arrived.filter(
      ({ op }, index) => arrived.findIndex((other) => other.op.node === op.node && other.op.n === op.n) === index,
    );
    if (state.type === 'register') expect(expectedHeads(distinct)).toEqual(state.heads);
    if (state.type === 'set') expect(expectedTags(distinct)).toEqual(state.tags);
  });
});

describe('permissions', () => {
  test.each(permissionVectors.cases)('a $role of $town asks for $request: $code', ({ role, town, request, record, code }) => {
    const membership = { space: 'round:R1', town, person: 'P1', role: role as Role, groups: ['G1'], deleted: false };
    const groups = ['G1', 'G2'].map((id) => ({ space: 'round:R1', id }));
    const decision = decide(actorOf('P1', [membership], groups), request as Request, record);
    expect(decision.allowed ? null : decision.code).toBe(code);
  });
});

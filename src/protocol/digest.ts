// The digest of a space: an order-free sum over its accepted field states, so that a device and the endpoint can tell whether
// they hold the same without sending it. Each field adds a 48-bit hash of what it holds; the sum is taken modulo 2^48.
// A field's hash: FNV-1a (Fowler, Noll, Vo; 32 bits) over the UTF-16 code units of a canonical JSON text, once from each of
// two starting values; 24 bits of each are kept.

import type { FieldState, Head } from '#domain/join.ts';
import { canonicalText, type Json } from '#domain/json.ts';

/** 0 up to 2^48 - 1; 0 of an empty space. */
export type Digest = number;

export const emptyDigest: Digest = 0;

const modulus = 2 ** 48;
const starts = [0x811c9dc5, 0x01000193] as const;

export function addToDigest(sum: Digest, field: Digest): Digest {
  return (sum + field) % modulus;
}

/** What one field adds. Of a text it is how far each author's updates have been taken in, since they may come merged. */
export function fieldDigest(
  name: { readonly kind: string; readonly id: string; readonly field: string },
  state: FieldState,
): Digest {
  const text = canonicalText([name.kind, name.id, name.field, state.type, holding(state)]);
  return low24(fnv(text, starts[0])) * 2 ** 24 + low24(fnv(text, starts[1]));
}

function holding(state: FieldState): Json {
  if (state.type === 'register') return state.heads.map(named);
  if (state.type === 'set') return [state.tags.map(named), [...state.removed].sort()];
  return state.seen;
}

function named({ node, n, stamp, value }: Head): Json {
  return [node, n, stamp, value];
}

function fnv(text: string, start: number): number {
  let hash = start;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

function low24(hash: number): number {
  return (hash ^ (hash >>> 24)) & 0xffffff;
}

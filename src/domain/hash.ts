// Hashes of what must be recognised again: of any text, and of an op's canonical bytes.
// Apart from json.ts and op.ts, so that a screen which only reads does not fetch the hash function.

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalText } from './json.ts';
import type { Op } from './op.ts';

/** First 16 bytes of the SHA-256 of the text's UTF-8 bytes, as 32 hex digits. */
export type ShortHash = (text: string) => string;

/** For every runtime. One that has a faster SHA-256 may be given instead, wherever a hash is an argument. */
export const shortHash: ShortHash = (text) => bytesToHex(sha256(utf8ToBytes(text)).subarray(0, 16));

/** The op's identity in bytes: equal ops have equal hashes, on every device and at the endpoint. */
export function opHash(op: Op, hash = shortHash): string {
  return hash(
    canonicalText([op.node, op.n, op.space, op.kind, op.id, op.town, op.type, op.field, op.value, op.stamp, op.base, op.tx]),
  );
}

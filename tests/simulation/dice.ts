// Chance that repeats: everything random in a history comes from its seed.

import { shortHash } from '#domain/hash.ts';
import type { RandomBytes } from '#domain/ids.ts';
import { seededRandom } from '#tests/support/device.ts';

export type Dice = {
  /** A whole number from 0 to below `count`. */
  readonly below: (count: number) => number;
  readonly oneOf: <Value>(values: readonly [Value, ...Value[]]) => Value;
  /** True in that share of throws, 0 to 1. */
  readonly chance: (share: number) => boolean;
};

export function bytesOf(seed: string): RandomBytes {
  return seededRandom(Number.parseInt(shortHash(seed).slice(0, 8), 16));
}

export function diceOf(seed: string): Dice {
  const bytes = bytesOf(seed);
  const next = () => new DataView(bytes(4).buffer).getUint32(0) / 2 ** 32;
  const below = (count: number) => Math.floor(next() * count);
  return {
    below,
    oneOf: (values) => values[below(values.length)] ?? values[0],
    chance: (share) => next() < share,
  };
}

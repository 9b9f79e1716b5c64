// Choices that are the same for the same seed.

import { seededRandom } from '#tests/support/device.ts';

export type Choice = {
  /** A whole number, both ends included. */
  readonly between: (from: number, to: number) => number;
  readonly of: <Value>(list: readonly [Value, ...Value[]]) => Value;
  /** True in that share of all cases, 0 to 1. */
  readonly chance: (share: number) => boolean;
};

export function createChoice(seed: number): Choice {
  const bytes = seededRandom(seed);
  const below = (count: number) => {
    const [a = 0, b = 0, c = 0] = bytes(3);
    return Math.floor((((a << 16) | (b << 8) | c) / 2 ** 24) * count);
  };
  return {
    between: (from, to) => from + below(to - from + 1),
    of: (list) => list[below(list.length)] ?? list[0],
    chance: (share) => below(10_000) < share * 10_000,
  };
}

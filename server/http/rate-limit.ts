// How often somebody may ask for something within a span of time. One is taken before the request is looked at, so that many
// at once count as well, and may be given back.
// Promises: bounded memory, whoever asks. A name is kept as one of so many numbers, by a hash that nobody outside can foresee;
// of a thousand who ask, fifteen share theirs with somebody.
// Within one process: several that share a database give as many times as much (typed-tries.ts counts in the database).

import { createHmac, randomBytes } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export type Rate = { readonly count: number; readonly perS: number };

export type RateLimit = {
  /** Takes one; gives the seconds to wait when none is left, and 0 otherwise. */
  readonly take: (name: string) => Promise<number>;
  readonly giveBack: (name: string) => Promise<void>;
};

const numbers = 2 ** 16;

export function createRateLimit({ count, perS }: Rate): RateLimit {
  const limiter = new RateLimiterMemory({ points: count, duration: perS });
  const secret = randomBytes(16);
  const numberOf = (name: string) => createHmac('sha256', secret).update(name).digest().readUInt32LE() % numbers;
  return {
    take: async (name) => {
      try {
        await limiter.consume(numberOf(name));
        return 0;
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      }
    },
    giveBack: async (name) => {
      await limiter.reward(numberOf(name));
    },
  };
}

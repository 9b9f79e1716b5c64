// How often one address may try codes that open nothing. A try is taken before the code is looked at, so that many at once
// count as well, and given back after a right code, so that a whole workshop behind one connection can join.

import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export type TryLimit = {
  /** Takes one try; gives the seconds to wait when none is left, and 0 otherwise. */
  readonly take: (address: string) => Promise<number>;
  readonly giveBack: (address: string) => Promise<void>;
};

export function createTryLimit({ tries, perS }: { readonly tries: number; readonly perS: number }): TryLimit {
  const limiter = new RateLimiterMemory({ points: tries, duration: perS });
  return {
    take: async (address) => {
      try {
        await limiter.consume(address);
        return 0;
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      }
    },
    giveBack: async (address) => {
      await limiter.reward(address);
    },
  };
}

// What both pages, Tequio's and the plain baseline's, let the benchmark do with their device: as `bench` of the window.

import { createSchedule } from '#sync/schedule.ts';
import type { SyncOutcome } from '#sync/sync-once.ts';
import type { Edit } from './edits.ts';

export type BenchDevice = {
  /** Redeems an invitation; the plain baseline has none and lets everybody in. */
  readonly join: (code: string) => Promise<void>;
  /** One run until both sides are level. Throws when it does not get there. */
  readonly sync: () => Promise<void>;
  /** Tries again and again, with the app's own pauses, until both sides are level. */
  readonly syncStubbornly: () => Promise<void>;
  readonly edit: (edits: readonly Edit[]) => Promise<void>;
  /** How many of the edits are not in the database. */
  readonly countMissing: (edits: readonly Edit[]) => Promise<number>;
  /** Edits that the other side has not acknowledged. */
  readonly countUnsent: () => Promise<number>;
};

declare global {
  var bench: BenchDevice | undefined;
}

type Parts = Omit<BenchDevice, 'sync' | 'syncStubbornly'> & { readonly syncOnce: () => Promise<SyncOutcome> };

export function benchDevice({ syncOnce, ...parts }: Parts): BenchDevice {
  return {
    ...parts,
    sync: async () => {
      const outcome = await syncOnce();
      if (outcome.type !== 'synced') throw new Error(`Not synced: ${JSON.stringify(outcome)}`);
    },
    syncStubbornly: () =>
      new Promise((resolve, reject) => {
        const schedule = createSchedule({
          sync: async () => {
            const outcome = await syncOnce();
            if (outcome.type === 'synced') resolve();
            return outcome;
          },
          after: (delayMs, run) => {
            const timer = setTimeout(run, delayMs);
            return () => clearTimeout(timer);
          },
          random: Math.random,
          onBroken: reject,
        });
        void schedule.request('start');
      }),
  };
}

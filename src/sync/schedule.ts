// When to sync: soon after a write, at once when somebody asks or the line may be back, and after a failure again and
// again with growing, random pauses. It never gives up.
// Promises: one run at a time from here; a request that comes during a run starts another one after it.
// Leaves to others: the events themselves (the page listens and calls `request`).

import type { SyncOutcome } from './sync-once.ts';

export type SyncReason = 'start' | 'online' | 'visible' | 'write' | 'button' | 'nudge' | 'retry';

export type ScheduleDeps = {
  readonly sync: () => Promise<SyncOutcome>;
  /** Calls the function after that many ms; returns what cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Told of a run that broke where nothing should break (a database that closed); it is tried again like any other. */
  readonly onBroken: (error: unknown) => void;
  /** Told when a run begins and ends, for the screen. */
  readonly onState?: (state: 'running' | 'resting') => void;
};

export type Schedule = { readonly request: (reason: SyncReason) => Promise<void>; readonly stop: () => void };

const writeDelayMs = 800;
const firstRetryMs = 1_000;
const maxRetryMs = 5 * 60_000;

/** Full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): uniform between 0.5 s and the doubling bound. */
export function retryDelayMs(failures: number, random: () => number): number {
  const bound = Math.min(maxRetryMs, firstRetryMs * 2 ** Math.min(failures, 20));
  return 500 + random() * (bound - 500);
}

export function createSchedule({ sync, after, random, onBroken, onState = () => {} }: ScheduleDeps): Schedule {
  let failures = 0;
  let cancel: () => void = () => {};
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  const plan = (delayMs: number, reason: SyncReason) => {
    cancel();
    cancel = after(delayMs, () => void request(reason));
  };

  const runOnce = async () => {
    onState('running');
    const failed = await sync().then(hasFailed, (error: unknown) => {
      onBroken(error);
      return true;
    });
    onState('resting');
    failures = failed ? failures + 1 : 0;
    if (!stopped && failed) plan(retryDelayMs(failures, random), 'retry');
  };

  const request = async (reason: SyncReason): Promise<void> => {
    if (stopped) return;
    if (reason === 'write') {
      if (failures === 0 || running) plan(writeDelayMs, 'retry');
      return;
    }
    if (reason !== 'retry') failures = 0;
    if (running) {
      again = true;
      return running;
    }
    cancel();
    running = runOnce().finally(() => {
      running = undefined;
    });
    await running;
    if (again && !stopped) {
      again = false;
      await request('retry');
    }
  };

  return {
    request,
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}

function hasFailed({ type }: SyncOutcome): boolean {
  return type === 'cut' || type === 'error' || type === 'running-elsewhere';
}

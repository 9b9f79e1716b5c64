import { expect, test } from 'vitest';
import { createSchedule, retryDelayMs } from '#sync/schedule.ts';
import type { SyncOutcome } from '#sync/sync-once.ts';

/** A schedule with timers that the test runs by hand. */
function aSchedule(outcomes: (SyncOutcome | Error | Promise<SyncOutcome>)[]) {
  const timers: { delayMs: number; run: () => void }[] = [];
  const broken: unknown[] = [];
  const states: string[] = [];
  let runs = 0;
  const schedule = createSchedule({
    sync: async () => {
      runs += 1;
      const next = outcomes.shift() ?? { type: 'synced', sent: 0, refused: 0, received: 0 };
      if (next instanceof Error) throw next;
      return next;
    },
    after: (delayMs, run) => {
      const timer = { delayMs, run };
      timers.push(timer);
      return () => {
        if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
      };
    },
    random: () => 0.999,
    onBroken: (error) => broken.push(error),
    onState: (state) => states.push(state),
  });
  const fire = async () => {
    timers.shift()?.run();
    await settle();
  };
  return { schedule, timers, fire, broken, states, runs: () => runs };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const cut: SyncOutcome = { type: 'cut' };

test('runs at once when asked, and soon after a write', async () => {
  const { schedule, timers, fire, runs } = aSchedule([]);
  await schedule.request('button');
  expect(runs()).toBe(1);
  await schedule.request('write');
  await schedule.request('write');
  expect([runs(), timers.length]).toEqual([1, 1]);
  await fire();
  expect(runs()).toBe(2);
});

test('tries again after a cut line with longer and longer pauses, up to five minutes, for ever', async () => {
  const { schedule, timers, fire } = aSchedule(Array.from({ length: 40 }, () => cut));
  await schedule.request('start');
  const delays: number[] = [];
  for (let count = 0; count < 30; count += 1) {
    delays.push(Math.round(timers[0]?.delayMs ?? -1));
    await fire();
  }
  expect(delays.slice(0, 3)).toEqual([1999, 3997, 7993]);
  expect(delays.at(-1)).toBe(Math.round(retryDelayMs(99, () => 0.999)));
  expect(delays.at(-1)).toBeLessThanOrEqual(300_000);
});

test('a write on a dead line does not hurry the next try, but the returning line does', async () => {
  const { schedule, timers, runs } = aSchedule([cut]);
  await schedule.request('start');
  const [planned] = timers;
  await schedule.request('write');
  expect(timers).toEqual([planned]);
  await schedule.request('online');
  expect([runs(), timers.length]).toEqual([2, 0]);
});

test('who asks by hand starts the pauses anew', async () => {
  const { schedule, timers, fire } = aSchedule(Array.from({ length: 9 }, () => cut));
  await schedule.request('start');
  for (let count = 0; count < 5; count += 1) await fire();
  await schedule.request('button');
  expect(timers.map(({ delayMs }) => Math.round(delayMs))).toEqual([1999]);
});

test('somebody who asks during a run gets another run after it, never beside it', async () => {
  const { schedule, states, runs } = aSchedule([]);
  await Promise.all([schedule.request('start'), schedule.request('button')]);
  await settle();
  expect(runs()).toBe(2);
  expect(states).toEqual(['running', 'resting', 'running', 'resting']);
});

test('writing on while a run hangs on a dead line does not shorten the pauses', async () => {
  const line = Promise.withResolvers<SyncOutcome>();
  const { schedule, timers, fire } = aSchedule([cut, cut, cut, line.promise, cut]);
  await schedule.request('start');
  for (let count = 0; count < 3; count += 1) await fire();
  await schedule.request('write');
  await fire();
  line.resolve(cut);
  await settle();
  expect(timers.map(({ delayMs }) => Math.round(delayMs))).toEqual([31_969]);
});

test.each<SyncOutcome>([{ type: 'running-elsewhere' }, { type: 'error', error: 'failed' }])(
  'a run that ends with %j is tried again later',
  async (outcome) => {
    const { schedule, timers } = aSchedule([outcome]);
    await schedule.request('start');
    expect(timers).toHaveLength(1);
  },
);

test('after stop nothing runs any more', async () => {
  const { schedule, timers, runs } = aSchedule([cut]);
  await schedule.request('start');
  schedule.stop();
  await schedule.request('button');
  expect([runs(), timers.length]).toEqual([1, 0]);
});

test('a run that breaks is reported and tried again like a cut line', async () => {
  const { schedule, timers, fire, broken, runs } = aSchedule([new Error('database closed')]);
  await schedule.request('start');
  expect([broken.length, timers.length]).toEqual([1, 1]);
  await fire();
  expect([runs(), timers.length]).toEqual([2, 0]);
});

// How fast pushes are taken in, next to the baseline: turns of the two follow one another, so that what else the machine does
// meets both, and every figure is the median of the turns.

import { median, percentile } from '#tests/bench/figures.ts';
import type { Pusher } from './pushers.ts';

export type PushFigures = {
  readonly pushesPerS: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly baselinePerS: number;
  /** Pushes a second by the baseline's, of neighbouring turns. */
  readonly ratioToBaseline: number;
};

type Turn = { readonly perS: number; readonly p50Ms: number; readonly p99Ms: number };

const turns = 5;
const warmUpMs = 500;

/** `ms`: for all turns of one side together. */
export async function measurePushes(devices: readonly Pusher[], plain: readonly Pusher[], ms: number): Promise<PushFigures> {
  let rates = [(await playTurn(devices, warmUpMs, 0)).perS, (await playTurn(plain, warmUpMs, 0)).perS];
  const pairs: { readonly own: Turn; readonly baseline: Turn }[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const [expected = 0, expectedPlain = 0] = rates;
    const baseline = await playTurn(plain, ms / turns, expectedPlain);
    const own = await playTurn(devices, ms / turns, expected);
    rates = [own.perS, baseline.perS];
    pairs.push({ own, baseline });
  }
  return {
    pushesPerS: median(pairs.map(({ own }) => own.perS)),
    p50Ms: median(pairs.map(({ own }) => own.p50Ms)),
    p99Ms: median(pairs.map(({ own }) => own.p99Ms)),
    baselinePerS: median(pairs.map(({ baseline }) => baseline.perS)),
    ratioToBaseline: median(pairs.map(({ own, baseline }) => own.perS / baseline.perS)),
  };
}

/** Everybody sends as soon as the last push was answered. `expectedPerS`: so many are made ready before. */
async function playTurn(pushers: readonly Pusher[], ms: number, expectedPerS: number): Promise<Turn> {
  const each = Math.ceil((1.3 * expectedPerS * ms) / 1000 / pushers.length);
  for (const pusher of pushers) pusher.prepare(each);
  const tookMs: number[] = [];
  const start = performance.now();
  const work = async ({ push }: Pusher) => {
    while (performance.now() - start < ms) {
      const sentAt = performance.now();
      await push();
      tookMs.push(performance.now() - sentAt);
    }
  };
  await Promise.all(pushers.map(work));
  const perS = (1000 * tookMs.length) / (performance.now() - start);
  return { perS, p50Ms: percentile(tookMs, 0.5), p99Ms: percentile(tookMs, 0.99) };
}

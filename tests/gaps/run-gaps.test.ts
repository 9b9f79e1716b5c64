import { expect, test } from 'vitest';
import { runGaps } from './run-gaps.ts';

const few = { writers: 12, processes: 2, pushes: 4, pollers: 2 };
const written = 12 * 4 * 4;

test('nobody who reads every millisecond skips what several processes write', { timeout: 120_000 }, async () => {
  expect(await runGaps(few)).toMatchObject({ written, skipped: 0 });
});

test('numbers from a plain sequence would make readers skip changes', { timeout: 120_000 }, async () => {
  const { skipped } = await runGaps({ ...few, fault: true });
  expect(skipped).toBeGreaterThan(0);
});

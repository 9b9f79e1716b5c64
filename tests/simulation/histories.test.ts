// The slice of the simulation that runs at every check; `npm run simulate` plays as many as one likes.

import { expect, test } from 'vitest';
import { play } from './play.ts';
import { readRegressions } from './regressions.ts';
import { emptySum, simulate } from './simulate.ts';

test('500 histories of edits, cut lines, wrong clocks, crashes and changed rights lose nothing', {
  timeout: 600_000,
}, async () => {
  const { sum, failures } = await simulate({ seed: 'ci', from: emptySum, count: 500, stopAtFirst: true });
  expect(failures).toEqual([]);
  expect(sum).toMatchObject({ histories: 500, lost: 0, diverged: 0, leaked: 0, overlapped: 0 });
  expect(sum.crashes).toBeGreaterThan(500);
});

test('what failed once does not fail again', { timeout: 120_000 }, async () => {
  for (const history of readRegressions())
    expect({ ...(await play(history)), seed: history.seed }).toMatchObject({ problem: undefined });
});

// The slice of the simulation that every change of the sync engine has to pass. It is no test of its own:
// tests/simulation plays more histories at every check.

import { expect, test } from 'vitest';
import { emptySum, simulate } from '../simulation/simulate.ts';

test('40 histories lose nothing', { timeout: 120_000 }, async () => {
  const { failures } = await simulate({ seed: 'mutation', from: emptySum, count: 40, stopAtFirst: true });
  expect(failures).toEqual([]);
});

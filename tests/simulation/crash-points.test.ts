// Five histories in which every call through a port is the last one of whoever makes it, one after the other.

import { expect, test } from 'vitest';
import { playCrashPoints } from './crash-points.ts';
import { everyRepair } from './every-repair.ts';
import { makeHistory } from './make-history.ts';

for (const index of [1, 2, 3, 4]) {
  test(`a death at any call of history ${index} loses nothing`, { timeout: 600_000 }, async () => {
    const { people, ...history } = makeHistory(`death-${index}`);
    const { failure, crashes } = await playCrashPoints({ ...history, people: people.slice(0, 3) });
    expect(failure).toBeUndefined();
    expect(crashes).toBeGreaterThan(100);
  });
}

test('a death at any call of any repair loses nothing', { timeout: 600_000 }, async () => {
  const { failure, repairs } = await playCrashPoints(everyRepair);
  expect(failure).toBeUndefined();
  expect([...repairs].sort()).toEqual(['forgot', 'read anew', 'started over', 'took a new name', 'wiped a space']);
});

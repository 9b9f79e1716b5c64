// Five histories in which every call through a port is the last one of whoever makes it, one after the other.

import { expect, test } from 'vitest';
import { playCrashPoints } from './crash-points.ts';
import { everyRepair, everyRepairInBackground } from './every-repair.ts';
import { makeHistory } from './make-history.ts';

for (const index of [2, 3, 4]) {
  test(`a death at any call of history ${index} loses nothing`, { timeout: 600_000 }, async () => {
    const { people, ...history } = makeHistory(`death-${index}`);
    const { failure, crashes, ofWorkers } = await playCrashPoints({ ...history, people: people.slice(0, 3) });
    expect(failure).toBeUndefined();
    expect(crashes).toBeGreaterThan(100);
    expect(ofWorkers).toBeGreaterThan(50);
  });
}

for (const history of [everyRepair, everyRepairInBackground]) {
  test(`a death at any call of any repair loses nothing (${history.seed})`, { timeout: 600_000 }, async () => {
    const { failure, repairs } = await playCrashPoints(history);
    expect(failure).toBeUndefined();
    expect([...repairs].sort()).toEqual(['forgot', 'read anew', 'started over', 'took a new name', 'wiped a space']);
  });
}

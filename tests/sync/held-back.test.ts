// An endpoint that holds a device back for asking too often: the device waits, and goes on where it stopped.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hasUnsent } from '#data/outbox.ts';
import { plansWithActions } from '#data/record-queries.ts';
import { setFields } from '#domain/change.ts';
import { aRound, smallRound } from '#tests/support/round.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

test('a device that is held back keeps what was saved and what has come, and in time has and has sent everything', async () => {
  const round = await aRound(smallRound, 1024, { device: { count: 2, perS: 60 } });
  const liaison = await round.phone('liaison');
  expect(await liaison.sync()).toEqual({ type: 'error', error: 'too-many-requests' });
  let minutes = 0;
  let outcome = await liaison.sync();
  for (; outcome.type !== 'synced' && minutes < 50; minutes += 1) {
    vi.setSystemTime(Date.now() + 61_000);
    outcome = await liaison.sync();
  }
  expect(minutes).toBeGreaterThan(1); // it was held back more than once
  expect(outcome.type).toBe('synced');

  const [plan] = await plansWithActions(liaison.ports.database);
  const action = plan?.actions[0];
  if (!action) throw new Error('no action came');
  await liaison.sync();
  await liaison.sync();
  expect(await liaison.save(setFields(action, 'action', { title: 'Escrito mientras había que esperar' }))).toBeUndefined();
  expect(await liaison.sync()).toEqual({ type: 'error', error: 'too-many-requests' });
  expect(await hasUnsent(liaison.ports.database)).toBe(true);
  vi.setSystemTime(Date.now() + 61_000);
  expect(await liaison.sync()).toMatchObject({ type: 'synced', sent: 1, refused: 0 });
  expect(await hasUnsent(liaison.ports.database)).toBe(false);
  await round.close();
});

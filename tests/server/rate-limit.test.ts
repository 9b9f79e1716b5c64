import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRateLimit } from '#server/http/rate-limit.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('so many are there in a span of time, for each name', async () => {
  const limit = createRateLimit({ count: 2, perS: 60 });
  expect([await limit.take('A'), await limit.take('A')]).toEqual([0, 0]);
  vi.advanceTimersByTime(20_000);
  expect(await limit.take('A')).toBe(40);
  expect(await limit.take('B')).toBe(0);
  vi.advanceTimersByTime(40_000);
  expect(await limit.take('A')).toBe(0);
});

test('one that is given back can be taken again', async () => {
  const limit = createRateLimit({ count: 1, perS: 60 });
  await limit.take('A');
  await limit.giveBack('A');
  expect(await limit.take('A')).toBe(0);
  expect(await limit.take('A')).toBeGreaterThan(0);
});

test('whoever asks under ever new names fills no memory: they share what there is', async () => {
  const limit = createRateLimit({ count: 1, perS: 60 });
  let given = 0;
  for (let name = 0; name < 150_000; name += 1) if ((await limit.take(`N${name}`)) === 0) given += 1;
  expect(given).toBeLessThanOrEqual(2 ** 16);
  expect(vi.getTimerCount()).toBeLessThanOrEqual(2 ** 16);
  expect(given).toBeGreaterThan(2 ** 15);
});

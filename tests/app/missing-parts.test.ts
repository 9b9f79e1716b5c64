import { expect, test, vi } from 'vitest';
import { type PartsSurroundings, watchForMissingParts } from '#app/missing-parts.ts';

function fakePage({ cutFor = 0, startedAnew = 0 }) {
  const stored = new Map([['tequio-started-anew', String(startedAnew)]]);
  let miss = () => {};
  let stopTyping = () => {};
  const reload = vi.fn();
  const waits: number[] = [];
  const surroundings: PartsSurroundings = {
    onMissing: (listener) => {
      miss = listener;
    },
    isReachable: async () => waits.length >= cutFor,
    waitMs: async (ms) => {
      waits.push(ms);
    },
    untilNobodyTypes: () =>
      new Promise((resolve) => {
        stopTyping = resolve;
      }),
    reload,
    storage: { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => stored.set(key, value) },
  };
  watchForMissingParts(surroundings);
  return { miss: () => miss(), stopTyping: () => stopTyping(), reload, waits, stored };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test('a page without a part starts anew once the line is back and nobody types', async () => {
  const page = fakePage({ cutFor: 3 });
  page.miss();
  page.miss();
  await settled();
  expect(page.waits).toEqual([3_000, 3_000, 3_000]);
  expect(page.reload).not.toHaveBeenCalled();
  page.stopTyping();
  await settled();
  expect(page.reload).toHaveBeenCalledTimes(1);
  expect(page.stored.get('tequio-started-anew')).toBe('1');
});

test('a part that never comes does not make the page start for ever', async () => {
  const page = fakePage({ startedAnew: 5 });
  page.miss();
  await settled();
  page.stopTyping();
  await settled();
  expect(page.reload).not.toHaveBeenCalled();
});

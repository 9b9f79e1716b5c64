import { expect, test } from 'vitest';
import { keepSame } from '#data/keep-same.ts';

const anItem = (title: string) => ({ id: title, title, check: { by: 'P', at: 7 } });

test('is what was known where nothing differs', () => {
  const before = { items: [anItem('a'), anItem('b')], plan: undefined };
  expect(keepSame(before, structuredClone(before))).toBe(before);
});

test('holds the known objects beside the one that differs', () => {
  const before = [anItem('a'), anItem('b'), anItem('c')];
  const now = [anItem('a'), { ...anItem('b'), check: null }, anItem('c')];
  const kept = keepSame(before, now);
  expect(kept).toEqual(now);
  expect(kept.map((item, at) => item === before[at])).toEqual([true, false, true]);
  expect(before[1]).toEqual(anItem('b'));
});

test.each([
  ['a member that is new', { a: 1 }, { a: 1, b: undefined }],
  ['a member that is gone', { a: 1, b: undefined }, { a: 1 }],
  ['a longer list', [1], [1, undefined]],
  ['a shorter list', [1, undefined], [1]],
  ['a list in place of an object', { 0: 1 }, [1]],
  ['something in place of nothing', undefined, { a: 1 }],
  ['null in place of an object', { a: { b: 1 } }, { a: null }],
])('sees %s', (_what, before, now) => {
  expect(keepSame(before, now)).toStrictEqual(now);
});

test('leaves alone what is no plain object', () => {
  const now = { at: new Map([[1, 2]]) };
  expect(keepSame({ at: new Map([[1, 3]]) }, now).at).toBe(now.at);
});

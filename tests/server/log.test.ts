import { expect, test } from 'vitest';
import { factsOf } from '#server/log.ts';

test('what is written down of an error says where it broke, not what it says', () => {
  const { kind, frames } = factsOf(new TypeError('Clemencia Ortiz wrote this'));
  expect(kind).toBe('TypeError');
  expect(frames.some((frame) => frame.includes('log.test.ts'))).toBe(true);
  expect(JSON.stringify(frames)).not.toContain('Clemencia');
});

test('a message that looks like a place in the code is none', () => {
  const written = 'broken\n    at Clemencia Ortiz (file:///a.ts:1:2)\n    at Ortiz:1:2';
  const { frames } = factsOf(new Error(written));
  expect(JSON.stringify(frames)).not.toContain('Ortiz');
  expect(frames.length).toBeGreaterThan(0);
});

test('an error’s code is written down where it is one, and not where it is a sentence', () => {
  expect(factsOf(Object.assign(new Error(''), { code: 'ERR_SQLITE_ERROR' })).code).toBe('ERR_SQLITE_ERROR');
  expect(factsOf(Object.assign(new Error(''), { code: 'Clemencia Ortiz' })).code).toBeUndefined();
});

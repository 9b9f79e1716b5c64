import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHeads } from '#protocol/heads.ts';

test('an event names spaces with their heads', () => {
  expect(parseHeads('{"group:G1":859,"town:T1":0}')).toEqual({ 'group:G1': 859, 'town:T1': 0 });
});

test.each(['', 'null', '1', '{"group:G1":-1}', '{"group:G1":"1"}', '{"group:G1":1.5}'])('%s is no event', (data) => {
  expect(parseHeads(data)).toBeUndefined();
});

test('any text is read without a throw', () => {
  fc.assert(fc.property(fc.string(), (data) => parseHeads(data) !== null));
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  base32,
  createId,
  createNodeId,
  deviceSpace,
  groupSpace,
  roundSpace,
  spaceKind,
  spaceOwner,
  townSpace,
} from '#domain/ids.ts';

const random = (seed: number) => (count: number) =>
  Uint8Array.from({ length: count }, (_, index) => (seed * 31 + index * 7) % 256);
const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 });

test('an id has the shape of a ULID', () => {
  fc.assert(fc.property(instant, bytes, (nowMs, some) => /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(createId(nowMs, () => some))));
});

test('the time part is that of the ULID specification', () => {
  // The example of github.com/ulid/spec and ulid/javascript: 1469918176385 encodes as 01ARYZ6S41.
  expect(createId(1469918176385, random(1)).slice(0, 10)).toBe('01ARYZ6S41');
  expect(createId(2 ** 48 - 1, random(1)).slice(0, 10)).toBe('7ZZZZZZZZZ');
});

test('ids sort by the time they were made, whatever their random part', () => {
  fc.assert(
    fc.property(instant, instant, bytes, bytes, (a, b, some, other) => {
      const [first, second] = [createId(a, () => some), createId(b, () => other)];
      return a === b || a < b === first < second;
    }),
  );
});

test('different random bytes give different ids and different nodes', () => {
  fc.assert(
    fc.property(bytes, bytes, (some, other) => {
      const same = some.every((byte, index) => byte === other[index]);
      return (createNodeId(() => some) === createNodeId(() => other)) === same;
    }),
  );
});

test('a clock before 1970 still gives an id', () => {
  expect(createId(-5, random(3))).toMatch(/^0000000000[0-9A-Z]{16}$/);
});

test('base 32 reads the bits from the front, five at a time', () => {
  expect(base32(Uint8Array.of(0xff))).toBe('Z');
  expect(base32(Uint8Array.of(0, 0, 0, 0, 1))).toBe('00000001');
  expect(base32(Uint8Array.of(0b00001_000, 0b10_00011_0, 0b0100_0010, 0b1_00110_00, 0b111_01000))).toBe('12345678');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), (some) => {
      const bits = [...some].map((byte) => byte.toString(2).padStart(8, '0')).join('');
      const groups = bits.match(/.{5}/g) ?? [];
      return base32(some) === groups.map((group) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[Number.parseInt(group, 2)]).join('');
    }),
  );
});

test('a space tells its kind and its owner', () => {
  expect([roundSpace('A1'), groupSpace('B2'), townSpace('c-3'), deviceSpace].map(spaceKind)).toEqual([
    'round',
    'group',
    'town',
    'device',
  ]);
  expect(spaceOwner(groupSpace('B2'))).toBe('B2');
});

test.each([
  '',
  'round',
  'round:',
  'rounds:A1',
  'device:A1',
  'group:a b',
  'town:a:b',
  `town:${'a'.repeat(41)}`,
  ' device',
  'device\n',
])('%j names no space', (text) => expect(spaceKind(text)).toBeUndefined());

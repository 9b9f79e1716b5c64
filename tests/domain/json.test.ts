import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortHash } from '#domain/hash.ts';
import { byteLength, canonicalText, type Json } from '#domain/json.ts';

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json);

test('keys come in code-unit order, at every depth, with no white space', () => {
  expect(canonicalText({ b: [{ d: 1, c: null }], a: 'ñ', '10': true, '9': false })).toBe(
    '{"10":true,"9":false,"a":"ñ","b":[{"c":null,"d":1}]}',
  );
});

test('the order in which members were written does not matter', () => {
  fc.assert(fc.property(json, (value) => canonicalText(value) === canonicalText(backwards(value))));
});

function backwards(value: Json): Json {
  if (Array.isArray(value)) return value.map((element: Json) => backwards(element));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, backwards(member)]),
  );
}

test('nothing is lost in the text', () => {
  fc.assert(fc.property(json, (value) => isSame(JSON.parse(canonicalText(value)), value)));
});

test('different values have different texts', () => {
  fc.assert(fc.property(json, json, (a, b) => (canonicalText(a) === canonicalText(b)) === isSame(a, b)));
});

function isSame(a: Json, b: Json): boolean {
  try {
    expect(a).toEqual(b);
    return true;
  } catch {
    return false;
  }
}

test('what is undefined is left out of an object', () => {
  expect(canonicalText({ a: undefined, b: 1 } as unknown as Json)).toBe('{"b":1}');
  expect(canonicalText(undefined)).toBe('null');
});

test('a member named __proto__ is a member like any other', () => {
  expect(canonicalText(JSON.parse('{"__proto__":{"admin":true}}'))).toBe('{"__proto__":{"admin":true}}');
});

test('a short hash is the front half of the SHA-256 of the UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      return shortHash(text) === createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 32);
    }),
  );
});

test('a length is in UTF-8 bytes', () => {
  expect(byteLength('año €')).toBe(8);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => byteLength(text) === Buffer.byteLength(text)),
    { examples: [['🌱'], ['\ud83c'], ['a\udf31b']] },
  );
});

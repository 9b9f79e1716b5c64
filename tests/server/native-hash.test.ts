import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortHash } from '#domain/hash.ts';
import { nativeHash } from '#server/commit/native-hash.ts';

test('the endpoint hashes as every device does, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(nativeHash(text)).toBe(shortHash(text));
    }),
  );
  for (const text of ['', '\ud800', 'half a letter \udfff at the end', 'ñ'.repeat(10_000)]) {
    expect(nativeHash(text)).toBe(shortHash(text));
  }
});

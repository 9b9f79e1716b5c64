import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asOneLine } from '#domain/one-line.ts';

test.each([
  ['Dirección de obras', 'Dirección de obras'],
  ['  Obras\r\ny\tservicios ', 'Obras y servicios'],
  ['Obras\0\u0007\u2028públicas', 'Obras públicas'],
  ['\0\u001f\u009f', ''],
])('%j is %j as one line', (text, line) => {
  expect(asOneLine(text)).toBe(line);
});

test('a line stays as it is, and no text grows', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const line = asOneLine(text);
      expect(asOneLine(line)).toBe(line);
      expect(line).not.toMatch(/\p{Cc}/u);
      expect(line.length).toBeLessThanOrEqual(text.length);
    }),
  );
});

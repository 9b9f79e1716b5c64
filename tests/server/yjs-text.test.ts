import fc from 'fast-check';
import { fromBase64, toBase64 } from 'lib0/buffer';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { openText } from '#data/text-document.ts';
import { firstUpdate, mergeUpdates } from '#server/texts/yjs-text.ts';

const first = firstUpdate('body', 'Faltan doce luminarias.');
const read = (updates: readonly (string | undefined)[]) =>
  openText(
    'body',
    updates.filter((update) => update !== undefined),
  ).read();

/** What somebody writes who has seen these updates. */
function write(seen: readonly string[], change: (text: string) => string): string {
  const editor = openText('body', seen);
  return editor.write(change(editor.read())) ?? '';
}

test('makes one update of many, without the words that were deleted', () => {
  const longer = write([first], (text) => `${text} ${'Una frase que sobra. '.repeat(20)}`);
  const shorter = write([first, longer], () => 'Faltan doce luminarias. Listo.');
  const merged = mergeUpdates(undefined, [first, longer, shorter]);
  expect(merged?.aside).toEqual([]);
  expect(read([merged?.value])).toBe('Faltan doce luminarias. Listo.');
  expect(merged?.value?.length).toBeLessThan(200);
});

test('keeps what waits for an update that has not come', () => {
  const second = write([first], (text) => `${text} Dos.`);
  const third = write([first, second], (text) => `${text} Tres.`);
  const merged = mergeUpdates(undefined, [first, third]);
  expect(read([merged?.value])).toBe('Faltan doce luminarias.');
  expect(read([merged?.value, second])).toBe('Faltan doce luminarias. Dos. Tres.');
});

const bold = (() => {
  const document = new Y.Doc();
  document.getText('body').insert(0, 'negrita', { bold: true });
  return toBase64(Y.encodeStateAsUpdate(document));
})();

test.each([
  ['no update at all', 'not yjs at all'],
  ['half an update', first.slice(0, 12)],
  ['letters that are formatted', bold],
  [
    'an editor that counts too far',
    toBase64(Uint8Array.from([1, 1, 1, 255, 255, 255, 255, 127, 4, 1, 4, 98, 111, 100, 121, 1, 97, 0])),
  ],
  ['a deletion of too much', toBase64(Uint8Array.from([0, 1, 1, 1, 0, 255, 255, 255, 255, 255, 127]))],
])('leaves %s aside', (_, odd) => {
  const merged = mergeUpdates(undefined, [odd, first]);
  expect(merged?.aside).toEqual([0]);
  expect(read([merged?.value])).toBe('Faltan doce luminarias.');
  expect(mergeUpdates(undefined, [odd])).toEqual({ value: undefined, aside: [0] });
});

test('whatever bytes come, nothing is thrown and the text stays', () => {
  const bytes = fromBase64(first);
  const spoiled = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }).map((places) => {
    const copy = bytes.slice();
    for (const [index, value] of places) copy[index] = value;
    return toBase64(copy);
  });
  const anything = fc.uint8Array({ maxLength: 60 }).map((made) => toBase64(made));
  fc.assert(
    fc.property(fc.oneof(spoiled, anything), (odd) => {
      const merged = mergeUpdates(first, [odd]);
      expect(read([merged?.value])).toContain('Faltan');
    }),
    { numRuns: 1000 },
  );
});

test('a text in too many pieces is merged without being put together', () => {
  const letters = new Y.Doc();
  for (let index = 0; index < 2500; index += 1) letters.getText('body').insert(0, 'x'); // each before the last: no neighbours
  const pieces = toBase64(Y.encodeStateAsUpdate(letters));
  const merged = mergeUpdates(undefined, [pieces, write([pieces], () => 'y')]);
  expect(read([merged?.value])).toBe('y');
  expect(merged?.value?.length).toBeGreaterThan(pieces.length);
});

test('a text that is larger than any is not merged', () => {
  const large = Array.from({ length: 12 }, () => firstUpdate('body', 'x'.repeat(48_000)));
  expect(mergeUpdates(undefined, large)).toBeUndefined();
});

/** Who writes (0-3), whether they have seen everything, where, how much goes and what comes. */
const edit = fc.tuple(fc.nat(3), fc.boolean(), fc.nat(100), fc.nat(5), fc.string({ maxLength: 5 }));

test('merged in any portions, by any order of the rest, it reads as the updates themselves', () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 2, maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (edits, portion) => {
      const updates = [first];
      const editors = [0, 1, 2, 3].map(() => openText('body', updates));
      for (const [who, hasSeenAll, where, goes, comes] of edits) {
        const editor = editors[who];
        if (hasSeenAll) editor?.merge(updates);
        const text = editor?.read() ?? '';
        const at = where % (text.length + 1);
        const update = editor?.write(text.slice(0, at) + comes + text.slice(at + goes));
        if (update) updates.push(update);
      }
      let value: string | undefined;
      for (let start = 0; start < updates.length; start += portion) {
        const merged = mergeUpdates(value, updates.slice(start, start + portion));
        expect(merged?.aside).toEqual([]);
        value = merged?.value;
        const rest = updates.slice(start + portion);
        expect(read([...rest.toReversed(), value])).toBe(read(updates));
      }
    }),
    { numRuns: 80 },
  );
});

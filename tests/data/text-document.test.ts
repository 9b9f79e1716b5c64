import { expect, test } from 'vitest';
import { difference, firstUpdate, mergeUpdates, openText } from '#data/text-document.ts';

const first = firstUpdate('body', 'Faltan doce.');

test.each(['not yjs at all', 'AAAA', '/////w==', '', 'AQ==', first.slice(0, 12)])(
  'an update that cannot be read (%s) leaves the rest of the text',
  (bad) => {
    const text = openText('body', [bad, first, bad]);
    text.merge([bad]);
    expect(text.read()).toBe('Faltan doce.');
    expect(text.unreadable()).toBeLessThanOrEqual(1);
  },
);

test('says how many updates are unreadable', () => {
  expect(openText('body', [first, 'not yjs at all', '/////w==']).unreadable()).toBe(2);
  expect(openText('body', [first]).unreadable()).toBe(0);
});

test('what is written holds nothing of updates that wait for others', () => {
  const author = openText('body', [first]);
  author.write('Faltan doce. Uno.');
  const waiting = author.write('Faltan doce. Uno. Dos.') ?? '';
  const reader = openText('body', [first, waiting]);
  const update = reader.write('Faltan doce. Tres.') ?? '';
  expect(update.length).toBeLessThanOrEqual((openText('body', [first]).write('Faltan doce. Tres.') ?? '').length + 8);
  expect(openText('body', [first, update]).read()).toBe('Faltan doce. Tres.');
});

/** A text that somebody has open while a colleague writes on the same. */
function twoEditors(start: string) {
  const begun = firstUpdate('body', start);
  const [mine, theirs] = [openText('body', [begun]), openText('body', [begun])];
  const colleague = (change: (text: string) => string) => {
    const update = theirs.write(change(theirs.read())) ?? '';
    mine.merge([update]);
  };
  return { mine, theirs, colleague };
}

test('undo takes back one’s own words only, step by step, and redo brings them back', () => {
  const { mine, theirs, colleague } = twoEditors('Uno.');
  const updates = [mine.write('Uno. Dos.'), mine.write('Uno. Dos. Tres.')];
  colleague((text) => `Urgente: ${text}`);
  updates.push(mine.undo());
  expect(mine.read()).toBe('Urgente: Uno. Dos.');
  updates.push(mine.undo());
  expect(mine.read()).toBe('Urgente: Uno.');
  expect(mine.undo()).toBeUndefined();
  updates.push(mine.redo());
  expect(mine.read()).toBe('Urgente: Uno. Dos.');
  theirs.merge(updates.filter((update) => update !== undefined));
  expect(theirs.read()).toBe('Urgente: Uno. Dos.');
});

test('undo brings back what one deleted, around what a colleague wrote there', () => {
  const { mine, colleague } = twoEditors('Uno. Dos. Tres.');
  mine.write('Uno. Tres.');
  colleague((text) => text.replace('Tres', 'Cuatro'));
  mine.undo();
  expect(mine.read()).toBe('Uno. Dos. Cuatro.');
});

test.each([
  ['behind its letter', 'Uno Dos', 'Cero Uno Dos', { start: 3, end: 3 }, { start: 8, end: 8 }],
  ['behind the last letter, before what is appended', 'Uno', 'Uno y dos', { start: 3, end: 3 }, { start: 3, end: 3 }],
  ['at the beginning', 'Uno', 'Cero Uno', { start: 0, end: 0 }, { start: 0, end: 0 }],
  ['where its letters were deleted', 'Uno Dos Tres', 'Uno Tres', { start: 6, end: 6 }, { start: 4, end: 4 }],
  ['around the same letters', 'Uno Dos Tres', 'Uno y Dos Tres', { start: 4, end: 7 }, { start: 6, end: 9 }],
])('a selection stays %s', (_, from, to, selection, expected) => {
  const { mine, colleague } = twoEditors(from);
  const now = mine.hold(selection);
  colleague(() => to);
  expect(mine.read()).toBe(to);
  expect(now()).toEqual(expected);
});

test('two updates become one that does the same', () => {
  const author = openText('body', [first]);
  const updates = [author.write('Faltan doce. Uno.') ?? '', author.write('Faltan trece. Uno.') ?? ''] as const;
  expect(openText('body', [first, mergeUpdates(...updates)]).read()).toBe('Faltan trece. Uno.');
});

test.each([
  ['de los', 'de la de los', 6, { start: 0, removed: 0, inserted: 'de la ' }],
  ['de los', 'de la de los', undefined, { start: 4, removed: 0, inserted: 'a de l' }],
  ['aab', 'ab', 0, { start: 0, removed: 1, inserted: '' }],
  ['Uno.', 'Dos.', 1, { start: 0, removed: 3, inserted: 'Dos' }],
  ['Uno.', 'Uno.', 9, { start: 4, removed: 0, inserted: '' }],
  ['a😀', 'a😃😀', 3, { start: 1, removed: 0, inserted: '😃' }],
])('from "%s" to "%s", written up to %s', (from, to, upTo, expected) => {
  expect(difference(from, to, upTo)).toEqual(expected);
});

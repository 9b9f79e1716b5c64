import { expect, test } from 'vitest';
import { refOf, setFields } from '#domain/change.ts';
import { showRecord } from '#domain/show.ts';

const ref = { space: 'group:G1', kind: 'action', id: 'A1', town: 'T1' };

test('setting fields makes one change each, in the order in which they were given', () => {
  expect(setFields(ref, 'action', { title: 'Clean the well', state: 'done' })).toEqual([
    { type: 'set', ref, field: 'title', value: 'Clean the well' },
    { type: 'set', ref, field: 'state', value: 'done' },
  ]);
});

test('setting nothing changes nothing', () => {
  expect(setFields(ref, 'action', {})).toEqual([]);
});

test('the reference of a shown record carries none of its fields', () => {
  const shown = { ...showRecord(ref, {}), ...ref };
  expect(refOf(shown)).toEqual(ref);
  expect(setFields(shown, 'action', { title: 'a' })).toEqual([{ type: 'set', ref, field: 'title', value: 'a' }]);
});

test('names what the author had on the screen, where that is told', () => {
  expect(setFields(ref, 'action', { title: 'b', state: 'done' }, { title: 'a' })).toEqual([
    { type: 'set', ref, field: 'title', value: 'b', seen: ['a'] },
    { type: 'set', ref, field: 'state', value: 'done' },
  ]);
});

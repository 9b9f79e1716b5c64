import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FieldState, Head } from '#domain/join.ts';
import type { Json } from '#domain/json.ts';
import { kinds } from '#domain/records.ts';
import { showRecord } from '#domain/show.ts';

const ref = { space: 'group:G1', kind: 'action', id: 'A1', town: 'T1' };

function head(value: Json, n = 1): Head {
  return { node: 'ana', n, stamp: '0000000000000001', value };
}

function register(...values: readonly Json[]): FieldState {
  return { type: 'register', heads: values.map((value, index) => head(value, values.length - index)), seen: {} };
}

function setOf(...values: readonly Json[]): FieldState {
  return { type: 'set', tags: values.map((value, index) => head(value, index + 1)), removed: [], seen: {} };
}

test('a record that nobody wrote to shows the defaults of every field', () => {
  expect(showRecord(ref, {})).toEqual({
    ...{ ...ref, deleted: false, conflicts: [], plan: '', line: '', title: '', responsible: null, period: null },
    ...{ state: 'not-started', order: '' },
  });
});

test('the first head is shown, and more than one value is a conflict', () => {
  const shown = showRecord(ref, { title: register('Clean the well', 'Mend the well'), state: register('done') });
  expect(shown).toMatchObject({ title: 'Clean the well', state: 'done', conflicts: ['title'] });
});

test('people who wrote the very same value do not disagree, in whatever order its members came', () => {
  const period = register({ startDay: null, dueDay: '2026-07-15' }, { dueDay: '2026-07-15', startDay: null });
  expect(showRecord(ref, { title: register('a', 'a'), period }).conflicts).toEqual([]);
});

test('a value that this version cannot read falls back to the default', () => {
  const shown = showRecord(ref, {
    state: register('paused'),
    title: register(7),
    period: register({ dueDay: 'soon' }),
    order: setOf('a0'),
  });
  expect(shown).toMatchObject({ state: 'not-started', title: '', period: null, order: '' });
});

test('a set shows each element once, in order, without those it cannot read', () => {
  const membership = { space: 'round:R1', kind: 'membership', id: 'M1', town: 'T1' };
  expect(showRecord(membership, { groups: setOf('G2', 'G1', 'G2', 7, 'not an id!') }).groups).toEqual(['G1', 'G2']);
  expect(showRecord(membership, { groups: register('G1') }).groups).toEqual([]);
});

test('a text is not part of the shown record', () => {
  expect(showRecord({ ...ref, kind: 'note' }, {})).not.toHaveProperty('body');
});

test('fields and kinds of a newer version are passed over', () => {
  expect(showRecord(ref, { colour: register('red') })).not.toHaveProperty('colour');
  expect(showRecord({ ...ref, kind: 'survey' }, { title: register('a') })).toEqual({
    ...{ ...ref, kind: 'survey' },
    deleted: false,
    conflicts: [],
  });
});

test('a deleted record says so', () => {
  expect(showRecord(ref, { life: register('deleted') }).deleted).toBe(true);
  expect(showRecord(ref, { life: register('live', 'deleted') })).toMatchObject({ deleted: false, conflicts: ['life'] });
});

test('whatever values arrive, showing never throws and the record keeps its own space, id and town', () => {
  const state = fc.oneof(
    fc.array(fc.jsonValue(), { maxLength: 3 }).map((values) => register(...(values as Json[]))),
    fc.array(fc.jsonValue(), { maxLength: 3 }).map((values) => setOf(...(values as Json[]))),
  );
  for (const kind of Object.keys(kinds)) {
    const names = [...Object.keys(kinds[kind as keyof typeof kinds].fields), 'life', 'space', 'id', '__proto__'];
    const states = fc.dictionary(fc.constantFrom(...names), state);
    fc.assert(
      fc.property(states, (some) => {
        expect(showRecord({ ...ref, kind }, some)).toMatchObject({ ...ref, kind });
      }),
    );
  }
});

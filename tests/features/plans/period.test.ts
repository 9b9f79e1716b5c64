import * as v from 'valibot';
import { expect, test } from 'vitest';
import { kinds } from '#domain/records.ts';
import { limits } from '#features/plans/limits.ts';
import { actionPeriodToForm, checkPeriod, formToActionPeriod, formToPlanPeriod } from '#features/plans/period.ts';

test('an action may go without a start, a plan has both days or none', () => {
  expect(checkPeriod({ start: '', end: '2026-07-15' }, true)).toBeUndefined();
  expect(checkPeriod({ start: '', end: '2026-07-15' }, false)).toBe('start-missing');
  expect(checkPeriod({ start: '2026-07-15', end: '' }, true)).toBe('end-missing');
  expect(checkPeriod({ start: '', end: '' }, false)).toBeUndefined();
});

test('a last day before the first one, or a year that is still being typed, is not saved', () => {
  expect(checkPeriod({ start: '2026-07-15', end: '2026-07-14' }, true)).toBe('wrong-order');
  expect(checkPeriod({ start: '', end: '0202-07-14' }, true)).toBe('impossible-day');
});

test('days become the field of the record and back', () => {
  expect(formToActionPeriod(actionPeriodToForm({ startDay: null, dueDay: '2026-07-15' }))).toEqual({
    startDay: null,
    dueDay: '2026-07-15',
  });
  expect(formToActionPeriod({ start: '', end: '' })).toBeNull();
  expect(formToPlanPeriod({ start: '2026-07-15', end: '' })).toBeNull();
});

test.each([
  [limits.planTitle, kinds.plan.fields.title],
  [limits.objective, kinds.plan.fields.objective],
  [limits.problem, kinds.plan.fields.problem],
  [limits.lineTitle, kinds.line.fields.title],
  [limits.actionTitle, kinds.action.fields.title],
  [limits.itemTitle, kinds.item.fields.title],
])('a text of %i characters fits into its field, and not one more', (max, field) => {
  expect(v.is(field.schema, 'x'.repeat(max))).toBe(true);
  expect(v.is(field.schema, 'x'.repeat(max + 1))).toBe(false);
});

test('the longest position fits', () => {
  const of = (length: number) => ({ person: null, position: 'x'.repeat(length) });
  expect(v.is(kinds.action.fields.responsible.schema, of(limits.position))).toBe(true);
  expect(v.is(kinds.action.fields.responsible.schema, of(limits.position + 1))).toBe(false);
});

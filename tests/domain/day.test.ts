import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { addDays, dayAt, daysBetween, isDay } from '#domain/day.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const day = fc
  .integer({ min: Date.UTC(1900, 0, 1) / 86_400_000, max: Date.UTC(2200, 0, 1) / 86_400_000 })
  .map((number) => new Date(number * 86_400_000).toISOString().slice(0, 10));

test.each(['2026-01-01', '2026-12-31', '2024-02-29', '2000-02-29', '2026-02-28'])('%s is a day', (text) => {
  expect(isDay(text)).toBe(true);
});

test.each([
  '',
  '2026-02-29',
  '1900-02-29',
  '2026-02-30',
  '2026-04-31',
  '2026-13-01',
  '2026-00-10',
  '2026-1-1',
  '2026-01-01T00:00:00Z',
  ' 2026-01-01',
  '01/02/2026',
])('%j is no day', (text) => expect(isDay(text)).toBe(false));

test('30 February is no day on an engine whose calendar throws at it', () => {
  const real = Date;
  class StrictDate extends real {
    constructor(value: number | string) {
      super(String(value).startsWith('2026-02-30') ? Number.NaN : value);
    }
  }
  vi.stubGlobal('Date', StrictDate);
  expect(isDay('2026-02-30')).toBe(false);
});

test('the end of a month, of February and of a year carry over', () => {
  expect(addDays('2026-01-31', 1)).toBe('2026-02-01');
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
});

test('the days on which clocks change are one day long like any other', () => {
  for (const change of ['2026-03-29', '2026-10-25', '2022-04-03', '2022-10-30']) {
    expect(addDays(addDays(change, 1), -1)).toBe(change);
    expect(daysBetween(addDays(change, -1), addDays(change, 1))).toBe(2);
  }
});

test('adding and counting days undo one another, and later days are later texts', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -20_000, max: 20_000 }), (from, count) => {
      const to = addDays(from, count);
      return isDay(to) && daysBetween(from, to) === count && addDays(to, -count) === from && count > 0 === to > from;
    }),
  );
});

test('the calendar day depends on the zone', () => {
  const evening = Date.UTC(2026, 6, 16, 2);
  expect(dayAt(evening, 0)).toBe('2026-07-16');
  expect(dayAt(evening, -360)).toBe('2026-07-15');
  expect(dayAt(Date.UTC(2026, 6, 15, 23), 120)).toBe('2026-07-16');
});

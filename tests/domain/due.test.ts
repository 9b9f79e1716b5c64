import { describe, expect, test } from 'vitest';
import { daysLeft, isDueThisWeek, isOpen, isOverdue } from '#domain/due.ts';
import { progressPercent } from '#domain/progress.ts';

const today = '2026-07-15';
const due = (dueDay: string, state: 'not-started' | 'in-progress' | 'done' | 'cancelled' = 'not-started') => ({
  state,
  period: { startDay: null, dueDay },
});

describe('an action', () => {
  test.each([
    ['2026-07-14', true, false, -1],
    ['2026-07-15', false, true, 0],
    ['2026-07-21', false, true, 6],
    ['2026-07-22', false, false, 7],
  ])('due on %s on 15 July: overdue %s, due this week %s, days left %s', (dueDay, overdue, thisWeek, left) => {
    expect(isOverdue(due(dueDay), today)).toBe(overdue);
    expect(isDueThisWeek(due(dueDay), today)).toBe(thisWeek);
    expect(daysLeft(due(dueDay), today)).toBe(left);
  });

  test('that is done or cancelled is neither overdue nor due', () => {
    for (const state of ['done', 'cancelled'] as const) {
      expect(isOpen({ state })).toBe(false);
      expect(isOverdue(due('2026-01-01', state), today)).toBe(false);
      expect(isDueThisWeek(due(today, state), today)).toBe(false);
    }
  });

  test('with no due day is never overdue', () => {
    const action = { state: 'in-progress', period: null } as const;
    expect([isOverdue(action, today), isDueThisWeek(action, today), daysLeft(action, today)]).toEqual([false, false, undefined]);
  });
});

describe('the progress of a plan', () => {
  const states = (...all: readonly ('not-started' | 'in-progress' | 'done' | 'cancelled')[]) => all.map((state) => ({ state }));

  test('is 0 with no actions, or with cancelled ones alone', () => {
    expect(progressPercent([])).toBe(0);
    expect(progressPercent(states('cancelled', 'cancelled'))).toBe(0);
  });

  test('is rounded down, so that 100 means that everything is done', () => {
    expect(progressPercent(states('done', 'done', 'in-progress'))).toBe(66);
    expect(progressPercent([...states(...Array.from({ length: 199 }, () => 'done' as const)), { state: 'not-started' }])).toBe(
      99,
    );
    expect(progressPercent(states('done', 'cancelled'))).toBe(100);
  });
});

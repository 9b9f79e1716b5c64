// What is still to be done of an action, and when it is due. Days are ISO days in the town's calendar.
// Apart from the kind, so that a screen which only reads does not fetch what checks its fields.

import { addDays, type Day, daysBetween } from './day.ts';
import type { Action } from './kinds/action.ts';

export function isOpen({ state }: Pick<Action, 'state'>): boolean {
  return state === 'not-started' || state === 'in-progress';
}

/** Whether the due day has passed while the work is still open. An action that is due today is not overdue. */
export function isOverdue(action: Pick<Action, 'state' | 'period'>, today: Day): boolean {
  return isOpen(action) && action.period !== null && action.period.dueDay < today;
}

/** Whether the action is open and due from today to six days ahead. */
export function isDueThisWeek(action: Pick<Action, 'state' | 'period'>, today: Day): boolean {
  if (!isOpen(action) || action.period === null) return false;
  return action.period.dueDay >= today && action.period.dueDay <= addDays(today, 6);
}

/** Whole days until the due day: 0 today, negative when overdue, undefined without a due day. */
export function daysLeft(action: Pick<Action, 'period'>, today: Day): number | undefined {
  return action.period === null ? undefined : daysBetween(today, action.period.dueDay);
}

// Two days that belong together, as a form holds them: '' where none is chosen yet.

import type { Day } from '#domain/day.ts';
import type { Action } from '#domain/kinds/action.ts';
import type { Plan } from '#domain/kinds/plan.ts';

export type PeriodForm = { readonly start: Day | ''; readonly end: Day | '' };

export type PeriodProblem = 'start-missing' | 'end-missing' | 'wrong-order' | 'impossible-day';

/** While somebody types a year, a date field gives years such as 0002; nothing here happens before 2000. */
const firstDay = '2000-01-01';

/** A plan has both days or none; an action may go without a start, not without a due day. */
export function checkPeriod({ start, end }: PeriodForm, startMayMiss: boolean): PeriodProblem | undefined {
  if (start === '' && end === '') return undefined;
  if ([start, end].some((day) => day !== '' && day < firstDay)) return 'impossible-day';
  if (end === '') return 'end-missing';
  if (start === '') return startMayMiss ? undefined : 'start-missing';
  return end < start ? 'wrong-order' : undefined;
}

export function actionPeriodToForm(period: Action['period']): PeriodForm {
  return { start: period?.startDay ?? '', end: period?.dueDay ?? '' };
}

export function formToActionPeriod({ start, end }: PeriodForm): Action['period'] {
  return end === '' ? null : { startDay: start === '' ? null : start, dueDay: end };
}

export function planPeriodToForm(period: Plan['period']): PeriodForm {
  return { start: period?.startDay ?? '', end: period?.endDay ?? '' };
}

export function formToPlanPeriod({ start, end }: PeriodForm): Plan['period'] {
  return start === '' || end === '' ? null : { startDay: start, endDay: end };
}

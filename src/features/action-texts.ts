// What the state of an action and its due day are called, on every screen that shows actions.

import type { ParseKeys } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Day } from '#domain/day.ts';
import { daysLeft, isOpen, isOverdue } from '#domain/due.ts';
import type { Action, ActionState } from '#domain/kinds/action.ts';
import { useFormats } from '#i18n/formats.ts';

/** An action's state as people see it: overdue is a status of its own. */
export type ActionStatus = ActionState | 'overdue';

export function statusOf(action: Pick<Action, 'state' | 'period'>, today: Day): ActionStatus {
  return isOverdue(action, today) ? 'overdue' : action.state;
}

/** Keys of the namespace common. */
export const statusKeys = {
  'not-started': 'status.notStarted',
  'in-progress': 'status.inProgress',
  done: 'status.done',
  cancelled: 'status.cancelled',
  overdue: 'status.overdue',
} as const satisfies Record<ActionStatus, ParseKeys<'common'>>;

/** The due day, with its distance in words while the work is open and the day is near; undefined without a due day. */
export function useDueText(): (action: Pick<Action, 'state' | 'period'>, today: Day) => string | undefined {
  const { t } = useTranslation();
  const formats = useFormats();
  return (action, today) => {
    const count = daysLeft(action, today);
    if (action.period === null || count === undefined) return undefined;
    const day = formats.day(action.period.dueDay);
    if (!isOpen(action) || count > 6) return t('due.on', { day });
    if (count < 0) return t('due.since', { day, count: -count });
    if (count === 0) return t('due.today', { day });
    return count === 1 ? t('due.tomorrow', { day }) : t('due.in', { day, count });
  };
}

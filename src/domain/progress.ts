// How far a plan has come, derived from the states of its actions and never typed.

import { isOpen } from './due.ts';
import type { Action } from './kinds/action.ts';

/** Share of actions that are done, 0-100, rounded down; cancelled ones do not count. 0 for a plan with no actions. */
export function progressPercent(actions: readonly Pick<Action, 'state'>[]): number {
  const counted = actions.filter(({ state }) => state !== 'cancelled');
  if (counted.length === 0) return 0;
  return Math.floor((100 * counted.filter((action) => !isOpen(action)).length) / counted.length);
}

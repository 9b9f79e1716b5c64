// What one action shows: its checklist, its neighbours in the plan, and whether this actor may work on it.

import type { PlanContents } from '#data/record-queries.ts';
import type { RoundFacts } from '#data/round-queries.ts';
import type { Day } from '#domain/day.ts';
import { isOpen } from '#domain/due.ts';
import type { Actor } from '#domain/grants.ts';
import type { RecordId } from '#domain/ids.ts';
import type { Action } from '#domain/kinds/action.ts';
import type { Item } from '#domain/kinds/item.ts';
import type { Line } from '#domain/kinds/line.ts';
import type { Person } from '#domain/kinds/person.ts';
import { decide } from '#domain/permissions.ts';
import { type ActionStatus, statusOf } from '#features/action-texts.ts';
import { peopleOfTown } from '#features/people.ts';

export type ActionView = {
  readonly action: Action;
  readonly status: ActionStatus;
  readonly line: Line | undefined;
  readonly items: readonly Item[];
  readonly ticked: number;
  readonly mayWork: boolean;
  /** Everything is ticked while the action is still open: time to say that it is done. */
  readonly seemsDone: boolean;
  /** Who may be named as responsible: people of the plan's town. */
  readonly colleagues: readonly Person[];
};

/** Undefined when the plan shows no such action. */
export function actionView(
  { actions, items, lines }: PlanContents,
  actionId: RecordId,
  facts: RoundFacts,
  actor: Actor,
  today: Day,
): ActionView | undefined {
  const action = actions.find(({ id }) => id === actionId);
  if (!action) return undefined;
  const own = items.filter((item) => item.action === actionId);
  const ticked = own.filter(({ check }) => check !== null).length;
  const mayWork = decide(actor, action).allowed;
  return {
    action,
    status: statusOf(action, today),
    line: lines.find(({ id }) => id === action.line),
    items: own,
    ticked,
    mayWork,
    seemsDone: mayWork && isOpen(action) && own.length > 0 && ticked === own.length,
    colleagues: peopleOfTown(facts, action.town),
  };
}

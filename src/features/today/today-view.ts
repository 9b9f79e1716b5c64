// What Today shows: what is overdue and what is due this week (own work first), the next working session, and, for those
// with no plans of their own, which town is behind.

import type { RoundFacts } from '#data/round-queries.ts';
import type { Day } from '#domain/day.ts';
import { isDueThisWeek, isOverdue } from '#domain/due.ts';
import type { Actor } from '#domain/grants.ts';
import { groupBy } from '#domain/group-by.ts';
import { deviceSpace, groupSpace, type RecordId } from '#domain/ids.ts';
import type { Action } from '#domain/kinds/action.ts';
import type { Group } from '#domain/kinds/group.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import { progressPercent } from '#domain/progress.ts';
import { townName } from '#features/people.ts';

export type Entry = {
  readonly action: Action;
  readonly plan: Plan;
  /** This user is the one responsible. */
  readonly mine: boolean;
};

export type TownRow = {
  readonly key: RecordId;
  readonly town: string;
  readonly plans: readonly Plan[];
  readonly percent: number;
  readonly overdue: number;
  readonly dueThisWeek: number;
};

export type Session = { readonly day: Day; readonly groups: readonly Group[] };

export type TodayView = {
  readonly overdue: readonly Entry[];
  readonly dueThisWeek: readonly Entry[];
  /** Towns that this user accompanies, the one most behind first; own towns are not among them. */
  readonly towns: readonly TownRow[];
  readonly nextSession: Session | undefined;
  /** There is no plan at all in sight. */
  readonly empty: boolean;
  readonly hasOwnPlans: boolean;
};

type PlanWithActions = { readonly plan: Plan; readonly actions: readonly Action[] };

export function todayView(plans: readonly PlanWithActions[], facts: RoundFacts, actor: Actor, today: Day): TodayView {
  const ownTowns = new Set(actor.grants.map(({ town }) => town));
  const isOwn = ({ plan }: PlanWithActions) => plan.space === deviceSpace || (plan.town !== null && ownTowns.has(plan.town));
  const own = plans.filter(isOwn);
  const entries = own.flatMap(({ plan, actions }) => actions.map((action) => entryOf(action, plan, actor)));
  return {
    overdue: entries.filter(({ action }) => isOverdue(action, today)).sort(byMineThenDue),
    dueThisWeek: entries.filter(({ action }) => isDueThisWeek(action, today)).sort(byMineThenDue),
    towns: own.length > 0 ? [] : townRows(plans, facts, today),
    nextSession: nextSession(facts.groups, actor, today),
    empty: plans.length === 0,
    hasOwnPlans: own.length > 0,
  };
}

function entryOf(action: Action, plan: Plan, { person }: Actor): Entry {
  return { action, plan, mine: person !== null && action.responsible?.person === person };
}

function byMineThenDue(a: Entry, b: Entry): number {
  if (a.mine !== b.mine) return a.mine ? -1 : 1;
  const [dayA, dayB] = [a.action.period?.dueDay ?? '', b.action.period?.dueDay ?? ''];
  if (dayA !== dayB) return dayA < dayB ? -1 : 1;
  return a.action.id < b.action.id ? -1 : 1;
}

function townRows(plans: readonly PlanWithActions[], facts: RoundFacts, today: Day): readonly TownRow[] {
  const byTown = groupBy(plans, ({ plan }) => plan.town ?? '');
  const rows = [...byTown].map(([key, members]): TownRow => {
    const actions = members.flatMap((member) => member.actions);
    return {
      key,
      town: townName(facts, key) ?? '',
      plans: members.map(({ plan }) => plan),
      percent: progressPercent(actions),
      overdue: actions.filter((action) => isOverdue(action, today)).length,
      dueThisWeek: actions.filter((action) => isDueThisWeek(action, today)).length,
    };
  });
  return [...rows].sort((a, b) => b.overdue - a.overdue || a.percent - b.percent || a.town.localeCompare(b.town, 'es'));
}

/** The nearest session day from today on, with every group of the actor that meets on it. */
function nextSession(groups: readonly Group[], actor: Actor, today: Day): Session | undefined {
  const spaces = new Set(actor.grants.map(({ space }) => space));
  const own = groups.filter(({ id }) => spaces.has(groupSpace(id)));
  const days = own.flatMap(({ sessionDays }) => sessionDays.filter((day) => day >= today)).sort();
  const [day] = days;
  return day === undefined ? undefined : { day, groups: own.filter(({ sessionDays }) => sessionDays.includes(day)) };
}

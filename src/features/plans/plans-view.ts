// What the list of plans shows: own town first, then the others by name; and where this actor may begin a new one.

import type { RoundFacts } from '#data/round-queries.ts';
import type { Day } from '#domain/day.ts';
import { isOverdue } from '#domain/due.ts';
import type { Actor } from '#domain/grants.ts';
import { groupBy } from '#domain/group-by.ts';
import { deviceSpace, groupSpace, type RecordId, type Space, spaceKind } from '#domain/ids.ts';
import type { Action } from '#domain/kinds/action.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import { decide } from '#domain/permissions.ts';
import { progressPercent } from '#domain/progress.ts';
import { themeName, townName } from '#features/people.ts';

export type PlanRow = {
  readonly plan: Plan;
  readonly theme: string | undefined;
  readonly percent: number;
  readonly overdue: number;
};

export type PlanGroup = {
  readonly key: string;
  /** Undefined: plans of this device alone. */
  readonly town: string | undefined;
  readonly own: boolean;
  readonly rows: readonly PlanRow[];
};

/** Where a plan can be begun, and who will see it there. */
export type PlanPlace = {
  readonly space: Space;
  readonly town: RecordId | null;
  /** A group's plan has the group's theme; elsewhere the theme is chosen. */
  readonly theme: RecordId | '';
  readonly seenBy: { readonly type: 'group' | 'town'; readonly name: string } | { readonly type: 'device' };
};

export type PlansView = { readonly groups: readonly PlanGroup[]; readonly places: readonly PlanPlace[] };

type PlanWithActions = { readonly plan: Plan; readonly actions: readonly Action[] };

export function plansView(plans: readonly PlanWithActions[], facts: RoundFacts, actor: Actor, today: Day): PlansView {
  const ownTowns = new Set(actor.grants.map(({ town }) => town));
  const groups = [...groupBy(plans, ({ plan }) => keyOfGroup(plan))].map(([key, members]): PlanGroup => {
    const [first] = members;
    const town = first && key !== deviceSpace ? first.plan.town : null;
    return {
      key,
      town: key === deviceSpace ? undefined : (townName(facts, town) ?? ''),
      own: key === deviceSpace || (town !== null && ownTowns.has(town)),
      rows: members.map(({ plan, actions }) => planRow(plan, actions, facts, today)),
    };
  });
  return { groups: [...groups].sort(byOwnThenName), places: planPlaces(facts, actor) };
}

function planRow(plan: Plan, actions: readonly Action[], facts: RoundFacts, today: Day): PlanRow {
  return {
    plan,
    theme: themeName(facts, plan.theme),
    percent: progressPercent(actions),
    overdue: actions.filter((action) => isOverdue(action, today)).length,
  };
}

function keyOfGroup({ space, town }: Plan): string {
  return space === deviceSpace ? deviceSpace : (town ?? '');
}

function byOwnThenName(a: PlanGroup, b: PlanGroup): number {
  if (a.own !== b.own) return a.own ? -1 : 1;
  return (a.town ?? '').localeCompare(b.town ?? '', 'es');
}

/** Before joining, the device itself; afterwards every group and town in which a role allows it, each once. */
export function planPlaces(facts: RoundFacts, actor: Actor): readonly PlanPlace[] {
  if (actor.person === null) return [{ space: deviceSpace, town: null, theme: '', seenBy: { type: 'device' } }];
  const places = actor.grants.flatMap(({ space, town }): readonly PlanPlace[] => {
    const where = spaceKind(space);
    if (town === null || !decide(actor, { space, kind: 'plan', id: '', town }).allowed) return [];
    if (where === 'town') return [{ space, town, theme: '', seenBy: { type: 'town', name: townName(facts, town) ?? '' } }];
    const group = facts.groups.find(({ id }) => groupSpace(id) === space);
    return group ? [{ space, town, theme: group.theme, seenBy: { type: 'group', name: group.name } }] : [];
  });
  return [...new Map(places.map((place) => [`${place.space}/${place.town}`, place])).values()];
}

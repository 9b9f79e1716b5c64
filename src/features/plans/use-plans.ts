// Reads what the list of plans shows, live.

import { plansWithActions } from '#data/record-queries.ts';
import { listSpaces, type RoundFacts, roundFacts } from '#data/round-queries.ts';
import { useLive } from '#data/use-live.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import { useServices } from '#features/services.ts';
import { isStillArriving } from '#features/still-arriving.ts';
import { type PlansView, plansView } from './plans-view.ts';

export type ReadPlans = {
  readonly view: PlansView;
  readonly plans: readonly Plan[];
  readonly facts: RoundFacts;
  readonly stillArriving: boolean;
};

/** Undefined until the first read is done. */
export function usePlans(): ReadPlans | undefined {
  const { database, actor, today, mode } = useServices();
  const found = useLive(async () => {
    const [plans, facts, spaces] = await Promise.all([plansWithActions(database), roundFacts(database), listSpaces(database)]);
    return { plans, facts, spaces };
  }, [database]);
  if (!found) return undefined;
  return {
    view: plansView(found.plans, found.facts, actor, today),
    plans: found.plans.map(({ plan }) => plan),
    facts: found.facts,
    stillArriving: isStillArriving(mode, actor, found.spaces),
  };
}

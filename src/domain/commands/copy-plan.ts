// Taking a plan along into another space, such as one that was begun before joining: a record belongs to its space for
// ever, so the copy has ids of its own. The original stays until its owner puts it aside.
// Promises: pure; each list of changes is one transaction small enough for one request; the first makes the plan, so that
// a copy that is cut off in the middle is an ordinary plan to go on with. The same ids come out each time, so that copying
// again goes on with the same copy.

import { type Change, setFields } from '../change.ts';
import type { RecordId, Space } from '../ids.ts';
import type { Action } from '../kinds/action.ts';
import type { Item } from '../kinds/item.ts';
import type { Line } from '../kinds/line.ts';
import type { Plan } from '../kinds/plan.ts';

const itemsAtOnce = 80;

export type CopiedPlan = { readonly planId: RecordId; readonly transactions: readonly (readonly Change[])[] };

type Contents = {
  readonly plan: Plan;
  readonly lines: readonly Line[];
  readonly actions: readonly Action[];
  readonly items: readonly Item[];
};

/** The copy at the end of the plans that are there (`order`); ticks and states come along, notes are the caller's. */
export function copyPlan(
  { plan, lines, actions, items }: Contents,
  place: { readonly space: Space; readonly town: RecordId | null; readonly order: string },
  by: {
    /** Who takes it along: ticks that were made before joining become theirs. */
    readonly person: RecordId | null;
    /** The id that the copy of a record gets: the same each time, and no other record's. */
    readonly idFor: (sourceId: RecordId) => RecordId;
  },
): CopiedPlan {
  const { idFor } = by;
  const planId = idFor(plan.id);
  const lineIds = new Set(lines.map(({ id }) => id));
  const ref = (kind: string, id: RecordId) => ({ space: place.space, town: place.town, kind, id });
  const { title, objective, problem, theme, period } = plan;
  const lineChanges = lines.flatMap((line) =>
    setFields(ref('line', idFor(line.id)), 'line', { plan: planId, title: line.title, order: line.order }),
  );
  const actionTransactions = actions.flatMap((action) => {
    const actionId = idFor(action.id);
    const { responsible, state, order } = action;
    const fields = {
      plan: planId,
      line: lineIds.has(action.line) ? idFor(action.line) : '',
      title: action.title,
      responsible,
      period: action.period,
      state,
      order,
    };
    const own = items.filter((item) => item.action === action.id);
    const itemChanges = (some: readonly Item[]) =>
      some.flatMap((item) =>
        setFields(ref('item', idFor(item.id)), 'item', {
          plan: planId,
          action: actionId,
          title: item.title,
          check: item.check && { ...item.check, by: item.check.by ?? by.person },
          order: item.order,
        }),
      );
    const [first = [], ...others] = inPortions(own);
    return [[...setFields(ref('action', actionId), 'action', fields), ...itemChanges(first)], ...others.map(itemChanges)];
  });
  const planChanges = setFields(ref('plan', planId), 'plan', { title, objective, problem, theme, period, order: place.order });
  return { planId, transactions: [[...planChanges, ...lineChanges], ...actionTransactions] };
}

function inPortions(items: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / itemsAtOnce);
  return Array.from({ length: count }, (_, index) => items.slice(index * itemsAtOnce, (index + 1) * itemsAtOnce));
}

// Named queries over the records that screens show. Each is read live: it runs again when what it read has changed.
// Promises: deleted records are left out unless the name says otherwise; lists come in their order; what stands in a plan is of
// the plan's own town, since anybody of the group may write records that name it. Notes are of their author's town.

import { byOrder } from '#domain/by-order.ts';
import { groupBy } from '#domain/group-by.ts';
import { deviceSpace } from '#domain/ids.ts';
import type { Action } from '#domain/kinds/action.ts';
import type { Item } from '#domain/kinds/item.ts';
import type { Line } from '#domain/kinds/line.ts';
import type { Note } from '#domain/kinds/note.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import type { KindName, ShownOf } from '#domain/records.ts';
import type { TequioDatabase } from './database.ts';
import type { RecordRow } from './rows.ts';

/** Rows of a kind hold that kind's fields: showRecord made them so. */
function isKind<Name extends KindName>(row: RecordRow | undefined, kind: Name): row is RecordRow & ShownOf<Name> {
  return row?.kind === kind;
}

/** All records of a kind that are not deleted, in no promised order. */
export async function recordsOf<Name extends KindName>(database: TequioDatabase, kind: Name): Promise<readonly ShownOf<Name>[]> {
  const rows = await database.records.where('kind').equals(kind).toArray();
  return rows.filter((row): row is RecordRow & ShownOf<Name> => isKind(row, kind) && !row.deleted);
}

/** The record with that id, deleted or not; undefined while it has not arrived. */
export async function recordById<Name extends KindName>(
  database: TequioDatabase,
  kind: Name,
  id: string,
): Promise<ShownOf<Name> | undefined> {
  const rows = await database.records.where('id').equals(id).toArray();
  return rows.find((row) => isKind(row, kind)) as ShownOf<Name> | undefined;
}

export type PlanContents = {
  readonly plan: Plan;
  readonly lines: readonly Line[];
  readonly actions: readonly Action[];
  readonly items: readonly Item[];
  readonly notes: readonly Note[];
};

/** A plan with everything under it, lists in order, notes newest first; the plan itself may be a deleted one. */
export async function planContents(database: TequioDatabase, planId: string): Promise<PlanContents | undefined> {
  const [plan, all] = await database.transaction('r', database.records, async () =>
    Promise.all([recordById(database, 'plan', planId), database.records.where('owner').equals(planId).toArray()]),
  );
  if (!plan) return undefined;
  const rows = all.filter(({ deleted }) => !deleted);
  const own = rows.filter((row) => isOfPlan(row, plan));
  const actions = withoutDeletedLines(
    own.filter((row) => isKind(row, 'action')),
    all.filter((row) => isKind(row, 'line')).filter((line) => isOfPlan(line, plan)),
  );
  const shownActions = new Set(actions.map(({ id }) => id));
  const items = own.filter((row) => isKind(row, 'item'));
  return {
    plan,
    lines: own.filter((row) => isKind(row, 'line')).sort(byOrder),
    actions: [...actions].sort(byOrder),
    items: items.filter(({ action }) => shownActions.has(action)).sort(byOrder),
    notes: newestFirst(rows.filter((row) => isKind(row, 'note'))),
  };
}

/** A plan, deleted or not, with its notes, newest first. */
export async function planNotes(
  database: TequioDatabase,
  planId: string,
): Promise<{ readonly plan: Plan; readonly notes: readonly Note[] } | undefined> {
  const plan = await recordById(database, 'plan', planId);
  if (!plan) return undefined;
  const rows = (await database.records.where('owner').equals(planId).toArray()).filter(({ deleted }) => !deleted);
  return { plan, notes: newestFirst(rows.filter((row) => isKind(row, 'note'))) };
}

/** Every plan with its actions, for lists; plans in order. Actions of deleted plans and lines are left out. */
export async function plansWithActions(
  database: TequioDatabase,
): Promise<readonly { readonly plan: Plan; readonly actions: readonly Action[] }[]> {
  const [plans, actions] = [await recordsOf(database, 'plan'), await recordsOf(database, 'action')];
  const lines = (await database.records.where('kind').equals('line').toArray()).filter((row) => isKind(row, 'line'));
  const actionsByPlan = groupBy(withoutDeletedLines(actions, lines), ({ plan }) => plan);
  return [...plans].sort(byOrder).map((plan) => {
    const own = (actionsByPlan.get(plan.id) ?? []).filter((action) => isOfPlan(action, plan));
    return { plan, actions: [...own].sort(byOrder) };
  });
}

/** Whether a record that names the plan was written by those who may write the plan. */
function isOfPlan({ space, town }: Pick<RecordRow, 'space' | 'town'>, plan: Plan): boolean {
  return space === plan.space && town === plan.town;
}

/** Children hide with their parent. An action whose line has not arrived is not hidden. */
function withoutDeletedLines(actions: readonly Action[], lines: readonly Line[]): readonly Action[] {
  const deleted = new Set(lines.filter((line) => line.deleted).map(({ id }) => id));
  return actions.filter(({ line }) => !deleted.has(line));
}

function newestFirst(notes: readonly Note[]): readonly Note[] {
  return [...notes].sort((a, b) => (b.begun?.at ?? 0) - (a.begun?.at ?? 0));
}

/** Plans that only this device has. */
export async function countDevicePlans(database: TequioDatabase): Promise<number> {
  const plans = await recordsOf(database, 'plan');
  return plans.filter(({ space }) => space === deviceSpace).length;
}

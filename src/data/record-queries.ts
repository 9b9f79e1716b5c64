// Named queries over the records that screens show. Each is read live: it runs again when what it read has changed.
// Promises: deleted records are left out unless the name says otherwise; lists come in their order; what stands in a plan is of
// the plan's own town, since anybody of the group may write records that name it. Notes are of their author's town.

import type { Collection } from 'dexie';
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
import { keysWith, type RecordRow } from './rows.ts';

type Shown = RecordRow['shown'];

/** Records of a kind hold that kind's fields: showRecord made them so. */
function isKind<Name extends KindName>(record: Shown, kind: Name): record is Shown & ShownOf<Name> {
  return record.kind === kind;
}

/** What screens read of rows. What it was made of stays behind. */
async function shown(rows: Collection<RecordRow>): Promise<readonly Shown[]> {
  return (await rows.toArray()).map((row) => row.shown);
}

/** All records of a kind, deleted or not, in no promised order. */
async function allOf<Name extends KindName>(database: TequioDatabase, kind: Name): Promise<readonly ShownOf<Name>[]> {
  const records = await shown(database.records.where(':id').between(...keysWith(kind)));
  return records.filter((record) => isKind(record, kind));
}

/** All records of a kind that are not deleted, in no promised order. */
export async function recordsOf<Name extends KindName>(database: TequioDatabase, kind: Name): Promise<readonly ShownOf<Name>[]> {
  return (await allOf(database, kind)).filter(({ deleted }) => !deleted);
}

/** The record with that id, deleted or not; undefined while it has not arrived. */
export async function recordById<Name extends KindName>(
  database: TequioDatabase,
  kind: Name,
  id: string,
): Promise<ShownOf<Name> | undefined> {
  const records = await shown(database.records.where(':id').between(...keysWith(kind, id)));
  return records.find((record) => isKind(record, kind));
}

/** All records that belong to this one, of every kind, deleted or not, in no promised order. */
export function recordsUnder(database: TequioDatabase, owner: string): Promise<readonly Shown[]> {
  return shown(database.records.where('shown.owner').equals(owner));
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
    Promise.all([recordById(database, 'plan', planId), recordsUnder(database, planId)]),
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
  const rows = (await recordsUnder(database, planId)).filter(({ deleted }) => !deleted);
  return { plan, notes: newestFirst(rows.filter((row) => isKind(row, 'note'))) };
}

/** Every plan with its actions, for lists; plans in order. Actions of deleted plans and lines are left out. */
export async function plansWithActions(
  database: TequioDatabase,
): Promise<readonly { readonly plan: Plan; readonly actions: readonly Action[] }[]> {
  const [plans, actions] = [await recordsOf(database, 'plan'), await recordsOf(database, 'action')];
  const actionsByPlan = groupBy(withoutDeletedLines(actions, await allOf(database, 'line')), ({ plan }) => plan);
  return [...plans].sort(byOrder).map((plan) => {
    const own = (actionsByPlan.get(plan.id) ?? []).filter((action) => isOfPlan(action, plan));
    return { plan, actions: [...own].sort(byOrder) };
  });
}

/** Whether a record that names the plan was written by those who may write the plan. */
function isOfPlan({ space, town }: Pick<Shown, 'space' | 'town'>, plan: Plan): boolean {
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

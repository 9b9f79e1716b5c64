// One plan of the example, with its lines, actions, checklists and notes, as dated changes.
// The plan is drafted on its first day; ticks, states and notes follow on their own days.

import { type Change, setFields } from '#domain/change.ts';
import type { Day } from '#domain/day.ts';
import type { RecordId, Space } from '#domain/ids.ts';
import { firstKeys } from '#domain/order.ts';
import type { ExampleAction, ExampleItem, ExamplePerson, ExamplePlan } from './content-types.ts';
import { type ExampleIds, noonOf } from './example-ids.ts';

export type ChangesOfDay = { readonly day: Day; readonly changes: readonly Change[] };

/** Makes the first update of a new text's field, as base64. */
export type TextUpdate = (field: string, text: string) => string;

export type PlanSurroundings = {
  readonly ids: ExampleIds;
  /** The day that the example shows as today: nothing is later. */
  readonly today: Day;
  readonly people: readonly ExamplePerson[];
  readonly textUpdate: TextUpdate;
};

/** `key` names the plan, and `order` is its place, among all plans. */
export function planChanges(plan: ExamplePlan, key: string, order: string, around: PlanSurroundings): readonly ChangesOfDay[] {
  const { ids } = around;
  const place: Place = { ...around, plan, planId: ids.other(key), space: ids.groupSpace(plan.theme), town: ids.town(plan.town) };
  const { title, objective, problem, startDay, endDay } = plan;
  const theme = ids.theme(plan.theme);
  const fields = { title, objective, problem, theme, period: { startDay, endDay }, order };
  return [
    { day: startDay, changes: setFields(refOf(place, 'plan', place.planId), 'plan', fields) },
    ...ordered(plan.lines).flatMap(([line, lineOrder, index]) => lineChanges(line, `${key} line ${index}`, lineOrder, place)),
    ...plan.notes.map((note, index) => noteChanges(note, `${key} note ${index}`, place)),
  ];
}

type Place = PlanSurroundings & {
  readonly plan: ExamplePlan;
  readonly planId: RecordId;
  readonly space: Space;
  readonly town: RecordId;
};

function refOf({ space, town }: Place, kind: string, id: RecordId) {
  return { space, town, kind, id };
}

function ordered<Entry>(entries: readonly Entry[]): readonly (readonly [Entry, string, number])[] {
  const keys = firstKeys(entries.length);
  return entries.map((entry, index) => [entry, keys[index] ?? '', index]);
}

function lineChanges(
  { title, actions }: ExamplePlan['lines'][number],
  key: string,
  order: string,
  place: Place,
): readonly ChangesOfDay[] {
  const line = refOf(place, 'line', place.ids.other(key));
  return [
    { day: place.plan.startDay, changes: setFields(line, 'line', { plan: place.planId, title, order }) },
    ...ordered(actions).flatMap(([action, actionOrder, index]) =>
      actionChanges(action, `${key} action ${index}`, actionOrder, line.id, place),
    ),
  ];
}

function actionChanges(action: ExampleAction, key: string, order: string, line: RecordId, place: Place): readonly ChangesOfDay[] {
  const ref = refOf(place, 'action', place.ids.other(key));
  const { title, startDay, dueDay, state } = action;
  const responsible = responsibleOf(action, place);
  const fields = { plan: place.planId, line, title, responsible, period: { startDay, dueDay }, order };
  return [
    { day: place.plan.startDay, changes: setFields(ref, 'action', fields) },
    { day: stateDay(action, place), changes: setFields(ref, 'action', { state }) },
    ...ordered(action.items).flatMap(([item, itemOrder, index]) =>
      itemChanges(
        item,
        { key: `${key} item ${index}`, order: itemOrder, action: ref.id, by: responsible?.person ?? null },
        place,
      ),
    ),
  ];
}

function responsibleOf({ responsible }: ExampleAction, { ids, people }: Place) {
  if (responsible === null) return null;
  return { person: ids.person(responsible), position: people.find(({ key }) => key === responsible)?.position ?? '' };
}

/** The day on which the action came into its state: when it was begun, or when the last item was ticked or it was due. */
function stateDay({ state, startDay, dueDay, items }: ExampleAction, { plan, today }: Place): Day {
  if (state === 'not-started') return plan.startDay;
  if (state === 'in-progress') return earlier(startDay, today);
  const doneDays = items.flatMap(({ doneDay }) => doneDay ?? []).sort();
  return earlier(doneDays.at(-1) ?? dueDay, today);
}

function earlier(a: Day, b: Day): Day {
  return a < b ? a : b;
}

type ItemPlace = { readonly key: string; readonly order: string; readonly action: RecordId; readonly by: RecordId | null };

function itemChanges(
  { title, doneDay }: ExampleItem,
  { key, order, action, by }: ItemPlace,
  place: Place,
): readonly ChangesOfDay[] {
  const ref = refOf(place, 'item', place.ids.other(key));
  const drafted = { day: place.plan.startDay, changes: setFields(ref, 'item', { plan: place.planId, action, title, order }) };
  if (!doneDay) return [drafted];
  return [drafted, { day: doneDay, changes: setFields(ref, 'item', { check: { by, at: noonOf(doneDay) } }) }];
}

/** A note belongs to its author's town: a mentor's remark on a plan is not the plan's own. */
function noteChanges({ by, day, text }: ExamplePlan['notes'][number], key: string, place: Place): ChangesOfDay {
  const { ids, people, space, planId, textUpdate } = place;
  const town = people.find((person) => person.key === by)?.town ?? null;
  const ref = { space, kind: 'note', id: ids.other(key), town: town && ids.town(town) };
  const begun = setFields(ref, 'note', { plan: planId, begun: { by: ids.person(by), at: noonOf(day) } });
  return { day, changes: [...begun, { type: 'text', ref, field: 'body', value: textUpdate('body', text) }] };
}

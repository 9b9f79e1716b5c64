// A round as large as a year of a whole programme: by default 7 towns, 100 plans, 2,900 actions, 6,000 items, 1,000 notes.
// Promises: the same size gives the same content. The first plan has an action with 90 items, which is what gets opened.

import { exampleRound } from '#example/content/round.ts';
import type { ExampleAction, ExampleItem, ExampleNote, ExamplePlan, ExampleRound, TownKey } from '#example/content-types.ts';
import { type Choice, createChoice } from './choice.ts';
import { actionTitle, itemTitle, lineTitle, noteText, planAim, planTitle } from './municipal-texts.ts';

export type RoundSize = { readonly plans: number; readonly actions: number; readonly items: number; readonly notes: number };

export const fullSize: RoundSize = { plans: 100, actions: 2_900, items: 6_000, notes: 1_000 };
/** Items of the first action of the first plan. */
export const openedItems = 90;

const receivers = exampleRound.towns.filter(({ part }) => part === 'receiver').map(({ key }) => key);
const firstDay = Date.parse('2026-05-07');
const daysSoFar = 65;

export function largeRound(size: RoundSize): ExampleRound {
  const choice = createChoice(20_260_507);
  const share = (count: number, plan: number) =>
    Math.floor((count * (plan + 1)) / size.plans) - Math.floor((count * plan) / size.plans);
  const otherItems = size.items - openedItems;
  const plans = Array.from({ length: size.plans }, (_, index): ExamplePlan => {
    const items = share(otherItems, index);
    const plan = planOf(choice, receivers[index % receivers.length] ?? 'huehuetoca', index, share(size.actions, index), items);
    return { ...plan, notes: Array.from({ length: share(size.notes, index) }, () => noteOf(choice, plan.town)) };
  });
  return { ...exampleRound, plans: plans.map((plan, index) => (index === 0 ? withLongChecklist(plan, choice) : plan)) };
}

function planOf(choice: Choice, town: TownKey, index: number, actionCount: number, itemCount: number): ExamplePlan {
  const itemsPerAction = Array.from({ length: actionCount }, () => 0);
  for (let item = 0; item < itemCount; item += 1) {
    const action = choice.between(0, actionCount - 1);
    itemsPerAction[action] = (itemsPerAction[action] ?? 0) + 1;
  }
  const actions = itemsPerAction.map((count) => actionOf(choice, town, count));
  const lineCount = Math.max(1, Math.round(actionCount / 15));
  const perLine = Math.ceil(actionCount / lineCount);
  return {
    town,
    theme: exampleRound.themes[index % exampleRound.themes.length]?.key ?? 'security',
    title: planTitle(choice),
    objective: planAim(choice),
    problem: noteText(choice, 250),
    startDay: dayAfter(choice.between(0, 20)),
    endDay: exampleRound.closesOn,
    lines: Array.from({ length: lineCount }, (_, line) => ({
      title: lineTitle(choice),
      actions: actions.slice(line * perLine, (line + 1) * perLine),
    })),
    notes: [],
  };
}

function actionOf(choice: Choice, town: TownKey, itemCount: number): ExampleAction {
  const start = choice.between(0, 50);
  const people = exampleRound.people.filter((person) => person.town === town && person.role !== 'observer');
  return {
    title: actionTitle(choice),
    responsible: people[choice.between(0, people.length)]?.key ?? null,
    startDay: dayAfter(start),
    dueDay: dayAfter(start + choice.between(5, 90)),
    state: choice.of(['not-started', 'in-progress', 'in-progress', 'done', 'cancelled']),
    items: Array.from({ length: itemCount }, () => itemOf(choice, 0.4)),
  };
}

function itemOf(choice: Choice, doneShare: number): ExampleItem {
  const title = itemTitle(choice);
  return choice.chance(doneShare) ? { title, doneDay: dayAfter(choice.between(21, daysSoFar)) } : { title };
}

function noteOf(choice: Choice, town: TownKey): ExampleNote {
  const writers = exampleRound.people.filter((person) => person.town === town || person.role === 'mentor');
  return {
    by: writers[choice.between(0, writers.length - 1)]?.key ?? 'coordinator',
    day: dayAfter(choice.between(21, daysSoFar)),
    text: noteText(choice, choice.between(200, 1_400)).slice(0, 1_500),
  };
}

/** The first action gets the long checklist, of which nothing is ticked yet; its own items go to the next one. */
function withLongChecklist(plan: ExamplePlan, choice: Choice): ExamplePlan {
  const [line, ...lines] = plan.lines;
  const [first, second, ...others] = line?.actions ?? [];
  if (!line || !first || !second) throw new Error('The first plan needs two actions');
  const opened: ExampleAction = {
    ...first,
    state: 'in-progress',
    items: Array.from({ length: openedItems }, () => itemOf(choice, 0)),
  };
  const next = { ...second, items: [...second.items, ...first.items] };
  return { ...plan, lines: [{ ...line, actions: [opened, next, ...others] }, ...lines] };
}

function dayAfter(days: number): string {
  return new Date(firstDay + days * 86_400_000).toISOString().slice(0, 10);
}

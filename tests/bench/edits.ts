// What somebody does in some days without a line: 150 ticks, 30 sentences added to notes and 20 new items, all over the round,
// a minute or so apart. The same edits are made on Tequio and on the plain baseline.

import { firstUpdate } from '#data/text-document.ts';
import { createId } from '#domain/ids.ts';
import { buildExampleRound } from '#example/build-example-round.ts';
import type { ExampleRound } from '#example/content-types.ts';
import { seededRandom } from '#tests/support/device.ts';
import { createChoice } from './choice.ts';
import { openedItems } from './large-round.ts';
import { itemTitle, sentence } from './municipal-texts.ts';

/** `at`: the device's clock, ms since 1970. Ids are those of the item, of the note, of the new item and its action. */
export type Edit =
  | { readonly type: 'tick'; readonly at: number; readonly item: string }
  | { readonly type: 'write'; readonly at: number; readonly note: string; readonly text: string }
  | { readonly type: 'add'; readonly at: number; readonly action: string; readonly item: string; readonly title: string };

export type EditCounts = { readonly ticks: number; readonly notes: number; readonly items: number };

export const fullEdits: EditCounts = { ticks: 150, notes: 30, items: 20 };

/** Where the edits of a round go, and what gets opened: ids of its records. */
export type Targets = {
  readonly unticked: readonly string[];
  readonly notes: readonly string[];
  readonly actions: readonly string[];
  readonly opened: { readonly plan: string; readonly action: string; readonly items: readonly string[] };
};

export function targetsOf(content: ExampleRound): Targets {
  const changes = buildExampleRound(content, firstUpdate).transactions.flatMap((transaction) => transaction.changes);
  const idsOf = (kind: string) => [...new Set(changes.filter(({ ref }) => ref.kind === kind).map(({ ref }) => ref.id))];
  const ticked = new Set(changes.flatMap((change) => ('field' in change && change.field === 'check' ? [change.ref.id] : [])));
  const valuesOf = (field: string) =>
    new Map(
      changes.flatMap((change) =>
        change.type === 'set' && change.field === field ? [[change.ref.id, String(change.value)]] : [],
      ),
    );
  const [actionOf, planOf] = [valuesOf('action'), valuesOf('plan')];
  const countOf = (action: string) => [...actionOf.values()].filter((one) => one === action).length;
  const actions = idsOf('action');
  const action = actions.find((id) => countOf(id) === openedItems) ?? '';
  const items = idsOf('item').filter((id) => actionOf.get(id) === action);
  return {
    unticked: idsOf('item').filter((id) => !ticked.has(id) && actionOf.get(id) !== action),
    notes: idsOf('note'),
    actions: actions.filter((id) => id !== action),
    opened: { plan: planOf.get(action) ?? '', action, items },
  };
}

/** The edits of one run, numbered from 0: each ticks other items, and the last edit is at `until` (ms since 1970). */
export function editsOf(targets: Targets, run: number, until: number, counts: EditCounts = fullEdits): readonly Edit[] {
  const choice = createChoice(100 + run);
  const random = seededRandom(200 + run);
  const shuffled = mixed(targets.unticked, 99).slice(run * counts.ticks, (run + 1) * counts.ticks);
  const drafts = mixed(
    [
      ...shuffled.map(
        (item) =>
          (at: number): Edit => ({ type: 'tick', at, item }),
      ),
      ...mixed(targets.notes, 300 + run)
        .slice(0, counts.notes)
        .map(
          (note) =>
            (at: number): Edit => ({ type: 'write', at, note, text: ` ${sentence(choice)}` }),
        ),
      ...mixed(targets.actions, 400 + run)
        .slice(0, counts.items)
        .map(
          (action) =>
            (at: number): Edit => ({ type: 'add', at, action, item: createId(at, random), title: itemTitle(choice) }),
        ),
    ],
    500 + run,
  );
  let at = until;
  const instants = drafts.map(() => {
    at -= choice.between(3_000, 40_000);
    return at;
  });
  return drafts.map((draft, index) => draft(instants[drafts.length - 1 - index] ?? until));
}

function mixed<Value>(list: readonly Value[], seed: number): readonly Value[] {
  const choice = createChoice(seed);
  return list
    .map((value) => ({ value, place: choice.between(0, 2 ** 24 - 1) }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

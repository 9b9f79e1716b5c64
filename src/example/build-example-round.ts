// Turns the hand-written example into changes: the records of a round, dated in its past.
// Promises: pure; the same content gives the same ids every time, so that an invitation and a plan name the same person;
// every field is written once; the changes of one day are one transaction.
// Leaves to others: who writes them down (the endpoint at its first start, the device for practising).

import { type Change, setFields } from '#domain/change.ts';
import type { RecordId } from '#domain/ids.ts';
import type { RecordRef } from '#domain/op.ts';
import { firstKeys } from '#domain/order.ts';
import { type ChangesOfDay, planChanges, type TextUpdate } from './build-example-plan.ts';
import type { ExamplePerson, ExampleRound } from './content-types.ts';
import { type ExampleIds, idsFor, noonOf } from './example-ids.ts';

/** `at`: ms since 1970; ascending. */
export type DatedChanges = { readonly at: number; readonly changes: readonly Change[] };

/** Somebody of the example, with the ids that the round's records have. */
export type BuiltPerson = Pick<ExamplePerson, 'key' | 'role' | 'position'> & {
  readonly id: RecordId;
  readonly town: { readonly id: RecordId; readonly name: string } | null;
  readonly groups: readonly RecordId[];
};

export type BuiltRound = {
  readonly roundId: RecordId;
  readonly people: readonly BuiltPerson[];
  readonly transactions: readonly DatedChanges[];
};

export function buildExampleRound(content: ExampleRound, textUpdate: TextUpdate): BuiltRound {
  const ids = idsFor(content);
  const around = { ids, textUpdate, today: content.today, people: content.people };
  const orders = firstKeys(content.plans.length);
  const dated = [
    { day: content.opensOn, changes: [...programmeChanges(content, ids), ...peopleChanges(content, ids)] },
    ...content.plans.flatMap((plan, index) => planChanges(plan, `plan ${index}`, orders[index] ?? '', around)),
  ];
  return { roundId: ids.roundId, people: peopleOf(content, ids), transactions: byDay(dated) };
}

function programmeChanges(content: ExampleRound, ids: ExampleIds): readonly Change[] {
  const { programme, name, number, opensOn, closesOn, today } = content;
  const orders = firstKeys(content.themes.length);
  const ref = (kind: string, id: RecordId, town: RecordId | null = null): RecordRef => ({ space: ids.round, kind, id, town });
  return [
    ...setFields(ref('round', ids.roundId), 'round', {
      programme,
      name,
      number,
      period: { opensOn, closesOn },
      fixedToday: today,
    }),
    ...content.themes.flatMap((theme, index) =>
      setFields(ref('theme', ids.theme(theme.key)), 'theme', { name: theme.name, order: orders[index] ?? '' }),
    ),
    ...content.towns.flatMap((town) =>
      setFields(ref('town', ids.town(town.key), ids.town(town.key)), 'town', { name: town.name, part: town.part }),
    ),
    ...content.groups.flatMap((group) =>
      setFields(ref('group', ids.group(group.theme)), 'group', {
        name: group.name,
        theme: ids.theme(group.theme),
        sessionDays: [...group.sessionDays],
      }),
    ),
  ];
}

function peopleChanges(content: ExampleRound, ids: ExampleIds): readonly Change[] {
  return content.people.flatMap(({ key, role, town, position, groups }) => {
    const place = { space: ids.round, town: town && ids.town(town) };
    const person = { ...place, kind: 'person', id: ids.person(key) };
    const membership = { ...place, kind: 'membership', id: ids.other(`membership ${key}`) };
    return [
      ...setFields(person, 'person', { name: '', position }),
      ...setFields(membership, 'membership', { person: person.id, role }),
      ...groups.map((theme): Change => ({ type: 'add', ref: membership, field: 'groups', value: ids.group(theme) })),
    ];
  });
}

function peopleOf(content: ExampleRound, ids: ExampleIds): readonly BuiltPerson[] {
  return content.people.map(({ key, role, position, town, groups }) => ({
    key,
    role,
    position,
    id: ids.person(key),
    town: town && { id: ids.town(town), name: content.towns.find((one) => one.key === town)?.name ?? '' },
    groups: groups.map(ids.group),
  }));
}

function byDay(dated: readonly ChangesOfDay[]): readonly DatedChanges[] {
  const days = [...new Set(dated.map(({ day }) => day))].sort();
  return days.map((day) => ({
    at: noonOf(day),
    changes: dated.filter((one) => one.day === day).flatMap(({ changes }) => changes),
  }));
}

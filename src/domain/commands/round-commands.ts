// What a coordinator does to set a round up: names it, adds its towns, its themes and its working groups.
// Promises: pure; ids and order keys come from the arguments. Leaves to others: whether the actor may (permissions.ts).

import { type Change, setFields } from '../change.ts';
import type { RecordId } from '../ids.ts';
import type { Membership } from '../kinds/membership.ts';
import type { Person } from '../kinds/person.ts';
import type { Round } from '../kinds/round.ts';
import type { Theme } from '../kinds/theme.ts';
import type { Town } from '../kinds/town.ts';
import { keyAtEnd } from '../order.ts';

export type RoundDraft = Pick<Round, 'name' | 'programme' | 'period'>;

/** Only the fields that were written; `seen`: what they showed when the form was opened. */
export function editRound(round: Round, written: Partial<RoundDraft>, seen: Partial<RoundDraft>): readonly Change[] {
  return setFields(round, 'round', written, seen);
}

/** A town's id is also the `town` of its own card. */
export function addTown({ space }: Round, id: RecordId, draft: Pick<Town, 'name' | 'part'>): readonly Change[] {
  return setFields({ space, kind: 'town', id, town: id }, 'town', draft);
}

/** `theme`: one that the round has, or the name of a new one, whose id is given with it. */
export function addGroup(
  { space }: Round,
  id: RecordId,
  name: string,
  theme: Theme | { readonly newId: RecordId; readonly name: string },
  themes: readonly Theme[],
): readonly Change[] {
  const group = { space, kind: 'group', id, town: null };
  if (!('newId' in theme)) return setFields(group, 'group', { name, theme: theme.id });
  const fresh = { space, kind: 'theme', id: theme.newId, town: null };
  return [
    ...setFields(fresh, 'theme', { name: theme.name, order: keyAtEnd(themes) }),
    ...setFields(group, 'group', { name, theme: theme.newId }),
  ];
}

type PersonDraft = Pick<Person, 'name' | 'position'>;

export function editPerson(person: Person, written: Partial<PersonDraft>, seen: Partial<PersonDraft>): readonly Change[] {
  return setFields(person, 'person', written, seen);
}

/** Somebody takes part no longer. `memberships`: all of their parts. */
export function endMemberships(memberships: readonly Membership[]): readonly Change[] {
  return memberships.map(({ space, kind, id, town }) => ({ type: 'delete', ref: { space, kind, id, town } }));
}

// Whom somebody may invite, and as what: the choices of the form, each by the rule that the endpoint asks too.

import type { RoundFacts } from '#data/round-queries.ts';
import type { Actor } from '#domain/grants.ts';
import type { RecordId } from '#domain/ids.ts';
import { mayInvite, mayInviteAgain } from '#domain/inviting.ts';
import type { Group } from '#domain/kinds/group.ts';
import type { Role } from '#domain/kinds/membership.ts';
import type { Person } from '#domain/kinds/person.ts';
import type { Town } from '#domain/kinds/town.ts';
import type { InvitationWish } from '#protocol/inviting.ts';

/** Most likely first. */
const roles: readonly Role[] = ['liaison', 'official', 'mentor', 'observer', 'coordinator'];

export type RoleChoice = {
  readonly role: Role;
  /** Empty for a coordinator, who belongs to no town. */
  readonly towns: readonly Town[];
};

/** The parts that may be given in this round; none for whoever may not invite. */
export function roleChoices(actor: Actor, round: RecordId, towns: readonly Town[]): readonly RoleChoice[] {
  return roles.flatMap((role): readonly RoleChoice[] => {
    const may = (town: RecordId | null) => mayInvite(actor, round, { role, town, groups: [] }).allowed;
    if (role === 'coordinator') return may(null) ? [{ role, towns: [] }] : [];
    const own = towns.filter(({ id }) => may(id)).sort((a, b) => a.name.localeCompare(b.name));
    return own.length > 0 ? [{ role, towns: own }] : [];
  });
}

/** The groups into which the actor may let somebody with that part. A coordinator is in all of them anyway. */
export function groupChoices(
  actor: Actor,
  round: RecordId,
  part: { readonly role: Role; readonly town: RecordId | null },
  groups: readonly Group[],
): readonly Group[] {
  if (part.role === 'coordinator') return [];
  return groups
    .filter(({ id }) => mayInvite(actor, round, { ...part, groups: [id] }).allowed)
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** The person for whom the actor may make an invitation to one more device. */
export function personToInvite(
  actor: Actor,
  person: RecordId,
  { people, memberships }: Pick<RoundFacts, 'people' | 'memberships'>,
): Person | undefined {
  return mayInviteAgain(actor, person, memberships).allowed ? people.find(({ id }) => id === person) : undefined;
}

export type Choice = {
  readonly role: Role | '';
  readonly town: string;
  /** Groups that were left out. */
  readonly without: string;
  readonly position: string;
  readonly many: string;
  readonly count: string;
  readonly lifeDays: string;
};

export const lifeDayChoices = ['1', '7', '30'] as const;
export const noChoice: Choice = { role: '', town: '', without: '', position: '', many: '', count: '10', lifeDays: '7' };

/** A number of people for one invitation; undefined for what is none. */
export function countOf({ many, count }: Pick<Choice, 'many' | 'count'>, most: number): number | undefined {
  if (many === '') return 1;
  const wanted = /^\d{1,3}$/.test(count.trim()) ? Number(count) : 0;
  return wanted >= 1 && wanted <= most ? wanted : undefined;
}

/** What goes to the endpoint for a newcomer. */
export function wishFor(
  part: { readonly role: Role; readonly town: RecordId | null; readonly groups: readonly RecordId[] },
  position: string,
  uses: number,
  lifeDays: string,
): InvitationWish {
  const { role, town, groups } = part;
  return { whom: { type: 'newcomer', role, town, groups: [...groups], position }, uses, lifeDays: Number(lifeDays) };
}

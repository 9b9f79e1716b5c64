// Who takes part in the round: its towns by part, its working groups with their members, and its people.

import type { RoundFacts } from '#data/round-queries.ts';
import type { Group } from '#domain/kinds/group.ts';
import type { Membership, Role } from '#domain/kinds/membership.ts';
import type { Round } from '#domain/kinds/round.ts';
import { callPerson } from '#features/people.ts';

export type Member = {
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly role: Role;
  /** Undefined for who belongs to the whole round. */
  readonly town: string | undefined;
};

export type RoundView = {
  readonly round: Round;
  readonly mentors: readonly TownView[];
  readonly receivers: readonly TownView[];
  readonly groups: readonly GroupView[];
  /** The people of the whole round, who belong to no town. */
  readonly coordinators: readonly Member[];
};

export type TownView = { readonly id: string; readonly name: string; readonly people: readonly Member[] };
export type GroupView = {
  readonly id: string;
  readonly name: string;
  readonly theme: string;
  /** Names of the towns that take part, by part. */
  readonly mentors: readonly string[];
  readonly receivers: readonly string[];
  readonly members: readonly Member[];
};

const roleOrder: readonly Role[] = ['coordinator', 'mentor', 'liaison', 'official', 'observer'];

/** Undefined before joining, and while the round has not arrived. */
export function roundView({ round, themes, towns, groups, people, memberships }: RoundFacts): RoundView | undefined {
  if (!round) return undefined;
  const townNames = new Map(towns.map(({ id, name }) => [id, name]));
  const peopleById = new Map(people.map((person) => [person.id, person]));
  const memberOf = ({ id, person, role, town }: Membership): Member => {
    const known = peopleById.get(person);
    return { id, person, name: known ? callPerson(known) : '', role, town: town === null ? undefined : townNames.get(town) };
  };
  const membersWhere = (holds: (membership: Membership) => boolean) =>
    memberships
      .filter(holds)
      .map(memberOf)
      .sort((a, b) => roleOrder.indexOf(a.role) - roleOrder.indexOf(b.role) || a.name.localeCompare(b.name));
  const townsOf = (part: 'mentor' | 'receiver') =>
    towns
      .filter((town) => town.part === part)
      .map(({ id, name }) => ({ id, name, people: membersWhere(({ town }) => town === id) }))
      .sort((a, b) => a.name.localeCompare(b.name));
  const townsIn = (group: string, part: 'mentor' | 'receiver') => {
    const present = new Set(memberships.filter(({ groups }) => groups.includes(group)).map(({ town }) => town));
    return towns
      .filter((town) => town.part === part && present.has(town.id))
      .map(({ name }) => name)
      .sort((a, b) => a.localeCompare(b));
  };
  return {
    round,
    mentors: townsOf('mentor'),
    receivers: townsOf('receiver'),
    groups: inThemeOrder(groups, themes).map(({ id, name, theme }) => ({
      id,
      name,
      theme: themes.find((known) => known.id === theme)?.name ?? '',
      mentors: townsIn(id, 'mentor'),
      receivers: townsIn(id, 'receiver'),
      members: membersWhere((membership) => membership.groups.includes(id)),
    })),
    coordinators: membersWhere(({ role }) => role === 'coordinator'),
  };
}

function inThemeOrder(groups: readonly Group[], themes: RoundFacts['themes']): readonly Group[] {
  const place = ({ theme }: Group) => themes.findIndex(({ id }) => id === theme);
  return [...groups].sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name));
}

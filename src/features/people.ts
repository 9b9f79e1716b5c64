// Naming people and towns on screens: somebody is called by name or position, and by the town, because every town has its
// "Enlace municipal". Pure: the words "you" and "somebody else" are left to author-text.ts.

import type { RoundFacts } from '#data/round-queries.ts';
import type { Actor } from '#domain/grants.ts';
import type { NodeId, RecordId } from '#domain/ids.ts';
import type { Person } from '#domain/kinds/person.ts';

export type Author =
  | { readonly type: 'self' }
  | { readonly type: 'person'; readonly name: string; readonly town: string | undefined }
  | { readonly type: 'unknown' };

/** What to call somebody on a screen: the name if there is one, otherwise the position. */
export function callPerson({ name, position }: Pick<Person, 'name' | 'position'>): string {
  return name || position;
}

export function townName(facts: Pick<RoundFacts, 'towns'>, id: RecordId | null): string | undefined {
  return facts.towns.find((town) => town.id === id)?.name;
}

export function themeName(facts: Pick<RoundFacts, 'themes'>, id: RecordId): string | undefined {
  return facts.themes.find((theme) => theme.id === id)?.name;
}

/** People who take part for a town, by what they are called. */
export function peopleOfTown(facts: Pick<RoundFacts, 'people' | 'memberships'>, town: RecordId | null): readonly Person[] {
  const members = new Set(facts.memberships.filter((membership) => membership.town === town).map(({ person }) => person));
  return facts.people
    .filter(({ id }) => town !== null && members.has(id))
    .sort((a, b) => callPerson(a).localeCompare(callPerson(b), 'es'));
}

/** Null stands for whoever used the device before joining: its user. */
export function authorOfPerson(facts: RoundFacts, person: RecordId | null, actor: Actor): Author {
  if (person === null || person === actor.person) return { type: 'self' };
  const known = facts.people.find(({ id }) => id === person);
  if (!known) return { type: 'unknown' };
  const town = facts.memberships.find((membership) => membership.person === person)?.town ?? null;
  return { type: 'person', name: callPerson(known), town: townName(facts, town) };
}

/** Whoever joined with the device that numbers its changes under this node. */
export function authorOfNode(facts: RoundFacts, node: NodeId, own: NodeId | undefined, actor: Actor): Author {
  if (node === own) return { type: 'self' };
  // A row that an older window wrote has no further names.
  const device = facts.devices.find((each) => each.node === node || (each.nodes ?? []).includes(node));
  return device ? authorOfPerson(facts, device.person, actor) : { type: 'unknown' };
}

// From memberships to rights: in which spaces somebody takes part, as what, and for which town.
// Promises: pure; the same answer at the endpoint and on the device.

import { groupSpace, type RecordId, roundSpace, type Space, spaceKind, spaceOwner, townSpace } from './ids.ts';
import type { Role } from './kinds/membership.ts';

export type Grant = { readonly space: Space; readonly role: Role; readonly town: RecordId | null };

/** Somebody who acts: a person with grants, or nobody yet (before joining: only the device space). */
export type Actor = { readonly person: RecordId | null; readonly grants: readonly Grant[] };

export const nobody: Actor = { person: null, grants: [] };

type MembershipFacts = {
  readonly space: Space;
  readonly town: RecordId | null;
  readonly person: RecordId;
  readonly role: Role;
  readonly groups: readonly RecordId[];
  readonly deleted: boolean;
};

/** Every grant of a person. `groups` are all groups of the rounds concerned, as {space of the round, id}. */
export function actorOf(
  person: RecordId,
  memberships: readonly MembershipFacts[],
  groups: readonly { readonly space: Space; readonly id: RecordId }[],
): Actor {
  const grants = memberships
    .filter((membership) => membership.person === person && !membership.deleted)
    .flatMap((membership) => grantsOf(membership, groups));
  return { person, grants };
}

function grantsOf(
  membership: MembershipFacts,
  groups: readonly { readonly space: Space; readonly id: RecordId }[],
): readonly Grant[] {
  const { space, role, town } = membership;
  // A town's liaison may write the memberships of its town, so none of these can make a coordinator.
  if (role === 'coordinator' && town !== null) return [];
  const ownGroups =
    role === 'coordinator' ? groups.filter((group) => group.space === space).map((group) => group.id) : membership.groups;
  const spaces = [
    ...(spaceKind(space) === 'round' ? [roundSpace(spaceOwner(space))] : []),
    ...ownGroups.map(groupSpace),
    ...(town !== null ? [townSpace(town)] : []),
  ];
  return spaces.map((granted) => ({ space: granted, role, town }));
}

/** Every space the actor may see, each once, in code-unit order. The device space is always its owner's. */
export function visibleSpaces(actor: Actor): readonly Space[] {
  return [...new Set(actor.grants.map(({ space }) => space))].sort();
}

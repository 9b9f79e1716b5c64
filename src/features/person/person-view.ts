// One person of the round, as somebody else sees them: their parts, and what the onlooker may do for them.

import type { RoundFacts } from '#data/round-queries.ts';
import type { Actor } from '#domain/grants.ts';
import type { RecordId } from '#domain/ids.ts';
import { mayInviteAgain } from '#domain/inviting.ts';
import type { Device } from '#domain/kinds/device.ts';
import type { Membership, Role } from '#domain/kinds/membership.ts';
import type { Person } from '#domain/kinds/person.ts';
import { decide } from '#domain/permissions.ts';
import { mayLookAfter } from '#features/device-view.ts';
import { townName } from '#features/people.ts';

export type PersonView = {
  readonly person: Person;
  readonly isSelf: boolean;
  readonly parts: readonly {
    readonly id: string;
    readonly role: Role;
    readonly town: string;
    readonly groups: readonly string[];
  }[];
  /** All of them, to end the participation with. */
  readonly memberships: readonly Membership[];
  /** Undefined where the onlooker has nothing to do with them. */
  readonly devices: readonly Device[] | undefined;
  readonly mayInvite: boolean;
  readonly mayEdit: boolean;
  /** Never oneself: who ends the own participation could not undo it. */
  readonly mayEnd: boolean;
};

/** Undefined while the person has not arrived, or takes part no longer. */
export function personView(id: RecordId, facts: RoundFacts, actor: Actor): PersonView | undefined {
  const person = facts.people.find((one) => one.id === id);
  const memberships = facts.memberships.filter((one) => one.person === id);
  if (!person || memberships.length === 0) return undefined;
  const devices = facts.devices.filter((device) => device.person === id);
  const isSelf = actor.person === id;
  const groupName = (group: RecordId) => facts.groups.find((one) => one.id === group)?.name ?? [];
  const mayInvite = mayInviteAgain(actor, id, memberships).allowed;
  return {
    person,
    isSelf,
    parts: memberships.map((one) => ({
      id: one.id,
      role: one.role,
      town: townName(facts, one.town) ?? '',
      groups: one.groups.flatMap(groupName),
    })),
    memberships,
    devices: mayInvite || mayLookAfter(actor, devices) ? devices : undefined,
    mayInvite,
    mayEdit: decide(actor, { space: person.space, kind: 'person', id, town: person.town, type: 'set', field: 'name' }).allowed,
    mayEnd: !isSelf && memberships.every((one) => mayDelete(actor, one)),
  };
}

function mayDelete(actor: Actor, membership: Membership): boolean {
  const { space, kind, id, town } = membership;
  return decide(actor, { space, kind, id, town, type: 'delete', field: 'life', value: 'deleted' }, membership).allowed;
}

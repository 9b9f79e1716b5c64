// Who may invite whom. An invitation makes a membership, so whoever may write that membership may invite to it: the rule is
// the table of rights itself (permissions.ts), asked by the button and by the endpoint alike.
// Promises: pure; nobody passes on more than they have, neither to a newcomer nor by a further device for somebody else.

import type { Actor } from './grants.ts';
import { type RecordId, roundSpace, type Space, spaceOwner } from './ids.ts';
import type { Role } from './kinds/membership.ts';
import { type Decision, decide, type Request } from './permissions.ts';

/** What somebody is invited as: for a coordinator no town, for everybody else one. */
export type Part = { readonly role: Role; readonly town: RecordId | null; readonly groups: readonly RecordId[] };

/** Most uses and days of one invitation; one that is bound to a person has a single use. */
export const maxUses = 50;
export const maxLifeDays = 30;

/** Whether the actor may invite newcomers to the round as that. */
export function mayInvite(actor: Actor, round: RecordId, { role, town, groups }: Part): Decision {
  if ((role === 'coordinator') !== (town === null)) return { allowed: false, code: 'not-in-your-role' };
  const membership: Request = { space: roundSpace(round), kind: 'membership', id: '', town };
  const steps: readonly Request[] = [
    membership,
    { ...membership, type: 'set', field: 'role', value: role },
    ...groups.map((group): Request => ({ ...membership, type: 'add', field: 'groups', value: group })),
  ];
  return allOf(steps.map((step) => decide(actor, step)));
}

type MembershipFacts = Part & { readonly space: Space; readonly person: RecordId; readonly deleted: boolean };

/**
 * Whether the actor may invite somebody who takes part already to one more device. That device may do all that the person
 * may, so this takes the right to invite to every one of the person's parts; everybody may for themselves.
 * `memberships`: all that are known, of this person and of others.
 */
export function mayInviteAgain(actor: Actor, person: RecordId, memberships: readonly MembershipFacts[]): Decision {
  const parts = memberships.filter((one) => one.person === person && !one.deleted);
  if (parts.length === 0) return { allowed: false, code: 'no-access' };
  if (person === actor.person) return { allowed: true };
  return allOf(parts.map((part) => mayInvite(actor, spaceOwner(part.space), part)));
}

function allOf(decisions: readonly Decision[]): Decision {
  return decisions.find(({ allowed }) => !allowed) ?? { allowed: true };
}

// Inviting on behalf of a person: makes invitations, lists the open ones and withdraws them, as far as that person may.
// Promises: the rule is the one that the screens ask (domain/inviting.ts). It is asked again when somebody joins: what was
// offered by somebody who may not offer it any more does not open, and what was offered from a lost device is withdrawn with it.

import type { Actor } from '#domain/grants.ts';
import { type RandomBytes, type RecordId, roundSpace, spaceOwner } from '#domain/ids.ts';
import { mayInvite, mayInviteAgain } from '#domain/inviting.ts';
import type { Membership } from '#domain/kinds/membership.ts';
import { asOneLine } from '#domain/one-line.ts';
import { ok, type Result, refuse } from '#domain/result.ts';
import type { InviteRequest, ListedInvitation, MadeInvitation } from '#protocol/inviting.ts';
import { lockForWriting } from './commit/locks.ts';
import { createInvitation, listInvitations, type Offer, type OpenInvitation, withdrawInvitation } from './invitations.ts';
import { type Rights, type RightsOf, roundsOf } from './rights.ts';
import { findSession, type Session, type SessionRefusal } from './sessions.ts';
import type { Store } from './store/tables.ts';
import { writing } from './store/transactions.ts';

export type InvitingPorts = {
  readonly store: Store;
  readonly rightsOf: RightsOf;
  readonly now: () => number;
  readonly random: RandomBytes;
};

export type InvitingRefusal = SessionRefusal | 'may-not-invite' | 'not-found';

const dayMs = 24 * 60 * 60 * 1000;

/** Gives the codes this once. `not-found`: a town, group or person that the round does not have (yet). */
export async function invite(
  { store, rightsOf, now, random }: InvitingPorts,
  { person, device, tokenHash }: Session,
  request: InviteRequest,
): Promise<Result<MadeInvitation, InvitingRefusal>> {
  return writing<MadeInvitation, InvitingRefusal>(store, async (tx) => {
    const rounds = await roundsOf(tx, person);
    await lockForWriting(tx, { nodes: [], writes: [], reliesOn: rounds });
    const session = await findSession(tx, tokenHash, now());
    if (!session.ok) return session;
    const rights = await rightsOf(tx, person, rounds);
    const offer = await offerOf(tx, rightsOf, rights, request);
    if (!offer) return refuse('not-found');
    if (!(await mayOffer(tx, rightsOf, rights, offer))) return refuse('may-not-invite');
    const uses = offer.person === null ? request.uses : 1;
    const means = { nowMs: now(), random, uses, lifeMs: request.lifeDays * dayMs, maker: { person, device } };
    return ok({ ...(await createInvitation(tx, offer, means)), uses });
  });
}

/** The open invitations that the person made, or might have made. */
export async function invitationsFor(
  { store, rightsOf, now }: InvitingPorts,
  { person }: Session,
): Promise<readonly ListedInvitation[]> {
  const rights = await rightsOf(store, person);
  const listed: ListedInvitation[] = [];
  for (const invitation of await listInvitations(store, now(), roundIdsOf(rights))) {
    if (await mayWithdraw(store, rightsOf, rights, invitation)) listed.push({ ...invitation, groups: [...invitation.groups] });
  }
  return listed;
}

/** Safe to repeat: `not-found` also says that it does not open any more. */
export async function withdraw(
  { store, rightsOf, now }: InvitingPorts,
  { person, tokenHash }: Session,
  id: RecordId,
): Promise<Result<undefined, SessionRefusal | 'not-found'>> {
  return writing<undefined, SessionRefusal | 'not-found'>(store, async (tx) => {
    const session = await findSession(tx, tokenHash, now());
    if (!session.ok) return session;
    const rights = await rightsOf(tx, person);
    const invitation = (await listInvitations(tx, now(), roundIdsOf(rights))).find((one) => one.id === id);
    if (!invitation || !(await mayWithdraw(tx, rightsOf, rights, invitation))) return refuse('not-found');
    await withdrawInvitation(tx, id, now());
    return ok(undefined);
  });
}

function roundIdsOf({ rounds }: Rights): readonly RecordId[] {
  return rounds.map(({ space }) => spaceOwner(space));
}

/** Whether who made it may still offer this. The endpoint's own offers stand. */
export async function isStillOffered(db: Store, rightsOf: RightsOf, invitation: OpenInvitation): Promise<boolean> {
  if (invitation.madeBy === null) return true;
  return mayOffer(db, rightsOf, await rightsOf(db, invitation.madeBy), invitation);
}

async function mayWithdraw(db: Store, rightsOf: RightsOf, rights: Rights, invitation: OpenInvitation): Promise<boolean> {
  return invitation.madeBy === rights.person || mayOffer(db, rightsOf, rights, invitation);
}

async function mayOffer(db: Store, rightsOf: RightsOf, rights: Rights, offer: Offer): Promise<boolean> {
  if (offer.person === null) return mayInvite(rights.actor, offer.round, offer).allowed;
  return mayInviteAgain(rights.actor, offer.person, await membershipsOf(db, rightsOf, rights, offer.person)).allowed;
}

/** Of a person, in every round that the actor or that person takes part in. */
async function membershipsOf(db: Store, rightsOf: RightsOf, rights: Rights, person: RecordId): Promise<readonly Membership[]> {
  const rounds = [...rights.rounds, ...(await rightsOf(db, person)).rounds];
  return rounds.flatMap(({ memberships }) => memberships).filter((one) => one.person === person && !one.deleted);
}

/** Undefined where the round does not have what is named. */
async function offerOf(
  db: Store,
  rightsOf: RightsOf,
  rights: Rights,
  { round, whom }: InviteRequest,
): Promise<Offer | undefined> {
  if (whom.type === 'newcomer') {
    const { role, town, position, groups } = whom;
    const isThere = (kind: string, id: RecordId) => hasRecord(db, rights.actor, round, kind, id);
    const named = [...(town === null ? [] : [isThere('town', town)]), ...groups.map((group) => isThere('group', group))];
    if ((await Promise.all(named)).includes(false)) return undefined;
    return { role, town, position: asOneLine(position), groups, round, person: null };
  }
  const memberships = await membershipsOf(db, rightsOf, rights, whom.person);
  const membership = memberships.find(({ space }) => spaceOwner(space) === round);
  if (!membership) return undefined;
  const { role, town, groups } = membership;
  return { role, town, position: '', groups, round, person: whom.person };
}

/** Whether the round has such a record, as far as the actor may know. */
async function hasRecord(db: Store, actor: Actor, round: RecordId, kind: string, id: RecordId): Promise<boolean> {
  const space = roundSpace(round);
  if (!actor.grants.some((grant) => grant.space === space)) return false;
  const row = await db
    .selectFrom('field')
    .select('id')
    .where('space', '=', space)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .where('number', '>', 0)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

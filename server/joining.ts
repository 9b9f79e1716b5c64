// Joining a round: an invitation is redeemed by a device. In one transaction the invitation is used up, the person, the
// membership and the device come into being as records of the round (written by the endpoint's own node), and a session begins.
// A device that has joined already stays the same person. An invitation that names a person makes one more device for them.
// Promises: a node never passes from one person to another; whoever tries is refused and the invitation stays good. However many
// try at once, in whichever process, an invitation is not used more often than it says.

import type { Change } from '#domain/change.ts';
import { refOf, setFields } from '#domain/change.ts';
import { createId, type NodeId, type RandomBytes, type RecordId, roundSpace } from '#domain/ids.ts';
import type { Membership } from '#domain/kinds/membership.ts';
import { asOneLine } from '#domain/one-line.ts';
import { ok, type Result, refuse } from '#domain/result.ts';
import type { Joined, JoinRequest } from '#protocol/invitation.ts';
import { commitChanges } from './commit/change-to-op.ts';
import { lockForWriting } from './commit/locks.ts';
import { noteUse, repeatedUse } from './invitation-uses.ts';
import { findInvitation, type InvitationRefusal, type OpenInvitation, redeemInvitation } from './invitations.ts';
import { isStillOffered } from './inviting.ts';
import { register } from './journal/registrations.ts';
import type { RightsOf } from './rights.ts';
import { createSession, endSession, findSession, type Session } from './sessions.ts';
import type { Store, StoreTransaction } from './store/tables.ts';
import { writing } from './store/transactions.ts';

export type JoinPorts = {
  readonly store: Store;
  readonly rightsOf: RightsOf;
  /** The endpoint writes under this node: a new one for each process, so that none ever counts twice, not even after a restore. */
  readonly ownNode: NodeId;
  readonly now: () => number;
  readonly random: RandomBytes;
};

export type JoiningRefusal = InvitationRefusal | 'other-person';

export type Joining = { readonly joined: Joined; readonly token: string };

/** `came` is the session of the same device when it has joined before. */
export async function joinRound(
  ports: JoinPorts,
  request: JoinRequest,
  came: Session | undefined,
): Promise<Result<Joining, JoiningRefusal>> {
  return writing<Joining, JoiningRefusal>(ports.store, async (tx) => {
    const nowMs = ports.now();
    const early = await answerAgain(tx, ports, request);
    if (early) return ok(early);
    const found = await findInvitation(tx, request.code, nowMs);
    if (!found.ok) return found;
    const invitation = found.value;
    const { nodes } = await lockForWriting(tx, {
      nodes: [ports.ownNode, request.node],
      writes: [{ space: roundSpace(invitation.round), kind: 'membership', type: 'set', field: 'role' }],
    });
    const meanwhile = await answerAgain(tx, ports, request);
    if (meanwhile) return ok(meanwhile);
    if (!(await isStillOffered(tx, ports.rightsOf, invitation))) return refuse('invitation-withdrawn');
    // Only now: the request may have taken its time, and the device may have been revoked since.
    const alive = came && (await findSession(tx, came.tokenHash, nowMs));
    const session = alive?.ok ? alive.value : undefined;
    const known = invitation.person ?? session?.person;
    const used = nodes.get(request.node);
    if (used && (known === undefined || (await ownerOf(tx, used.device)) !== known)) return refuse('other-person');
    if (!(await redeemInvitation(tx, invitation.id))) {
      const closed = await findInvitation(tx, request.code, nowMs);
      return closed.ok ? refuse('invitation-used') : closed;
    }
    const joined = await bringIntoBeing(tx, ports, request, invitation, session);
    await noteUse(tx, invitation.id, joined.device, request.attempt, nowMs);
    if (session) await endSession(tx, session.tokenHash);
    const token = await createSession(tx, joined.device, nowMs, ports.random);
    return ok({ joined, token });
  });
}

/** The line broke after the commit, or somebody tapped twice: the same attempt gets the same answer, and a session. */
async function answerAgain(tx: StoreTransaction, { now, random }: JoinPorts, request: JoinRequest): Promise<Joining | undefined> {
  const joined = await repeatedUse(tx, request, now());
  return joined && { joined, token: await createSession(tx, joined.device, now(), random) };
}

async function bringIntoBeing(
  tx: StoreTransaction,
  { rightsOf, now, random, ownNode }: JoinPorts,
  request: JoinRequest,
  invitation: OpenInvitation,
  session: Session | undefined,
): Promise<Joined> {
  const nowMs = now();
  const person = invitation.person ?? session?.person ?? createId(nowMs, random);
  const isKnown = invitation.person !== null || session !== undefined;
  const { round } = invitation;
  // First of all: rights are read for participants only, and somebody who is a member already must not become one twice.
  await tx
    .insertInto('participant')
    .values({ person, space: roundSpace(round) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // What people make for somebody who takes part already is one more device for them, and nothing else.
  const isDeviceOnly = invitation.person !== null && invitation.madeBy !== null;
  const membership = isKnown && !isDeviceOnly ? await findMembership(tx, rightsOf, person, invitation) : undefined;
  const known = await knownDevice(tx, request.node, person, invitation.round);
  const device = known ?? createId(nowMs, random);
  const changes = [
    ...(isKnown ? [] : personChanges(person, invitation)),
    ...(isDeviceOnly ? [] : partChanges(membership, person, invitation, () => createId(nowMs, random))),
    ...(known ? [] : deviceChanges(device, person, request, invitation)),
  ];
  if (changes.length > 0) await commitChanges(tx, ownNode, changes, nowMs);
  const row = { device, person, round, created_at: nowMs, left_at: null, revoked_at: null };
  if (!known) await tx.insertInto('device').values(row).execute();
  else await tx.updateTable('device').set({ left_at: null }).where('device', '=', device).execute();
  await adoptNode(tx, request.node, device);
  await register(tx, { type: 'joined', device: row, space: roundSpace(round), node: request.node });
  return { person, device, round };
}

/** The membership that the person has already with the role and town of the invitation. */
async function findMembership(
  tx: StoreTransaction,
  rightsOf: RightsOf,
  person: RecordId,
  { role, town, round }: OpenInvitation,
): Promise<Membership | undefined> {
  const { rounds } = await rightsOf(tx, person);
  const memberships = rounds.filter(({ space }) => space === roundSpace(round)).flatMap((round) => round.memberships);
  return memberships.find((one) => one.person === person && one.role === role && one.town === town && !one.deleted);
}

function partChanges(
  known: Membership | undefined,
  person: RecordId,
  invitation: OpenInvitation,
  newId: () => RecordId,
): readonly Change[] {
  return known ? moreGroups(known, invitation) : membershipChanges(newId(), person, invitation);
}

/** Groups that the invitation brings beyond those that the membership has. */
function moreGroups(membership: Membership, { groups }: OpenInvitation): readonly Change[] {
  const missing = groups.filter((group) => !membership.groups.includes(group));
  return missing.map((group): Change => ({ type: 'add', ref: refOf(membership), field: 'groups', value: group }));
}

/** The device that writes under this node already, when it belongs to the same person and is not revoked. */
async function knownDevice(tx: StoreTransaction, node: NodeId, person: RecordId, round: RecordId): Promise<RecordId | undefined> {
  const row = await tx
    .selectFrom('node')
    .innerJoin('device', 'device.device', 'node.device')
    .select('device.device')
    .where('node.node', '=', node)
    .where('device.person', '=', person)
    .where('device.round', '=', round)
    .where('device.revoked_at', 'is', null)
    .executeTakeFirst();
  return row?.device;
}

/** Whose device it is; undefined for the endpoint itself, which belongs to no person. */
async function ownerOf(tx: StoreTransaction, device: RecordId): Promise<RecordId | undefined> {
  const row = await tx.selectFrom('device').select('person').where('device', '=', device).executeTakeFirst();
  return row?.person;
}

/** Somebody who joins again goes on sending what was not sent. */
export async function adoptNode(tx: StoreTransaction, node: NodeId, device: RecordId): Promise<void> {
  await tx
    .insertInto('node')
    .values({ node, device, last_n: 0, receipt: '', last_stamp: '0000000000000000' })
    .onConflict((conflict) => conflict.column('node').doUpdateSet({ device }))
    .execute();
}

function personChanges(id: RecordId, { position, town, round }: OpenInvitation): readonly Change[] {
  const ref = { space: roundSpace(round), kind: 'person', id, town };
  return setFields(ref, 'person', { name: '', position });
}

function membershipChanges(id: RecordId, person: RecordId, invitation: OpenInvitation): readonly Change[] {
  const { role, groups, round, town } = invitation;
  const ref = { space: roundSpace(round), kind: 'membership', id, town };
  const added = groups.map((group): Change => ({ type: 'add', ref, field: 'groups', value: group }));
  return [...setFields(ref, 'membership', { person, role }), ...added];
}

function deviceChanges(
  id: RecordId,
  person: RecordId,
  { deviceName, node }: JoinRequest,
  { round, town }: OpenInvitation,
): readonly Change[] {
  const ref = { space: roundSpace(round), kind: 'device', id, town };
  return setFields(ref, 'device', { person, name: asOneLine(deviceName), node });
}

// Invitations: who may join, as what, until when. Two codes open the same one: a long one for links and QR codes, a short
// one for typing. Both are kept as SHA-256 only.
// Leaves to others: what joining brings into being (joining.ts), how often somebody may try (http/try-limit.ts).

import { base32, type NodeId, type RandomBytes, type RecordId, roundSpace } from '#domain/ids.ts';
import type { FieldState } from '#domain/join.ts';
import type { Role } from '#domain/kinds/membership.ts';
import { ok, type Result, refuse } from '#domain/result.ts';
import { showRecord } from '#domain/show.ts';
import { type Invitation, normalizeCode } from '#protocol/invitation.ts';
import { hashOf } from './sessions.ts';
import type { InvitationTable, Store } from './store/tables.ts';

export type Offer = {
  readonly role: Role;
  /** Null for a coordinator. */
  readonly town: RecordId | null;
  readonly position: string;
  readonly groups: readonly RecordId[];
  readonly round: RecordId;
  /** Somebody who takes part already; null makes a new person. */
  readonly person: RecordId | null;
};

/** `link` goes into a link's fragment; `typed` is grouped for reading, as in K7QF-3XW-M2P. */
export type Codes = { readonly link: string; readonly typed: string };

export type OpenInvitation = Offer & { readonly linkHash: string; readonly expiresAt: number };

export type InvitationRefusal = 'invitation-unknown' | 'invitation-used' | 'invitation-expired';

const invitationLifeMs = 30 * 24 * 60 * 60 * 1000;

/** Makes an invitation for one use and gives its codes, which are known to nobody afterwards. */
export async function createInvitation(
  db: Store,
  offer: Offer,
  {
    nowMs,
    random,
    lifeMs = invitationLifeMs,
  }: { readonly nowMs: number; readonly random: RandomBytes; readonly lifeMs?: number },
): Promise<Codes> {
  const link = base32(random(17)).slice(0, 26);
  const typed = base32(random(7)).slice(0, 10);
  const row: InvitationTable = {
    ...offer,
    link_hash: hashOf(link),
    typed_hash: hashOf(typed),
    groups: JSON.stringify(offer.groups),
    expires_at: nowMs + lifeMs,
    uses_left: 1,
    joined_device: null,
    joined_at: null,
    created_at: nowMs,
  };
  await db.insertInto('invitation').values(row).execute();
  return { link, typed: `${typed.slice(0, 4)}-${typed.slice(4, 7)}-${typed.slice(7)}` };
}

/** The invitation behind a code, if it still opens. `code` may be either code, typed in any fashion. */
export async function findInvitation(db: Store, code: string, nowMs: number): Promise<Result<OpenInvitation, InvitationRefusal>> {
  const hash = hashOf(normalizeCode(code));
  const row = await db
    .selectFrom('invitation')
    .selectAll()
    .where((is) => is.or([is('link_hash', '=', hash), is('typed_hash', '=', hash)]))
    .executeTakeFirst();
  if (!row) return refuse('invitation-unknown');
  if (row.uses_left < 1) return refuse('invitation-used');
  if (row.expires_at <= nowMs) return refuse('invitation-expired');
  const { link_hash, expires_at, role, town, position, groups, round, person } = row;
  return ok({
    role: role as Role,
    town,
    position,
    groups: JSON.parse(groups) as readonly RecordId[],
    round,
    person,
    linkHash: link_hash,
    expiresAt: expires_at,
  });
}

/** Takes one use; false when somebody else was faster. */
export async function redeemInvitation(db: Store, linkHash: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('invitation')
    .set((row) => ({ uses_left: row('uses_left', '-', 1) }))
    .where('link_hash', '=', linkHash)
    .where('uses_left', '>', 0)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Notes who redeemed it, so that a repeated request can be told from a second one. */
export async function noteJoining(db: Store, linkHash: string, device: RecordId, nowMs: number): Promise<void> {
  await db.updateTable('invitation').set({ joined_device: device, joined_at: nowMs }).where('link_hash', '=', linkHash).execute();
}

/** How long a device whose answer got lost may ask again with the same code. */
const repeatMs = 15 * 60 * 1000;

/** The device that redeemed this code a moment ago and counts under this node: its answer got lost on the way. */
export async function recentJoining(
  db: Store,
  code: string,
  node: NodeId,
  nowMs: number,
): Promise<{ readonly device: RecordId; readonly person: RecordId; readonly round: RecordId } | undefined> {
  const hash = hashOf(normalizeCode(code));
  return db
    .selectFrom('invitation')
    .innerJoin('device', 'device.device', 'invitation.joined_device')
    .innerJoin('node', 'node.device', 'device.device')
    .leftJoin('session', (join) => join.onRef('session.device', '=', 'device.device').on('session.revoked_at', 'is not', null))
    .select(['device.device', 'device.person', 'device.round'])
    .where((is) => is.or([is('link_hash', '=', hash), is('typed_hash', '=', hash)]))
    .where('joined_at', '>', nowMs - repeatMs)
    .where('node.node', '=', node)
    .where('session.revoked_at', 'is', null)
    .executeTakeFirst();
}

/** What is shown before somebody joins: names instead of ids. */
export async function describeInvitation(db: Store, invitation: OpenInvitation): Promise<Invitation> {
  const { role, town, position, groups, round, expiresAt } = invitation;
  const nameOf = (kind: string, id: RecordId) => shownName(db, round, kind, id);
  return {
    role,
    town: town === null ? null : { id: town, name: await nameOf('town', town) },
    position,
    round: { id: round, name: await nameOf('round', round) },
    groups: await Promise.all(groups.map((group) => nameOf('group', group))),
    expiresAt,
  };
}

async function shownName(db: Store, round: RecordId, kind: string, id: RecordId): Promise<string> {
  const space = roundSpace(round);
  const row = await db
    .selectFrom('field')
    .select(['town', 'state'])
    .where('space', '=', space)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .where('field', '=', 'name')
    .executeTakeFirst();
  if (!row) return '';
  const shown = showRecord({ space, kind, id, town: row.town }, { name: JSON.parse(row.state) as FieldState });
  return typeof shown.name === 'string' ? shown.name : '';
}

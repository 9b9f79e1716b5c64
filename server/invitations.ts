// Invitations: who may join, as what, how often, until when. Two codes open the same one: a long one for links and QR codes, a
// short one for typing. Both are kept as SHA-256 only.
// Leaves to others: on whose behalf one is made (inviting.ts), what joining brings into being (joining.ts), how often
// somebody may try a code (invitation-routes.ts).

import { base32, createId, type RandomBytes, type RecordId, roundSpace } from '#domain/ids.ts';
import type { FieldState } from '#domain/join.ts';
import type { Role } from '#domain/kinds/membership.ts';
import { ok, type Result, refuse } from '#domain/result.ts';
import { showRecord } from '#domain/show.ts';
import { type Invitation, normalizeCode } from '#protocol/invitation.ts';
import { register } from './journal/registrations.ts';
import { hashOf } from './sessions.ts';
import { padded } from './store/lists.ts';
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

/** Who made it, and on which device. */
export type Maker = { readonly person: RecordId; readonly device: RecordId };

export type OpenInvitation = Offer & {
  readonly id: RecordId;
  readonly uses: number;
  readonly usesLeft: number;
  readonly expiresAt: number;
  readonly createdAt: number;
  /** Null for one that the endpoint made by itself. */
  readonly madeBy: RecordId | null;
};

export type InvitationRefusal = 'invitation-unknown' | 'invitation-used' | 'invitation-expired' | 'invitation-withdrawn';

export type InvitationMeans = {
  readonly nowMs: number;
  readonly random: RandomBytes;
  /** Default: 30 days. */
  readonly lifeMs?: number | undefined;
  /** How many may join with it; default: one. */
  readonly uses?: number | undefined;
  /** Left out: the endpoint itself. */
  readonly maker?: Maker | undefined;
};

const invitationLifeMs = 30 * 24 * 60 * 60 * 1000;

/** Makes an invitation and gives its codes, which are known to nobody afterwards. */
export async function createInvitation(
  db: Store,
  offer: Offer,
  { nowMs, random, lifeMs = invitationLifeMs, uses = 1, maker }: InvitationMeans,
): Promise<Codes & { readonly id: RecordId; readonly expiresAt: number }> {
  const link = base32(random(17)).slice(0, linkLength);
  const typed = base32(random(7)).slice(0, 10);
  const row: InvitationTable = {
    ...offer,
    id: createId(nowMs, random),
    link_hash: hashOf(link),
    typed_hash: hashOf(typed),
    groups: JSON.stringify(offer.groups),
    expires_at: nowMs + lifeMs,
    uses,
    uses_left: uses,
    made_by: maker?.person ?? null,
    made_on: maker?.device ?? null,
    withdrawn_at: null,
    created_at: nowMs,
  };
  await db.insertInto('invitation').values(row).execute();
  await register(db, { type: 'invited', invitation: row });
  const grouped = `${typed.slice(0, 4)}-${typed.slice(4, 7)}-${typed.slice(7)}`;
  return { id: row.id, link, typed: grouped, expiresAt: row.expires_at };
}

const linkLength = 26;

export function isLinkCode(code: string): boolean {
  return normalizeCode(code).length === linkLength;
}

/**
 * The invitation behind a code, if it still opens. `code` may be either code, typed in any fashion.
 * The database compares hashes, whose digits nobody can choose: how long it took says nothing about the code that was near.
 */
export async function findInvitation(db: Store, code: string, nowMs: number): Promise<Result<OpenInvitation, InvitationRefusal>> {
  const hash = hashOf(normalizeCode(code));
  const row = await db
    .selectFrom('invitation')
    .selectAll()
    .where((is) => is.or([is('link_hash', '=', hash), is('typed_hash', '=', hash)]))
    .executeTakeFirst();
  if (!row) return refuse('invitation-unknown');
  if (row.withdrawn_at !== null) return refuse('invitation-withdrawn');
  if (row.uses_left < 1) return refuse('invitation-used');
  if (row.expires_at <= nowMs) return refuse('invitation-expired');
  return ok(invitationFrom(row));
}

/** Every invitation that still opens, newest first; to some rounds where those are named. */
export async function listInvitations(
  db: Store,
  nowMs: number,
  rounds?: readonly RecordId[],
): Promise<readonly OpenInvitation[]> {
  if (rounds?.length === 0) return [];
  const rows = await db
    .selectFrom('invitation')
    .selectAll()
    .where('withdrawn_at', 'is', null)
    .where('uses_left', '>', 0)
    .where('expires_at', '>', nowMs)
    .$if(rounds !== undefined, (query) => query.where('round', 'in', padded(rounds ?? [])))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(invitationFrom);
}

/** Whoever holds its codes can no longer join. Safe to repeat; who has joined with it stays. */
export async function withdrawInvitation(db: Store, id: RecordId, nowMs: number): Promise<void> {
  await db
    .updateTable('invitation')
    .set({ withdrawn_at: nowMs })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .execute();
  await register(db, { type: 'withdrawn', invitation: id, at: nowMs });
}

/** Takes one use; false when somebody else was faster, with the last one or with withdrawing it. */
export async function redeemInvitation(db: Store, id: RecordId): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('invitation')
    .set((row) => ({ uses_left: row('uses_left', '-', 1) }))
    .where('id', '=', id)
    .where('uses_left', '>', 0)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
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

function invitationFrom(row: InvitationTable): OpenInvitation {
  const { id, role, town, position, groups, round, person, uses } = row;
  return {
    id,
    role: role as Role,
    town,
    position,
    groups: JSON.parse(groups) as readonly RecordId[],
    round,
    person,
    uses,
    usesLeft: row.uses_left,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
    madeBy: row.made_by,
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

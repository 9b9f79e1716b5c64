// Which device a request comes from: a random token in a cookie, kept here as its SHA-256 only.
// Promises: a session ends a year after it was last used, or at once when its device is revoked; a revoked one stays dead.

import { createHash } from 'node:crypto';
import { base32, type RandomBytes, type RecordId } from '#domain/ids.ts';
import { ok, type Result, refuse } from '#domain/result.ts';
import { register } from './journal/registrations.ts';
import { compiled } from './store/compiled.ts';
import type { Store, StoreTransaction } from './store/tables.ts';
import { writing } from './store/transactions.ts';

export type Session = {
  readonly device: RecordId;
  readonly person: RecordId;
  readonly tokenHash: string;
  /** When its use was last noted, ms since 1970. */
  readonly lastSeenAt: number;
  /** The first use of a day: the cookie should be sent again, so that its year begins anew. */
  readonly renew: boolean;
};

export type SessionRefusal = 'no-session' | 'session-revoked';

export const sessionLifeS = 365 * 24 * 60 * 60;
const dayMs = 24 * 60 * 60 * 1000;
/** How exactly the last contact of a device is known. */
const noteAfterMs = 15 * 60 * 1000;

export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Gives the token for the cookie: 130 random bits. */
export async function createSession(db: Store, device: RecordId, nowMs: number, random: RandomBytes): Promise<string> {
  const token = base32(random(17)).slice(0, 26);
  const session = { token_hash: hashOf(token), device, created_at: nowMs, last_seen_at: nowMs, revoked_at: null };
  await db.insertInto('session').values(session).execute();
  await register(db, { type: 'session', session });
  return token;
}

/** Who asks. Every quarter of an hour this notes that the session is in use. */
export async function authenticate(
  db: Store,
  token: string | undefined,
  nowMs: number,
): Promise<Result<Session, SessionRefusal>> {
  const found = await findSession(db, hashOf(token ?? ''), nowMs);
  if (found.ok && nowMs - found.value.lastSeenAt >= noteAfterMs) {
    await db.updateTable('session').set({ last_seen_at: nowMs }).where('token_hash', '=', found.value.tokenHash).execute();
  }
  return found;
}

/** Whose session it is, without counting as a use of it. */
export async function findSession(db: Store, tokenHash: string, nowMs: number): Promise<Result<Session, SessionRefusal>> {
  const row = await sessionOfToken.first(db, { tokenHash });
  if (!row) return refuse('no-session');
  if (row.revoked_at !== null) return refuse('session-revoked');
  if (row.last_seen_at + sessionLifeS * 1000 < nowMs) return refuse('no-session');
  const { device, person, last_seen_at: lastSeenAt } = row;
  return ok({ device, person, tokenHash, lastSeenAt, renew: dayOf(lastSeenAt) < dayOf(nowMs) });
}

const sessionOfToken = compiled((db, { tokenHash }: { tokenHash: string }) =>
  db
    .selectFrom('session')
    .innerJoin('device', 'device.device', 'session.device')
    .select(['session.device', 'device.person', 'session.last_seen_at', 'session.revoked_at'])
    .where('session.token_hash', '=', tokenHash),
);

function dayOf(ms: number): number {
  return Math.floor(ms / dayMs);
}

/** Somebody leaves on this device: none of its sessions goes on, and others can see since when. Safe to repeat. */
export async function leaveDevice(db: Store, device: RecordId, nowMs: number): Promise<void> {
  await writing(db, async (tx) => {
    const open = tx.selectFrom('session').select('token_hash').where('device', '=', device).where('revoked_at', 'is', null);
    for (const { token_hash } of await open.execute()) await endSession(tx, token_hash);
    await tx.updateTable('device').set({ left_at: nowMs }).where('device', '=', device).execute();
    await register(tx, { type: 'left', device, at: nowMs });
    return ok(undefined);
  });
}

export async function endSession(tx: StoreTransaction, tokenHash: string): Promise<void> {
  await tx.deleteFrom('session').where('token_hash', '=', tokenHash).execute();
  await register(tx, { type: 'ended', tokenHash });
}

// Which devices an invitation brought in. A device whose answer got lost on the way asks again, and is told what was said.
// Promises: only the device that joined is told so. Its node stands in records that the whole round may read, and the code of
// an invitation for many is known to many: what proves it is a secret that it made up for this attempt.

import type { RecordId } from '#domain/ids.ts';
import { type Joined, type JoinRequest, normalizeCode } from '#protocol/invitation.ts';
import { register } from './journal/registrations.ts';
import { hashOf } from './sessions.ts';
import type { Store } from './store/tables.ts';

/** How long a device may ask again. */
const repeatMs = 15 * 60 * 1000;

export async function noteUse(
  db: Store,
  invitation: RecordId,
  device: RecordId,
  attempt: string | undefined,
  nowMs: number,
): Promise<void> {
  const attempt_hash = attempt === undefined ? null : hashOf(attempt);
  const use = { invitation, device, attempt_hash, joined_at: nowMs };
  await db.insertInto('invitation_use').values(use).execute();
  await register(db, { type: 'used', use });
}

/** As whom and what the same attempt joined a moment ago, unless the device was revoked meanwhile. */
export async function repeatedUse(db: Store, { code, node, attempt }: JoinRequest, nowMs: number): Promise<Joined | undefined> {
  if (attempt === undefined) return undefined;
  const hash = hashOf(normalizeCode(code));
  return db
    .selectFrom('invitation_use as use')
    .innerJoin('invitation', 'invitation.id', 'use.invitation')
    .innerJoin('device', 'device.device', 'use.device')
    .innerJoin('node', 'node.device', 'device.device')
    .select(['device.device', 'device.person', 'device.round'])
    .where((is) => is.or([is('link_hash', '=', hash), is('typed_hash', '=', hash)]))
    .where('use.attempt_hash', '=', hashOf(attempt))
    .where('use.joined_at', '>', nowMs - repeatMs)
    .where('node.node', '=', node)
    .where('device.revoked_at', 'is', null)
    .executeTakeFirst();
}

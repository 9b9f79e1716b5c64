// The devices that joined, as the endpoint knows them: when it last heard of each, and whether somebody left on it.
// Leaves to others: names, holders and the mark of being lost, which are records of the round.

import { sql } from 'kysely';
import { setFields } from '#domain/change.ts';
import { type NodeId, type RecordId, roundSpace, type Space, spaceOwner } from '#domain/ids.ts';
import { decide } from '#domain/permissions.ts';
import type { DeviceContact } from '#protocol/device-contacts.ts';
import { commitChanges } from './commit/change-to-op.ts';
import type { Rights } from './rights.ts';
import { padded } from './store/lists.ts';
import type { Store, StoreTransaction } from './store/tables.ts';

export type KnownDevice = DeviceContact & {
  readonly person: RecordId;
  readonly round: RecordId;
  /** The town of its record; null for one of the whole round. */
  readonly town: RecordId | null;
  readonly joinedAt: number;
  /** It may not come back, whatever its record says now. */
  readonly isRevoked: boolean;
};

/** Every device that ever joined, the newest first; of some rounds where those are named. */
export async function listDevices(db: Store, rounds?: readonly RecordId[]): Promise<readonly KnownDevice[]> {
  if (rounds?.length === 0) return [];
  const rows = await db
    .selectFrom('device')
    .leftJoin('session', 'session.device', 'device.device')
    .leftJoin('field', (join) =>
      join
        .onRef('field.id', '=', 'device.device')
        .on('field.kind', '=', 'device')
        .on('field.field', '=', 'person')
        .on(({ eb, ref }) => eb('field.space', '=', sql<string>`'round:' || ${ref('device.round')}`)),
    )
    .select((row) => [
      'device.device',
      'device.person',
      'device.round',
      'device.created_at',
      'device.left_at',
      'device.revoked_at',
      row.fn.max('field.town').as('town'),
      row.fn.max('session.last_seen_at').as('last_seen_at'),
    ])
    .$if(rounds !== undefined, (query) => query.where('device.round', 'in', padded(rounds ?? [])))
    .groupBy(['device.device', 'device.person', 'device.round', 'device.created_at', 'device.left_at', 'device.revoked_at'])
    .orderBy('device.created_at', 'desc')
    .orderBy('device.device')
    .execute();
  return rows.map(({ device, person, round, town, created_at, left_at, last_seen_at, revoked_at }) => ({
    device,
    person,
    round,
    town,
    joinedAt: created_at,
    leftAt: left_at,
    lastSeenAt: last_seen_at,
    isRevoked: revoked_at !== null,
  }));
}

/** Of the devices that this person might mark as lost. */
export async function contactsFor(db: Store, { actor, rounds }: Rights): Promise<readonly DeviceContact[]> {
  const devices = await listDevices(
    db,
    rounds.map(({ space }) => spaceOwner(space)),
  );
  return devices
    .filter(({ device, person, round, town }) => {
      const space = roundSpace(round);
      const lost = { space, kind: 'device', id: device, town, type: 'set', field: 'revoked', value: true } as const;
      return decide(actor, lost, { person }).allowed;
    })
    .map(({ device, lastSeenAt, leftAt }) => ({ device, lastSeenAt, leftAt }));
}

/** Marks a device as lost, in the endpoint's own name: its sessions end with it. Gives the space that moved; undefined for an unknown one. */
export async function revokeDevice(
  tx: StoreTransaction,
  ownNode: NodeId,
  device: RecordId,
  nowMs: number,
): Promise<Space | undefined> {
  const known = (await listDevices(tx)).find((one) => one.device === device);
  if (!known) return undefined;
  const space = roundSpace(known.round);
  await commitChanges(
    tx,
    ownNode,
    setFields({ space, kind: 'device', id: device, town: known.town }, 'device', { revoked: true }),
    nowMs,
  );
  return space;
}

// What this device holds of each space, as one number: compared with the endpoint's once a day, so that a copy that is not
// what it should be is noticed and read anew.

import type { Space } from '#domain/ids.ts';
import type { FieldState } from '#domain/join.ts';
import type { RecordRef } from '#domain/op.ts';
import { addToDigest, type Digest, emptyDigest, fieldDigest } from '#protocol/digest.ts';
import type { TequioDatabase } from './database.ts';
import type { DataPorts } from './device-row.ts';
import { syncRow } from './line.ts';
import { acceptedOf } from './overlay.ts';
import type { SpaceRow } from './rows.ts';

const onceInMs = 24 * 3_600_000;

/** The digests of the spaces that stand at their head; undefined when they were compared within a day, by this device's clock. */
export async function dueDigests({ database, now }: DataPorts): Promise<Readonly<Record<Space, Digest>> | undefined> {
  return database.transaction('rw', database.records, database.texts, database.spaces, database.meta, async () => {
    const row = await syncRow(database);
    // A clock that was set back counts as a day gone by.
    if (Math.abs(now() - row.comparedAt) < onceInMs) return undefined;
    await database.meta.put({ ...row, comparedAt: now() });
    return digestsOf(database);
  });
}

async function digestsOf(database: TequioDatabase): Promise<Readonly<Record<Space, Digest>>> {
  const level = (await database.spaces.toArray()).filter(isLevel);
  const digests = new Map(level.map(({ space }) => [space, emptyDigest]));
  const add = ({ space, kind, id }: Omit<RecordRef, 'town'>, field: string, state: FieldState) => {
    const sum = digests.get(space);
    if (sum !== undefined) digests.set(space, addToDigest(sum, fieldDigest({ kind, id, field }, state)));
  };
  for (const row of await database.records.toArray()) {
    for (const [field, state] of Object.entries(acceptedOf(row))) add(row.shown, field, state);
  }
  for (const row of await database.texts.toArray()) {
    const hasCome = Object.keys(row.accepted.seen).length > 0;
    if (hasCome) add(row, row.field, row.accepted);
  }
  return Object.fromEntries(digests);
}

function isLevel({ cursor, lost, renewing }: SpaceRow): boolean {
  return !lost && !renewing && cursor[0] > 0 && cursor[0] === cursor[1];
}

// What this device holds of each space, as one number: compared with the endpoint's once a day, so that a copy that is not
// what it should be is noticed and read anew.

import type { Space } from '#domain/ids.ts';
import { addToDigest, type Digest, emptyDigest, fieldDigest } from '#protocol/digest.ts';
import type { TequioDatabase } from './database.ts';
import type { DataPorts } from './device-row.ts';
import { syncRow } from './line.ts';
import { statesOfSpace, textsOfSpace } from './renewal.ts';

const onceInMs = 24 * 3_600_000;

/** The digests of the spaces that stand at their head; undefined when they were compared within a day, by this device's clock. */
export async function dueDigests({ database, now }: DataPorts): Promise<Readonly<Record<Space, Digest>> | undefined> {
  return database.transaction('rw', database.states, database.texts, database.spaces, database.meta, async () => {
    const row = await syncRow(database);
    // A clock that was set back counts as a day gone by.
    if (Math.abs(now() - row.comparedAt) < onceInMs) return undefined;
    await database.meta.put({ ...row, comparedAt: now() });
    const digests: Record<Space, Digest> = {};
    for (const { space, cursor, lost, renewing } of await database.spaces.toArray()) {
      if (!lost && !renewing && cursor[0] > 0 && cursor[0] === cursor[1]) digests[space] = await digestOf(database, space);
    }
    return digests;
  });
}

async function digestOf(database: TequioDatabase, space: Space): Promise<Digest> {
  let sum = emptyDigest;
  for (const { kind, id, accepted } of await statesOfSpace(database, space)) {
    for (const [field, state] of Object.entries(accepted)) sum = addToDigest(sum, fieldDigest({ kind, id, field }, state));
  }
  for (const { kind, id, field, accepted } of await textsOfSpace(database, space)) {
    const hasCome = Object.keys(accepted.seen).length > 0;
    if (hasCome) sum = addToDigest(sum, fieldDigest({ kind, id, field }, accepted));
  }
  return sum;
}

// A space that this device's user may no longer see: hidden at once, and wiped with it. Own changes there stay in `ops`:
// what was not sent yet still goes up, and comes back refused with its reason, unless the right was given back meanwhile.

import type { Space } from '#domain/ids.ts';
import type { OpName } from '#domain/op.ts';
import type { TequioDatabase } from './database.ts';
import { forgetVanished, recordsOfSpace, textsOfSpace } from './renewal.ts';
import { recordKey, type SpaceRow } from './rows.ts';

/** `by` is the op that took the right away, `at` the endpoint's clock (ms since 1970). Call it inside a transaction on all tables. */
export async function wipeSpace(database: TequioDatabase, space: Space, by: OpName, at: number): Promise<void> {
  await database.records.bulkDelete((await recordsOfSpace(database, space)).map(({ shown }) => recordKey(shown)));
  await database.texts.bulkDelete((await textsOfSpace(database, space)).map((row) => [row.space, row.kind, row.id, row.field]));
  await database.ops
    .where('over')
    .startsWith(`${space}/`)
    .modify((row) => {
      if (row.verdict) delete row.over;
    });
  await forgetVanished(database, space);
  await database.spaces.put({ space, cursor: [0, 0, ''], arrived: false, lost: { by, at } });
}

/** What comes down again has been given back. */
export async function takeBack(database: TequioDatabase, spaces: readonly Space[]): Promise<void> {
  for (const space of spaces) await database.spaces.update(space, { lost: undefined });
}

/** Their user has read that they are gone: from now on only the sync page tells of them. */
export async function noteLost(database: TequioDatabase, rows: readonly Pick<SpaceRow, 'space' | 'lost'>[]): Promise<void> {
  for (const { space, lost } of rows) if (lost) await database.spaces.update(space, { lost: { ...lost, noted: true } });
}

/** The spaces that were taken away from this device's user and not given back. */
export async function lostSpaces(database: TequioDatabase): Promise<readonly SpaceRow[]> {
  return database.spaces.filter(({ lost }) => lost !== undefined).toArray();
}

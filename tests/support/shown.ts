// What devices that share a space must agree on.

import type { TequioDatabase } from '#data/database.ts';
import { openText } from '#data/text-document.ts';
import { textUpdates } from '#data/text-queries.ts';
import type { Space } from '#domain/ids.ts';
import { canonicalText, type Json } from '#domain/json.ts';

/** Every record of these spaces as it is shown, and every note's text. */
export async function shownIn(database: TequioDatabase, includes: (space: Space) => boolean): Promise<string> {
  const records = (await database.records.toArray()).map(({ shown }) => shown).filter(({ space }) => includes(space));
  const notes = await Promise.all(
    records
      .filter(({ kind }) => kind === 'note')
      .map(async (note) => openText('body', await textUpdates(database, note, 'body')).read()),
  );
  return canonicalText([records, notes] as unknown as Json);
}

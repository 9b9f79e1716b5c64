// Spaces of which a device holds something else than the endpoint, by their digests (protocol/digest.ts). Only what stands at
// the same head can be compared.

import type { Space } from '#domain/ids.ts';
import type { FieldState } from '#domain/join.ts';
import { addToDigest, type Digest, emptyDigest, fieldDigest } from '#protocol/digest.ts';
import type { ParsedSyncRequest } from '#protocol/sync.ts';
import type { Store } from '../store/tables.ts';

/** Gives the digest of a space; remembers it under the space's chain, which changes with everything in it. */
export type DigestOf = (db: Store, space: Space, chain: string) => Promise<Digest>;

/** One per endpoint, for what it remembers. */
export function createDigestOf(): DigestOf {
  const remembered = new Map<Space, { readonly chain: string; readonly digest: Digest }>();
  return async (db, space, chain) => {
    const known = remembered.get(space);
    if (known?.chain === chain) return known.digest;
    const digest = await readDigest(db, space);
    remembered.set(space, { chain, digest });
    return digest;
  };
}

export async function differingSpaces(
  db: Store,
  digestOf: DigestOf,
  { cursors, digests = {} }: Pick<ParsedSyncRequest, 'cursors' | 'digests'>,
  visible: readonly Space[],
): Promise<readonly Space[]> {
  const differing: Space[] = [];
  for (const space of visible) {
    const [to, head] = cursors[space] ?? [];
    const digest = digests[space];
    if (digest === undefined || to === undefined || to !== head) continue;
    const row = await db.selectFrom('space').selectAll().where('space', '=', space).executeTakeFirst();
    if (row?.head === head && (await digestOf(db, space, row.chain)) !== digest) differing.push(space);
  }
  return differing;
}

async function readDigest(db: Store, space: Space): Promise<Digest> {
  const rows = await db.selectFrom('field').selectAll().where('space', '=', space).where('number', '>', 0).execute();
  return rows.reduce((sum, row) => addToDigest(sum, fieldDigest(row, JSON.parse(row.state) as FieldState)), emptyDigest);
}

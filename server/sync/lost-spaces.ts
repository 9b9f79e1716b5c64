// Spaces that a device still has and its person may no longer see, each with the op that took the right away.
// A space is called lost only where such an op is known: an endpoint that was restored from a backup may not know yet that
// the right was ever given.

import { type Space, spaceOwner } from '#domain/ids.ts';
import { type OpName, opName } from '#domain/op.ts';
import type { Rights } from '../rights.ts';
import type { Store } from '../store/tables.ts';

export type Lost = { readonly space: Space; readonly by: OpName };

export async function lostSpaces(
  db: Store,
  rights: Rights,
  known: readonly Space[],
  visible: readonly Space[],
): Promise<readonly Lost[]> {
  const gone = known.filter((space) => !visible.includes(space));
  const lost: Lost[] = [];
  for (const space of gone) {
    const by = await takenAwayBy(db, rights, space);
    if (by) lost.push({ space, by });
  }
  return lost;
}

/** The newest accepted op that takes something away from the person's memberships or, for a group's space, from the group. */
async function takenAwayBy(db: Store, { person, rounds }: Rights, space: Space): Promise<OpName | undefined> {
  const memberships = rounds.flatMap((round) => round.memberships.filter((one) => one.person === person));
  const ids = [...memberships.map(({ id }) => id), spaceOwner(space)];
  const row = await db
    .selectFrom('op')
    .select(['node', 'n'])
    .where('kind', 'in', ['membership', 'group'])
    .where('id', 'in', ids)
    .where(
      'space',
      'in',
      rounds.map((round) => round.space),
    )
    .where('code', 'is', null)
    .where('number', 'is not', null)
    .where((is) => is.or([is('type', 'in', ['delete', 'remove']), is.and([is('type', '=', 'set'), is('base', '!=', '[]')])]))
    .orderBy('received_at', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && opName(row.node, row.n);
}

// What somebody may see and write, from the memberships and groups in the round spaces: the same derivation as on the device
// (domain/grants.ts), over what the database holds.
// Promises: an answer is as new as the transaction it is asked in. What is remembered between requests is remembered under
// the round space's chain, so whatever writes there, in whichever process, makes it stale by itself.

import { type Actor, actorOf } from '#domain/grants.ts';
import type { RecordId, Space } from '#domain/ids.ts';
import type { FieldState } from '#domain/join.ts';
import type { Group } from '#domain/kinds/group.ts';
import type { Membership } from '#domain/kinds/membership.ts';
import type { RecordRef } from '#domain/op.ts';
import { type FieldStates, showRecord } from '#domain/show.ts';
import type { Chain } from '#protocol/history-token.ts';
import { compiled } from './store/compiled.ts';
import { selectIn } from './store/lists.ts';
import type { Store } from './store/tables.ts';

/** The kinds of records that rights come from. */
export const rightsKinds: readonly string[] = ['membership', 'group'];

export type RightsRecord = { readonly ref: RecordRef; readonly states: FieldStates };

/** What one round space says about rights, as records (by "kind id") and as shown. */
export type RoundRights = {
  readonly space: Space;
  readonly chain: Chain;
  readonly records: ReadonlyMap<string, RightsRecord>;
  readonly memberships: readonly Membership[];
  readonly groups: readonly Group[];
};

export type Rights = { readonly person: RecordId; readonly rounds: readonly RoundRights[]; readonly actor: Actor };

/** Gives the rights of a person in these rounds, or in all of theirs, asked inside a transaction (or on the store itself). */
export type RightsOf = (db: Store, person: RecordId, rounds?: readonly Space[]) => Promise<Rights>;

/** The round spaces that a person's rights come from. */
export async function roundsOf(db: Store, person: RecordId): Promise<readonly Space[]> {
  return (await roundsOfPerson.all(db, { person })).map(({ space }) => space);
}

const roundsOfPerson = compiled((db, { person }: { person: RecordId }) =>
  db.selectFrom('participant').select('space').where('person', '=', person),
);

/** One per endpoint, for what it remembers. */
export function createRightsOf(): RightsOf {
  const remembered = new Map<Space, RoundRights>();
  return async (db, person, spaces) => {
    const rounds: RoundRights[] = [];
    for (const { space, chain } of await readChains(db, spaces ?? (await roundsOf(db, person)))) {
      const known = remembered.get(space);
      const round = known?.chain === chain ? known : roundRights(space, chain, await loadRecords(db, space));
      remembered.set(space, round);
      rounds.push(round);
    }
    return rightsFrom(person, rounds);
  };
}

/** A round in which nothing was written gives no rights. */
function readChains(db: Store, spaces: readonly Space[]) {
  return selectIn(spaces, (some) => chainsOf.all(db, { some }));
}

const chainsOf = compiled((db, { some }: { some: readonly Space[] }) =>
  db.selectFrom('space').select(['space', 'chain']).where('space', 'in', some),
);

export function rightsFrom(person: RecordId, rounds: readonly RoundRights[]): Rights {
  const memberships = rounds.flatMap((round) => round.memberships);
  const groups = rounds.flatMap((round) => round.groups);
  return { person, rounds, actor: actorOf(person, memberships, groups) };
}

export function roundRights(space: Space, chain: Chain, records: RoundRights['records']): RoundRights {
  const shown = [...records.values()].map(({ ref, states }) => showRecord(ref, states));
  return {
    space,
    chain,
    records,
    memberships: shown.filter((record) => record.kind === 'membership') as unknown as readonly Membership[],
    groups: shown.filter((record) => record.kind === 'group') as unknown as readonly Group[],
  };
}

async function loadRecords(db: Store, space: Space): Promise<RoundRights['records']> {
  const rows = await db
    .selectFrom('field')
    .selectAll()
    .where('space', '=', space)
    .where('kind', 'in', rightsKinds)
    .where('number', '>', 0)
    .execute();
  const records = new Map<string, RightsRecord>();
  for (const { kind, id, town, field, state } of rows) {
    const known = records.get(`${kind} ${id}`);
    const states = { ...known?.states, [field]: JSON.parse(state) as FieldState };
    records.set(`${kind} ${id}`, { ref: { space, kind, id, town }, states });
  }
  return records;
}

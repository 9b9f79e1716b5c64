// Who and what the round is made of: read once for a whole screen, looked up by id.

import { byOrder } from '#domain/by-order.ts';
import { type Actor, actorOf, nobody } from '#domain/grants.ts';
import type { Device } from '#domain/kinds/device.ts';
import type { Group } from '#domain/kinds/group.ts';
import type { Membership } from '#domain/kinds/membership.ts';
import type { Person } from '#domain/kinds/person.ts';
import type { Round } from '#domain/kinds/round.ts';
import type { Theme } from '#domain/kinds/theme.ts';
import type { Town } from '#domain/kinds/town.ts';
import type { TequioDatabase } from './database.ts';
import { recordById, recordsOf } from './record-queries.ts';
import type { Account, SpaceRow } from './rows.ts';

export type RoundFacts = {
  readonly round: Round | undefined;
  readonly themes: readonly Theme[];
  readonly towns: readonly Town[];
  readonly groups: readonly Group[];
  readonly people: readonly Person[];
  readonly memberships: readonly Membership[];
  readonly devices: readonly Device[];
};

/** The round's facts; themes in order, towns, groups and people by id. Empty before joining. */
export async function roundFacts(database: TequioDatabase): Promise<RoundFacts> {
  // One transaction: opening seven takes the browser longer than reading them.
  const [rounds, themes, towns, groups, people, memberships, devices] = await database.transaction(
    'r',
    database.records,
    async () =>
      Promise.all([
        recordsOf(database, 'round'),
        recordsOf(database, 'theme'),
        recordsOf(database, 'town'),
        recordsOf(database, 'group'),
        recordsOf(database, 'person'),
        recordsOf(database, 'membership'),
        recordsOf(database, 'device'),
      ]),
  );
  return { round: rounds[0], themes: [...themes].sort(byOrder), towns, groups, people, memberships, devices };
}

export async function currentAccount(database: TequioDatabase): Promise<Account | null> {
  const row = await database.meta.get('device');
  return row?.key === 'device' ? row.account : null;
}

/** This device's user with all grants that have arrived; nobody before joining. */
export async function currentActor(database: TequioDatabase): Promise<Actor> {
  return database.transaction('r', database.records, database.meta, async () => {
    const [account, memberships, groups] = await Promise.all([
      currentAccount(database),
      recordsOf(database, 'membership'),
      recordsOf(database, 'group'),
    ]);
    return account ? actorOf(account.person, memberships, groups) : nobody;
  });
}

export type OwnFacts = { readonly account: Account | null; readonly actor: Actor; readonly round: Round | undefined };

/** Who uses this device, with what rights, and in which round. */
export async function ownFacts(database: TequioDatabase): Promise<OwnFacts> {
  return database.transaction('r', database.records, database.meta, async () => {
    const [account, actor] = await Promise.all([currentAccount(database), currentActor(database)]);
    return { account, actor, round: account ? await recordById(database, 'round', account.round) : undefined };
  });
}

/** Spaces with their cursors; one that has not arrived is still on its way. */
export async function listSpaces(database: TequioDatabase): Promise<readonly SpaceRow[]> {
  return database.spaces.toArray();
}

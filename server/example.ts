// Fills an empty database: with the example round, or with an empty round for a coordinator to begin.
// Promises: done whole or not at all; safe to call at every start, by several processes at once; never touches a database that
// holds a round.

import { setFields } from '#domain/change.ts';
import { createId, createNodeId, type RandomBytes, type RecordId, roundSpace } from '#domain/ids.ts';
import { ok, refuse } from '#domain/result.ts';
import { type BuiltRound, buildExampleRound } from '#example/build-example-round.ts';
import type { ExampleRound } from '#example/content-types.ts';
import { commitChanges } from './commit/change-to-op.ts';
import { forgetRegistrations } from './journal/registrations.ts';
import { addSetting, readSetting } from './settings.ts';
import type { Store, StoreTransaction } from './store/tables.ts';
import { writing } from './store/transactions.ts';
import { firstUpdate } from './texts/yjs-text.ts';

/** What the database holds: its first round, and whether that is the example. */
export type FirstRound = { readonly roundId: RecordId; readonly isExample: boolean };

const firstRoundSetting = 'first-round';
const exampleSetting = 'example-round';

/** Undefined while the database is empty. */
export async function readFirstRound(store: Store): Promise<FirstRound | undefined> {
  const roundId = await readSetting(store, firstRoundSetting);
  if (!roundId) return undefined;
  return { roundId, isExample: (await readSetting(store, exampleSetting)) === roundId };
}

/** Writes the example round's history, each day at its own time, by the endpoint's node. */
export async function loadExample(store: Store, content: ExampleRound, random: RandomBytes): Promise<void> {
  const { roundId, transactions } = exampleOf(content);
  await asFirstRound(store, roundId, async (tx) => {
    const node = createNodeId(random);
    for (const { at, changes } of transactions) await commitChanges(tx, node, changes, at);
    await forgetRegistrations(tx);
    await addSetting(tx, exampleSetting, roundId);
  });
}

export function exampleOf(content: ExampleRound): BuiltRound {
  return buildExampleRound(content, firstUpdate);
}

/** An unnamed round, which its coordinator fills in. Gives the first round's id, be it begun here or not. */
export async function beginRound(store: Store, nowMs: number, random: RandomBytes): Promise<RecordId> {
  const id = createId(nowMs, random);
  const ref = { space: roundSpace(id), kind: 'round', id, town: null };
  await asFirstRound(store, id, (tx) => commitChanges(tx, createNodeId(random), setFields(ref, 'round', { number: 1 }), nowMs));
  return (await readSetting(store, firstRoundSetting)) ?? id;
}

/** Does nothing when there is a first round, be it one that another process is just beginning. */
async function asFirstRound(store: Store, roundId: RecordId, begin: (tx: StoreTransaction) => Promise<void>): Promise<void> {
  await writing(store, async (tx) => {
    if (!(await addSetting(tx, firstRoundSetting, roundId))) return refuse('there');
    await begin(tx);
    return ok(roundId);
  });
}

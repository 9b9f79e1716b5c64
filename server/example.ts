// Fills an empty database: with the example round, or with an empty round for a coordinator to begin.
// Promises: done whole or not at all; safe to call at every start; never touches a database that holds a round.

import { setFields } from '#domain/change.ts';
import { createId, createNodeId, type RandomBytes, type RecordId, roundSpace } from '#domain/ids.ts';
import { type BuiltRound, buildExampleRound } from '#example/build-example-round.ts';
import type { ExampleRound } from '#example/content-types.ts';
import { commitChanges } from './commit/change-to-op.ts';
import { addSetting, readSetting } from './settings.ts';
import type { Store } from './store/tables.ts';
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
  await store.transaction().execute(async (tx) => {
    const node = createNodeId(random);
    for (const { at, changes } of transactions) await commitChanges(tx, node, changes, at);
    await addSetting(tx, firstRoundSetting, roundId);
    await addSetting(tx, exampleSetting, roundId);
  });
}

export function exampleOf(content: ExampleRound): BuiltRound {
  return buildExampleRound(content, firstUpdate);
}

/** An unnamed round, which its coordinator fills in. */
export async function beginRound(store: Store, nowMs: number, random: RandomBytes): Promise<RecordId> {
  const id = createId(nowMs, random);
  const ref = { space: roundSpace(id), kind: 'round', id, town: null };
  await store.transaction().execute(async (tx) => {
    await commitChanges(tx, createNodeId(random), setFields(ref, 'round', { number: 1 }), nowMs);
    await addSetting(tx, firstRoundSetting, id);
  });
  return id;
}

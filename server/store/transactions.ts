// The two kinds of transactions. What one reads belongs together; what one writes is on disk when it has ended.
// Several processes may write to one database at the same time. Who writes locks what it decides on (commit/locks.ts), and sees
// what was committed before it got the lock; a collision that remains is undone and tried again, here and nowhere else.

import { setTimeout as pause } from 'node:timers/promises';
import type { Result } from '#domain/result.ts';
import { writeTogether } from './commit-groups.ts';
import { isCollision } from './failures.ts';
import { SharedAdapter } from './postgres-dialect.ts';
import type { Store, StoreTransaction } from './tables.ts';

const mostTries = 5;
/** Long enough for the other one to take what was let go. */
const pauseMs = 20;

/** What is refused leaves nothing behind. `work` may run several times, so it must not do anything outside of the transaction. */
export async function writing<Value, Refusal>(
  store: Store,
  work: (tx: StoreTransaction) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  if (!isShared(store)) return writeTogether(store, work);
  for (let tries = 1; ; tries += 1) {
    try {
      return await writeOnce(store, work);
    } catch (error) {
      if (tries === mostTries || !isCollision(error)) throw error;
      await pause(tries * pauseMs);
    }
  }
}

/** Whether several transactions may write at the same time. */
function isShared(store: Store): boolean {
  return store.getExecutor().adapter instanceof SharedAdapter;
}

async function writeOnce<Value, Refusal>(
  store: Store,
  work: (tx: StoreTransaction) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  const undo = new Error('refused');
  let refusal: Result<Value, Refusal> | undefined;
  try {
    return await store
      .transaction()
      .setIsolationLevel('read committed')
      .execute(async (tx) => {
        const result = await work(tx);
        if (result.ok) return result;
        refusal = result;
        throw undo;
      });
  } catch (error) {
    if (refusal && error === undo) return refusal;
    throw error;
  }
}

/** Sees the database as it is at one moment, and holds nobody up. */
export async function reading<Value>(store: Store, work: (tx: StoreTransaction) => Promise<Value>): Promise<Value> {
  return store.transaction().setAccessMode('read only').setIsolationLevel('repeatable read').execute(work);
}

// One way to the disk for many: where one transaction writes at a time, those that wait for their turn go together, one after
// the other in one transaction, with one commit.
// Promises: who is refused or fails leaves nothing behind and does not touch the others, who have a savepoint each; nobody is
// answered before the common commit is on disk, and if that fails it has failed for all.

import { CompiledQuery } from 'kysely';
import type { Result } from '#domain/result.ts';
import type { Store, StoreTransaction } from './tables.ts';

type Work<Value, Refusal> = (tx: StoreTransaction) => Promise<Result<Value, Refusal>>;

/** Writes in its turn, and says afterwards what is to be answered once that is on disk. */
type Turn = { readonly write: (tx: StoreTransaction) => Promise<() => void>; readonly fail: (error: unknown) => void };

/** Those that come later wait for the next one, so that nobody waits for a commit that has no end. */
const mostTogether = 64;

const groups = new WeakMap<Store, CommitGroups>();

/** Waits for its turn and for the commit. */
export function writeTogether<Value, Refusal>(store: Store, work: Work<Value, Refusal>): Promise<Result<Value, Refusal>> {
  const ofStore = groups.get(store) ?? new CommitGroups(store);
  groups.set(store, ofStore);
  return new Promise((resolve, reject) => {
    const write = async (tx: StoreTransaction) => {
      await tx.executeQuery(savepoint);
      try {
        const result = await work(tx);
        if (!result.ok) await tx.executeQuery(takeBack);
        await tx.executeQuery(release);
        return () => resolve(result);
      } catch (error) {
        // On a full disk SQLite takes back the whole transaction. Then there is no savepoint any more, and all have failed.
        await tx.executeQuery(takeBack).catch(() => Promise.reject(error));
        await tx.executeQuery(release);
        return () => reject(error);
      }
    };
    ofStore.add({ write, fail: reject });
  });
}

class CommitGroups {
  readonly #store: Store;
  #waiting: Turn[] = [];
  #isUnderWay = false;

  constructor(store: Store) {
    this.#store = store;
  }

  add(turn: Turn): void {
    this.#waiting.push(turn);
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    // Not at once: requests that came in at the same time are read one after the other, and are to go together.
    setImmediate(() => this.#writeAll());
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const turns = this.#waiting.splice(0, mostTogether);
      try {
        const answers = await this.#store.transaction().execute(async (tx) => {
          const made: (() => void)[] = [];
          for (const { write } of turns) made.push(await write(tx));
          return made;
        });
        for (const answer of answers) answer();
      } catch (error) {
        for (const { fail } of turns) fail(error);
      }
      // Who was answered may have more to say, and others came in meanwhile.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#isUnderWay = false;
  }
}

const [savepoint, takeBack, release] = ['savepoint turn', 'rollback to turn', 'release turn'].map((sql) =>
  CompiledQuery.raw(sql),
) as [CompiledQuery, CompiledQuery, CompiledQuery];

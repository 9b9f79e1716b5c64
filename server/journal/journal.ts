// Brings noted registrations into a file, before anybody is told that they hold.
// Promises: when `flush` is done, every fact that was committed before is in a file on disk; an entry may stand in two files,
// never in none. A disk that takes no more does not keep anybody from working: it is logged, told by `problem`, and tried again
// at the next flush, since the database keeps what is in no file yet.

import { factsOf, type Log } from '../log.ts';
import { selectIn } from '../store/lists.ts';
import type { Store } from '../store/tables.ts';
import type { Entry } from './registrations.ts';

/** Adds entries to a file and waits until its disk has them. */
export type AppendEntries = (entries: readonly Entry[]) => Promise<void>;

export type Journal = {
  readonly flush: () => Promise<void>;
  /** Why the last flush failed, in words; undefined when it did not. */
  readonly problem: () => string | undefined;
};

/** For an endpoint that nobody will restore. */
export const noJournal: Journal = { flush: async () => {}, problem: () => undefined };

export type JournalPorts = { readonly store: Store; readonly append: AppendEntries; readonly log: Log };

export function createJournal({ store, append, log }: JournalPorts): Journal {
  let problem: string | undefined;
  let turns = Promise.resolve();
  const writeOut = async () => {
    try {
      await writeEntries(store, append);
      problem = undefined;
    } catch (error) {
      problem = `the journal cannot be written: ${error instanceof Error ? error.message : String(error)}`;
      log.error(error instanceof Error ? factsOf(error) : {}, 'the journal cannot be written');
    }
  };
  return {
    flush: () => {
      turns = turns.then(writeOut);
      return turns;
    },
    problem: () => problem,
  };
}

/** Throws when the file or the database cannot be written. */
export async function writeEntries(store: Store, append: AppendEntries): Promise<void> {
  const rows = await store.selectFrom('registration').selectAll().where('entry', 'is not', null).execute();
  const entries = rows.flatMap(({ id, entry }) => (entry === null ? [] : [{ id, text: entry }]));
  if (entries.length === 0) return;
  await append(entries);
  await selectIn(
    entries.map(({ id }) => id),
    async (some) => {
      await store.updateTable('registration').set({ entry: null }).where('id', 'in', some).execute();
      return [];
    },
  );
}

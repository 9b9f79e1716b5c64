// Gates: locks on a name instead of a row. Many may pass one together; whoever passes it alone waits until all are through, and
// keeps out those who come later. It is held until the transaction ends.
// Where only one transaction writes at a time, every gate is open.
// A shared lock on a row would do the same but for its queue: on PostgreSQL who asks for a share overtakes who waits alone.

import { sql } from 'kysely';
import { SharedAdapter } from './postgres-dialect.ts';
import type { StoreTransaction } from './tables.ts';

/** Gates are passed in the order that is given: the same in every transaction, or two may wait for each other. */
export async function passGates(
  tx: StoreTransaction,
  names: readonly string[],
  isAlone: (name: string) => boolean,
): Promise<void> {
  if (!(tx.getExecutor().adapter instanceof SharedAdapter)) return;
  for (const name of names) {
    const key = sql`hashtextextended(${name}, 0)`;
    const lock = isAlone(name) ? sql`select pg_advisory_xact_lock(${key})` : sql`select pg_advisory_xact_lock_shared(${key})`;
    await lock.execute(tx);
  }
}

// What dies with a runtime: its connection to the database, and whatever it waits for. Other connections to the same
// database live on, and find what was committed.

import type { DBCore, DBCoreTable, DBCoreTransaction } from 'dexie';
import { openDatabase, type TequioDatabase } from '#data/database.ts';
import type { Port } from './port.ts';

/** What goes on after a death never comes back from its next call. */
export async function passOrStop(port: Port): Promise<void> {
  try {
    port.pass();
  } catch {
    return never;
  }
}

const never = new Promise<never>(() => {});

/** A connection of its own to the database of that name. Every request and every finished commit passes the port. */
export function openMortal(name: string, port: Port): TequioDatabase {
  const database = openDatabase(name);
  database.use({ stack: 'dbcore', name: 'mortal', level: -1, create: (core) => mortal(core, port) });
  return database;
}

/** What was under way at a death is undone. */
function mortal(core: DBCore, port: Port): DBCore {
  const running = new Set<IDBTransaction>();
  const pass = <Value>(go: () => Promise<Value>): Promise<Value> => {
    try {
      port.pass();
      return go();
    } catch {
      for (const transaction of running) undo(transaction);
      running.clear();
      return never;
    }
  };
  return {
    ...core,
    transaction: (stores, mode, options) => {
      const transaction = core.transaction(stores, mode, options) as DBCoreTransaction & IDBTransaction;
      if (port.isDead()) undo(transaction);
      running.add(transaction);
      transaction.addEventListener('complete', () => {
        running.delete(transaction);
        if (mode === 'readwrite') void pass(async () => {}); // nobody waits for the end of one that only reads
      });
      return transaction;
    },
    table: (name) => {
      const table = core.table(name);
      return {
        ...table,
        mutate: (request) => pass(() => table.mutate(request)),
        get: (request) => pass(() => table.get(request)),
        getMany: (request) => pass(() => table.getMany(request)),
        query: (request) => pass(() => table.query(request)),
        openCursor: (request) => pass(() => table.openCursor(request)),
        count: (request) => pass(() => table.count(request)),
      } satisfies DBCoreTable;
    },
  };
}

function undo(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It had ended.
  }
}

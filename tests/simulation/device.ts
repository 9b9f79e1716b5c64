// One device: the real data and sync folders on fake-indexeddb. It can die at every call through a port (a request or a
// commit of its database, the line, the lock) and come back with what was committed. Everything in memory is gone then.

import 'fake-indexeddb/auto';
import './quick-clone.ts';
import type { DBCore, DBCoreTable, DBCoreTransaction } from 'dexie';
import { openDatabase, type TequioDatabase } from '#data/database.ts';
import type { DataPorts } from '#data/device-row.ts';
import type { RandomBytes } from '#domain/ids.ts';
import { type Delivered, type SyncOutcome, syncOnce } from '#sync/sync-once.ts';
import type { Line } from './line.ts';
import { createPort, type Port } from './port.ts';
import { openApp, type Version, work } from './versions.ts';

export type Person = {
  /** In the roster. */
  readonly key: string;
  /** Empty, and no town, before joining. */
  readonly person: string;
  readonly town: string | null;
  readonly cookie: string;
  /** One name for a device and its copies. */
  readonly family: string;
};

/** All rows of all tables, by table. */
export type Rows = Readonly<Record<string, readonly unknown[]>>;

export class SimulatedDevice {
  readonly index: number;
  who: Person;
  port: Port = createPort();
  readonly clock: { ms: number };
  random: RandomBytes;
  /** The values with which forms were opened, by record. */
  readonly forms = new Map<string, string>();
  outcome: SyncOutcome | undefined;
  database: TequioDatabase;
  /** Of the app. */
  version: Version = 'today';
  #run: Promise<void> | undefined;
  #locked = false;
  #waiting: () => void = () => {};
  readonly #name: string;
  readonly #line: Line;

  constructor(index: number, who: Person, name: string, line: Line, clock: { ms: number }, random: RandomBytes) {
    this.index = index;
    this.who = who;
    this.#name = name;
    this.#line = line;
    this.clock = clock;
    this.random = random;
    this.database = this.#open();
  }

  get ports(): DataPorts {
    return { database: this.database, now: () => this.clock.ms, random: (count) => this.random(count) };
  }

  get isSyncing(): boolean {
    return this.#run !== undefined;
  }

  /** Runs something that may die at that call. Gives undefined when it died; the device has restarted then. */
  async live<Value>(run: () => Promise<Value>, dieAt?: number): Promise<{ readonly value: Value } | undefined> {
    const { port } = this;
    const death = new Promise<undefined>((resolve) => port.arm(dieAt, () => resolve(undefined)));
    try {
      const ended = await Promise.race([run().then((value) => ({ value })), death]);
      if (!port.isDead()) return ended;
    } catch (error) {
      if (!port.isDead()) throw error;
    } finally {
      port.disarm();
    }
    this.#restart();
    return undefined;
  }

  /** Begins to sync, or goes on after something came over the line; resolves when it waits for the line, or is done. */
  async proceed(delivery?: () => void): Promise<void> {
    const waits = new Promise<void>((resolve) => {
      this.#waiting = resolve;
    });
    await this.asItself(async () => {
      delivery?.();
      this.#run ??= this.#sync();
      await Promise.race([waits, this.#run]);
    });
  }

  /** Runs something by the version of the app that this device has; nobody else may be at work meanwhile. */
  async asItself<Value>(run: () => Promise<Value>): Promise<Value> {
    work(this.version);
    try {
      return await run();
    } finally {
      work('today');
    }
  }

  /** The app is closed, and opened in that version. */
  async open(version: Version): Promise<void> {
    this.#restart();
    this.version = version;
    await openApp(this.database, version);
  }

  close(): void {
    this.database.close({ disableAutoOpen: true });
  }

  async dump(): Promise<Rows> {
    const rows: Record<string, unknown[]> = {};
    for (const table of this.database.tables) rows[table.name] = await table.toArray();
    return rows;
  }

  /** Replaces everything that the device holds; what it was doing is gone. */
  async load(rows: Rows): Promise<void> {
    this.#forget();
    await this.database.transaction('rw', this.database.tables, async () => {
      for (const table of this.database.tables) {
        await table.clear();
        await table.bulkAdd([...(rows[table.name] ?? [])]);
      }
    });
  }

  async #sync(): Promise<void> {
    const { port } = this;
    const outcome = await syncOnce({
      ports: this.ports,
      exclusively: async (run) => {
        await passOrStop(port);
        if (this.#locked) return undefined;
        this.#locked = true;
        const value = await run();
        await passOrStop(port);
        this.#locked = false;
        return value;
      },
      send: async (request) => {
        await passOrStop(port);
        const answer = new Promise<Delivered>((resolve) => {
          this.#line.push(this, JSON.stringify(request), resolve);
        });
        this.#waiting();
        const delivered = await answer;
        await passOrStop(port);
        return delivered;
      },
    });
    if (port !== this.port) return;
    this.outcome = outcome;
    this.#run = undefined;
  }

  #restart(): void {
    work('today');
    this.#forget();
    this.close();
    this.port = createPort();
    this.database = this.#open();
  }

  #forget(): void {
    this.#line.forget(this);
    this.#run = undefined;
    this.#locked = false;
    this.outcome = undefined;
    this.forms.clear();
  }

  #open(): TequioDatabase {
    const database = openDatabase(this.#name);
    const { port } = this;
    database.use({ stack: 'dbcore', name: 'mortal', level: -1, create: (core) => mortal(core, port) });
    return database;
  }
}

/** What goes on after a death never comes back from its next call. */
async function passOrStop(port: Port): Promise<void> {
  try {
    port.pass();
  } catch {
    return never;
  }
}

const never = new Promise<never>(() => {});

/** The database's core, whose every request and finished commit passes the port. What was under way at a death is undone. */
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

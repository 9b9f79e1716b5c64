// One device: the real data and sync folders on fake-indexeddb, in two runtimes, page and worker (runtime.ts). Either can die
// at every call through its port (a request or a commit of its database, the line, the lock) while the other lives on, and
// comes back with what was committed. Everything in its memory is gone then.

import 'fake-indexeddb/auto';
import './quick-clone.ts';
import type { TequioDatabase } from '#data/database.ts';
import type { DataPorts } from '#data/device-row.ts';
import type { RandomBytes } from '#domain/ids.ts';
import type { SyncOutcome } from '#sync/sync-once.ts';
import { Bustle } from './bustle.ts';
import type { Line } from './line.ts';
import { type LockFaults, SimulatedLock } from './lock.ts';
import type { Moment, Port } from './port.ts';
import { type Kind, type Place, Runtime } from './runtime.ts';
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

/** What happens to a runtime at a call through its port, counted from now on. */
export type Calls = { readonly dieAt?: number | undefined; readonly moment?: Moment | undefined };

export class SimulatedDevice {
  readonly index: number;
  who: Person;
  readonly clock: { ms: number };
  random: RandomBytes;
  /** The values with which forms were opened, by record. */
  readonly forms = new Map<string, string>();
  page: Runtime;
  worker: Runtime;
  /** The page's connection. */
  database: TequioDatabase;
  /** Of the app. */
  version: Version = 'today';
  readonly #place: Place;

  constructor(index: number, who: Person, name: string, line: Line, clock: { ms: number }, random: RandomBytes) {
    this.index = index;
    this.who = who;
    this.clock = clock;
    this.random = random;
    this.#place = { device: this, databaseName: name, line, lock: new SimulatedLock(), bustle: new Bustle() };
    this.page = new Runtime('page', this.#place);
    this.worker = new Runtime('worker', this.#place);
    this.database = this.page.open();
  }

  get ports(): DataPorts {
    return { database: this.database, now: () => this.clock.ms, random: (count) => this.random(count) };
  }

  /** The page's. */
  get port(): Port {
    return this.page.port;
  }

  /** Of the page's last run. */
  get outcome(): SyncOutcome | undefined {
    return this.page.outcome;
  }

  get isSyncing(): boolean {
    return this.page.isRunning || this.worker.isRunning;
  }

  set lockFaults(faults: LockFaults) {
    this.#place.lock.faults = faults;
  }

  /** Does something meanwhile. Gives how many calls each made, and how many of the two died. */
  async during(
    calls: Readonly<Record<Kind, Calls>>,
    run: () => Promise<void>,
  ): Promise<Readonly<Record<Kind | 'deaths', number>>> {
    const { page, worker } = this;
    let deaths = 0;
    for (const runtime of [page, worker]) {
      const { dieAt, moment } = calls[runtime.kind];
      const onDeath = () => {
        deaths += 1;
        this.#place.bustle.soon(() => this.#replace(runtime));
      };
      const event = moment && { at: moment.at, happens: () => this.#place.bustle.soon(moment.happens) };
      runtime.port.arm(dieAt, onDeath, event);
    }
    try {
      await run();
    } finally {
      for (const { port } of [page, worker]) port.disarm();
    }
    return { page: page.port.calls(), worker: worker.port.calls(), deaths };
  }

  /** Has something go on; resolves when both runtimes wait for the line or the lock, or are done. */
  async proceed(go: () => void): Promise<void> {
    await this.asItself(async () => {
      go();
      await this.rest();
    });
  }

  /** Does something in the page, until both runtimes wait or are done. Gives undefined when the page died over it. */
  async inPage<Value>(run: () => Promise<Value>): Promise<{ readonly value: Value } | undefined> {
    const { page } = this;
    const ended = await this.asItself(async () => {
      const gone = page.gone.then(() => undefined);
      const done = run().then(
        (value) => ({ value }),
        (error: unknown) => {
          if (page.port.isDead()) return gone; // what was under way was undone
          throw error;
        },
      );
      const value = await Promise.race([done, gone]);
      await this.rest();
      return value;
    });
    return page.port.isDead() ? undefined : ended;
  }

  rest(): Promise<void> {
    return this.#place.bustle.rest();
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

  /** The app is closed, in page and worker, and opened in that version. */
  async open(version: Version): Promise<void> {
    this.#forget();
    this.version = version;
    await openApp(this.database, version);
  }

  /** The window is closed. The next step that needs one opens another. */
  closePage(): void {
    this.#replace(this.page);
  }

  close(): void {
    for (const runtime of [this.page, this.worker]) runtime.leave();
  }

  async dump(): Promise<Rows> {
    const rows: Record<string, unknown[]> = {};
    for (const table of this.database.tables) rows[table.name] = await table.toArray();
    return rows;
  }

  /** Replaces everything that the device holds; what it was doing is gone. */
  async load(rows: Rows): Promise<void> {
    this.#replace(this.worker);
    if (this.page.isRunning) this.#replace(this.page); // opening a database takes long
    this.#place.lock.reset();
    this.page.outcome = undefined;
    this.forms.clear();
    await this.database.transaction('rw', this.database.tables, async () => {
      for (const table of this.database.tables) {
        await table.clear();
        await table.bulkAdd([...(rows[table.name] ?? [])]);
      }
    });
  }

  #forget(): void {
    for (const runtime of [this.page, this.worker]) this.#replace(runtime);
  }

  #replace(runtime: Runtime): void {
    runtime.leave();
    if (runtime === this.worker) this.worker = new Runtime('worker', this.#place);
    if (runtime !== this.page) return;
    this.forms.clear();
    this.page = new Runtime('page', this.#place);
    this.database = this.page.open();
  }
}

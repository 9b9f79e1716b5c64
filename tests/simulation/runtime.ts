// One of the two that run on a device: the page, or the service worker with no need of a page. Each has a connection of its
// own to the device's database, runs the same engine under the device's lock, and dies at a call through its own port, which
// the other does not notice. It lives once: after a death, or when the app is closed, another one takes its place.

import type { TequioDatabase } from '#data/database.ts';
import type { DataPorts } from '#data/device-row.ts';
import type { SyncRequest } from '#protocol/sync.ts';
import { type Delivered, type SyncOutcome, syncOnce } from '#sync/sync-once.ts';
import { sendInBackground } from '../../src/worker/send-in-background.ts';
import { Broken } from './broken.ts';
import type { Bustle } from './bustle.ts';
import type { SimulatedDevice } from './device.ts';
import type { Line } from './line.ts';
import type { Entry, SimulatedLock } from './lock.ts';
import { openMortal, passOrStop } from './mortal.ts';
import { createPort } from './port.ts';

export type Kind = 'page' | 'worker';

/** What the runtimes of a device share. */
export type Place = {
  readonly device: SimulatedDevice;
  readonly databaseName: string;
  readonly line: Line;
  readonly lock: SimulatedLock;
  readonly bustle: Bustle;
};

export class Runtime {
  readonly kind: Kind;
  readonly port = createPort();
  /** What its last run came to: for the page, what the sync did; for the worker, whether it told the browser to call again. */
  outcome: SyncOutcome | undefined;
  end: 'resolved' | 'rejected' | undefined;
  /** Resolves when it is gone. */
  readonly gone: Promise<void>;
  /** Whether its run has sent something, and goes on. */
  isOut = false;
  readonly #place: Place;
  readonly #tellGone: () => void;
  readonly #open = new Set<TequioDatabase>();
  #run: Promise<void> | undefined;
  #isGone = false;

  constructor(kind: Kind, place: Place) {
    this.kind = kind;
    this.#place = place;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.gone = promise;
    this.#tellGone = resolve;
  }

  get device(): SimulatedDevice {
    return this.#place.device;
  }

  get isRunning(): boolean {
    return this.#run !== undefined;
  }

  /** A connection that ends with it. */
  open(): TequioDatabase {
    const database = openMortal(this.#place.databaseName, this.port);
    this.#open.add(database);
    return database;
  }

  /** Begins its run, unless one is under way. */
  begin(): void {
    if (this.#run || this.#isGone) return;
    const { bustle } = this.#place;
    bustle.begin(this);
    this.#run = this.#work().then(
      () => this.#done(),
      (error: unknown) => {
        if (!this.port.isDead() && !this.#isGone) bustle.fail(error);
        this.#done();
      },
    );
  }

  /** Waits for what comes from outside. It is not at work meanwhile. */
  pause<Value>(hand: (goOn: (value: Value) => void) => void): Promise<Value> {
    const { bustle } = this.#place;
    return new Promise((resolve) => {
      hand((value) => {
        if (this.#isGone) return;
        bustle.begin(this);
        resolve(value);
      });
      bustle.end(this);
    });
  }

  /** It is no more: killed, or closed. Requests that it sent may still arrive. */
  leave(): void {
    const { line, lock, bustle } = this.#place;
    this.port.kill();
    this.#isGone = true;
    for (const database of this.#open) database.close({ disableAutoOpen: true });
    line.forget(this);
    lock.forget(this);
    bustle.end(this);
    this.#tellGone();
  }

  #done(): void {
    // One that died at its last call is replaced by its device.
    if (this.port.isDead() || this.#isGone) return;
    this.#run = undefined;
    this.#place.bustle.end(this);
  }

  async #work(): Promise<void> {
    this.end = undefined;
    if (this.kind === 'worker') return this.#sendInBackground();
    const outcome = await this.#sync(this.device.ports, 'if-free');
    if (!this.#isGone) this.outcome = outcome;
  }

  /** On the browser's event, which comes when the history says. */
  async #sendInBackground(): Promise<void> {
    let outcome: SyncOutcome | undefined;
    const sent = sendInBackground({
      open: () => ({ ...this.device.ports, database: this.open() }),
      sync: async (ports) => {
        outcome = await this.#sync(ports, 'in-turn');
        return outcome;
      },
      isWatched: async () => false,
      wait: async () => {},
    });
    const end = await sent.then(
      () => 'resolved' as const,
      (error: unknown) => {
        if (!outcome) throw error;
        return 'rejected' as const;
      },
    );
    this.#open.clear();
    this.end = end;
  }

  #sync(ports: DataPorts, entry: Entry): Promise<SyncOutcome> {
    const { port } = this;
    return syncOnce({
      ports,
      exclusively: async (run) => {
        await passOrStop(port);
        return this.#place.lock.request(this, entry, async () => {
          const value = await run();
          this.isOut = false;
          await passOrStop(port);
          return value;
        });
      },
      send: (request) => this.#send(request),
    });
  }

  /** While an answer is on its way the run may go on; the history does so only once the run waits. */
  #send(request: SyncRequest): () => Promise<Delivered> {
    const { device, line } = this.#place;
    try {
      this.port.pass();
    } catch {
      return () => passOrStop(this.port).then(() => ({ type: 'cut' }));
    }
    const other = this.kind === 'page' ? device.worker : device.page;
    if (other.isOut)
      throw new Broken('overlapped', `the ${this.kind} of device ${device.index} sends amid a run of the ${other.kind}`);
    this.isOut = true;
    let answer: Delivered | undefined;
    let tell = (delivered: Delivered) => {
      answer = delivered;
    };
    line.push(this, JSON.stringify(request), (delivered) => tell(delivered));
    return async () => {
      const delivered =
        answer ??
        (await this.pause<Delivered>((goOn) => {
          tell = goOn;
        }));
      await passOrStop(this.port);
      return delivered;
    };
  }
}

// The lock that keeps the runtimes of a device apart, as the browser's Web Locks do: whoever asks for it in turn gets it in the
// order of asking, `if-free` gives up at once, and it is free as soon as its holder's run ends, or its holder dies.

import type { Runtime } from './runtime.ts';

export type Entry = 'if-free' | 'in-turn';

/** What a planted bug may do to the lock. */
export type LockFaults = {
  /** Everybody gets it at once. */
  readonly lockIsIgnored?: boolean;
  /** Whoever dies keeps it. */
  readonly deadKeepLock?: boolean;
};

export class SimulatedLock {
  faults: LockFaults = {};
  #holder: Runtime | undefined;
  #queue: { readonly who: Runtime; readonly grant: () => void }[] = [];

  /** Gives undefined, and runs nothing, where it was to be had if free only and was not. */
  async request<Value>(who: Runtime, entry: Entry, run: () => Promise<Value>): Promise<Value | undefined> {
    if (this.#holder && !this.faults.lockIsIgnored) {
      if (entry === 'if-free') return undefined;
      await who.pause<void>((goOn) => this.#queue.push({ who, grant: goOn }));
    } else this.#holder = who;
    try {
      return await run();
    } finally {
      if (!who.port.isDead()) this.#free(who);
    }
  }

  /** The runtime is gone: what it held is free, and it no longer waits. */
  forget(who: Runtime): void {
    this.#queue = this.#queue.filter((one) => one.who !== who);
    if (!this.faults.deadKeepLock) this.#free(who);
  }

  /** As before anybody asked for it. */
  reset(): void {
    this.#holder = undefined;
    this.#queue = [];
  }

  #free(who: Runtime): void {
    if (this.#holder !== who) return;
    const next = this.#queue.shift();
    this.#holder = next?.who;
    next?.grant();
  }
}

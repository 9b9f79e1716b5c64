// Who of a device is at work. A history goes on when nobody is: each runtime waits for the line or for the lock, or is done.

export class Bustle {
  readonly #atWork = new Set<object>();
  #waiting: (() => void)[] = [];
  #failure: { readonly error: unknown } | undefined;

  begin(who: object): void {
    this.#atWork.add(who);
  }

  /** Does something in a task of its own, as the platform's events are: outside of whatever is under way. */
  soon(run: () => void): void {
    this.begin(run);
    setImmediate(() => {
      run();
      this.end(run);
    });
  }

  end(who: object): void {
    this.#atWork.delete(who);
    if (this.#atWork.size === 0) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Something threw where nothing should. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** Resolves when nobody is at work; rejects when a run failed since the last time. */
  async rest(): Promise<void> {
    if (this.#atWork.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) throw failure.error;
  }
}

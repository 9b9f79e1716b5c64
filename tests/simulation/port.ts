// A port that can die: it counts the calls that go through it, and at the call that it is told, whoever uses it is gone.

/** Something that happens at that call, before it goes on. */
export type Moment = { readonly at: number; readonly happens: () => void };

export type Port = {
  /** Counts one call. Throws `Died` at the call at which to die, and at every later one. */
  readonly pass: () => void;
  readonly isDead: () => boolean;
  /** Calls since it was armed. */
  readonly calls: () => number;
  /** Starts counting anew, to die at that call (1 is the next one), or never. `onDeath` is called at that moment. */
  readonly arm: (dieAt: number | undefined, onDeath: () => void, moment?: Moment) => void;
  readonly disarm: () => void;
  /** Runs something whose calls do not count. Nothing else may use the port meanwhile. */
  readonly aside: <Value>(run: () => Promise<Value>) => Promise<Value>;
  /** Dead from now on, whatever it was told. */
  readonly kill: () => void;
  /** Alive again, and not about to die. */
  readonly revive: () => void;
};

export class Died extends Error {}

export function createPort(): Port {
  let calls = 0;
  let dieAt: number | undefined;
  let dead = false;
  let isAside = false;
  let onDeath: () => void = () => {};
  let moment: Moment | undefined;
  return {
    pass: () => {
      if (dead) throw new Died();
      if (isAside) return;
      calls += 1;
      if (calls === moment?.at) moment.happens();
      if (calls !== dieAt) return;
      dead = true;
      onDeath();
      throw new Died();
    },
    isDead: () => dead,
    calls: () => calls,
    arm: (at, tell, event) => {
      calls = 0;
      dieAt = at;
      onDeath = tell;
      moment = event;
    },
    disarm: () => {
      dieAt = undefined;
      moment = undefined;
    },
    aside: async (run) => {
      isAside = true;
      try {
        return await run();
      } finally {
        isAside = false;
      }
    },
    kill: () => {
      dead = true;
    },
    revive: () => {
      dieAt = undefined;
      dead = false;
    },
  };
}

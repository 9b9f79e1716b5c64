// One after the other, for each name by itself: for what is counted before anybody knows whether it is to count.
// Promises: memory for those who wait, and for nobody else; what fails holds up nobody.

export type InTurn = <Value>(name: string, work: () => Promise<Value>) => Promise<Value>;

export function createTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return async (name, work) => {
    const turn = (last.get(name) ?? Promise.resolve()).then(work, work);
    last.set(name, turn);
    try {
      return await turn;
    } finally {
      if (last.get(name) === turn) last.delete(name);
    }
  };
}

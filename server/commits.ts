// News of commits, for whoever waits for them. It says which spaces may have moved, never what was written.
// Within one process; several processes on one database tell one another through it (store/postgres-commits.ts).

import type { Space } from '#domain/ids.ts';

export type Commits = {
  /** To be called after the commit, with every space that it may have moved; one that did not move does no harm. */
  readonly tell: (spaces: readonly Space[]) => void;
  readonly listen: (hear: (spaces: readonly Space[]) => void) => void;
  readonly close: () => Promise<void>;
};

export function createCommits(): Commits {
  const listeners: ((spaces: readonly Space[]) => void)[] = [];
  return {
    tell: (spaces) => {
      for (const hear of listeners) hear(spaces);
    },
    listen: (hear) => {
      listeners.push(hear);
    },
    close: async () => {},
  };
}

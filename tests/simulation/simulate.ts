// Plays many histories, one after the other, and sums up.

import type { Feature, History } from './history.ts';
import { makeHistory } from './make-history.ts';
import { type Faults, type Problem, play } from './play.ts';

export type Failure = { readonly history: History; readonly problem: Problem };

/** `ops` were saved on devices; `crashes` are deaths of devices and of the endpoint; the rest are histories. */
export type Sum = {
  readonly histories: number;
  readonly ops: number;
  readonly crashes: number;
  readonly lost: number;
  readonly diverged: number;
  readonly leaked: number;
  readonly overlapped: number;
};

export const emptySum: Sum = { histories: 0, ops: 0, crashes: 0, lost: 0, diverged: 0, leaked: 0, overlapped: 0 };

export type Wishes = {
  readonly seed: string;
  /** What was summed up so far; the next history is the one after these. */
  readonly from: Sum;
  /** Histories in the end, those of `from` included. */
  readonly count: number;
  /** What no history may do. */
  readonly without?: readonly Feature[];
  readonly stopAtFirst?: boolean;
  readonly faults?: Faults;
  /** Called after each history; false ends it there. */
  readonly onPlayed?: (sum: Sum, failure: Failure | undefined) => Promise<boolean>;
};

export type Simulated = { readonly sum: Sum; readonly failures: readonly Failure[] };

export async function simulate({
  seed,
  from,
  count,
  without = [],
  stopAtFirst = false,
  faults,
  onPlayed,
}: Wishes): Promise<Simulated> {
  const failures: Failure[] = [];
  let sum = from;
  while (sum.histories < count) {
    const history = makeHistory(`${seed}-${sum.histories}`, without);
    const { ops, crashes, problem } = await play(history, faults);
    sum = { ...sum, histories: sum.histories + 1, ops: sum.ops + ops, crashes: sum.crashes + crashes };
    if (problem) {
      sum = { ...sum, [problem.loss]: sum[problem.loss] + 1 };
      failures.push({ history, problem });
    }
    const goOn = (await onPlayed?.(sum, problem && { history, problem })) ?? true;
    if (!goOn || (problem && stopAtFirst)) break;
  }
  return { sum, failures };
}

// Makes a history that fails as short and plain as it can be and still fail in the same way.

import type { History, Step } from './history.ts';
import { type Faults, play } from './play.ts';
import type { Failure } from './simulate.ts';

export async function shrink(failure: Failure, faults: Faults = {}): Promise<Failure> {
  let best = failure;
  for (;;) {
    const smaller = await firstThatFails(best, faults);
    if (!smaller) return best;
    best = smaller;
  }
}

async function firstThatFails({ history, problem }: Failure, faults: Faults): Promise<Failure | undefined> {
  for (const candidate of smallerOnes(history)) {
    const again = await play(candidate, faults);
    if (again.problem?.loss === problem.loss) return { history: candidate, problem: again.problem };
  }
  return undefined;
}

/** The boldest first. */
function* smallerOnes(history: History): Generator<History> {
  const { steps, people } = history;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < steps.length; start += size) yield { ...history, steps: steps.toSpliced(start, size) };
  }
  if (people.length > 2) for (const index of people.keys()) yield withoutPerson(history, index);
  if (history.clocks.some((ms) => ms !== 0)) yield { ...history, clocks: history.clocks.map(() => 0) };
  if (history.wordiness > 0) yield { ...history, wordiness: 0 };
  if (history.pageBytes === 1) yield { ...history, pageBytes: 1 << 20 };
  for (const [index, step] of steps.entries()) {
    for (const plainer of plainerSteps(step)) yield { ...history, steps: steps.with(index, plainer) };
  }
}

function withoutPerson(history: History, index: number): History {
  const others = history.steps.filter((step) => !('device' in step) || step.device !== index);
  const steps = others.map(
    (step): Step => ('device' in step && step.device > index ? { ...step, device: step.device - 1 } : step),
  );
  return { ...history, people: history.people.toSpliced(index, 1), clocks: history.clocks.toSpliced(index, 1), steps };
}

function plainerSteps(step: Step): readonly Step[] {
  const plainer: Step[] = [];
  for (const member of besides) if (member in step) plainer.push(without(step, member));
  if (step.do === 'sync' && step.fate !== 'open') plainer.push({ ...step, fate: 'open' });
  if ('pick' in step && step.pick > 1) plainer.push({ ...step, pick: 1 });
  return plainer;
}

/** What may happen besides in a step. */
const besides = ['deviceDiesAt', 'workerDiesAt', 'endpointDiesAt', 'workerWakesAt', 'workerIsAt', 'isWhole', 'by'] as const;

function without(step: Step, member: (typeof besides)[number]): Step {
  return Object.fromEntries(Object.entries(step).filter(([name]) => name !== member)) as Step;
}

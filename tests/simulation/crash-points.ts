// Every crash point of a history: each step is played again and again from where it began, each time with a death at the next
// call through a port, of the page, the worker and the endpoint; after each one everybody syncs, and everything is checked.

import { lanesOf } from '#data/device-row.ts';
import type { SimulatedDevice } from './device.ts';
import type { History, Step } from './history.ts';
import { beginPlay, type Faults, type Play, takeStep } from './play.ts';
import type { Failure } from './simulate.ts';
import { keep, putBack } from './world.ts';

export type CrashPoints = {
  readonly crashes: number;
  /** Those of workers among them. */
  readonly ofWorkers: number;
  readonly ops: number;
  /** What was set right in steps that were died in everywhere. */
  readonly repairs: ReadonlySet<Repair>;
  readonly failure: Failure | undefined;
};

export type Repair = 'started over' | 'took a new name' | 'read anew' | 'wiped a space' | 'forgot';

export async function playCrashPoints(history: History, faults: Faults = {}): Promise<CrashPoints> {
  const steps = history.steps.flatMap(wholeStep);
  const playing = await beginPlay({ ...history, steps }, faults);
  const repairs = new Set<Repair>();
  const tally = { ofWorkers: 0 };
  let failure: Failure | undefined;
  for (let index = 0; index < steps.length && !failure; index += 1) {
    failure = await dieEverywhere(playing, index, tally);
    for (const device of playing.world.devices) for (const repair of await repairsOf(device)) repairs.add(repair);
  }
  if (playing.refusals.has('unknown-history')) repairs.add('started over');
  return { crashes: playing.crashes, ...tally, ops: playing.saved.flat().length, repairs, failure };
}

/** What can be seen on a device of the repairs that it went through. */
async function repairsOf({ database }: SimulatedDevice): Promise<readonly Repair[]> {
  const [row, spaces] = [await database.meta.get('device'), await database.spaces.toArray()];
  const lanes = row?.key === 'device' ? lanesOf(row) : [];
  const seen: Readonly<Record<Exclude<Repair, 'started over'>, boolean>> = {
    'took a new name': lanes.length > 1,
    'read anew': spaces.some(({ renewals = 0 }) => renewals > 0),
    'wiped a space': spaces.some(({ lost }) => lost !== undefined),
    forgot: lanes.some(({ forgotten }) => forgotten > 0),
  };
  return (Object.keys(seen) as (keyof typeof seen)[]).filter((repair) => seen[repair]);
}

/** What begins and ends within itself, so that it can be played again: nothing may lie on the line before or after. */
function wholeStep(step: Step): readonly Step[] {
  if (step.do === 'send') return [{ ...step, do: 'sync', fate: 'open', at: 0, ...alive }];
  if (step.do === 'sync') return [{ ...step, fate: step.fate === 'late' ? 'answer-lost' : step.fate, ...alive }];
  if (step.do === 'edit') return step.edit === 'open-form' ? [] : [{ ...step, isWhole: true, ...alive }];
  return plainSteps.has(step.do) ? [step] : [];
}

const plainSteps: ReadonlySet<Step['do']> = new Set<Step['do']>([
  'clock',
  'endpoint-clock',
  'backup',
  'restore',
  'clone',
  'keep-device',
  'put-device-back',
  'wait',
  'appear',
  'join',
  'open-app',
  'update-endpoint',
]);

const alive = { deviceDiesAt: undefined, workerDiesAt: undefined, endpointDiesAt: undefined };

/** Leaves the world after the step, with nobody dead. */
async function dieEverywhere(playing: Play, index: number, tally: { ofWorkers: number }): Promise<Failure | undefined> {
  const { world, history, saved } = playing;
  const step = history.steps[index];
  if (!step) return undefined;
  const steps = history.steps.slice(0, index);
  if (plainSteps.has(step.do)) {
    const problem = await takeStep(playing, index, step);
    return problem && { history: { ...history, steps: [...steps, step] }, problem };
  }
  const before = await keep(world, 'before');
  const rightsBefore = playing.rights;
  const savedBefore = saved.map((ops) => [...ops]);
  const goBack = async () => {
    await putBack(world, before);
    playing.rights = rightsBefore;
    for (const [place, ops] of saved.entries()) ops.splice(0, ops.length, ...(savedBefore[place] ?? []));
  };
  const problem = await takeStep(playing, index, step);
  if (problem) return { history: { ...history, steps: [...steps, step] }, problem };
  const { page, worker } = playing.calls;
  if (step.do === 'sync' && step.fate !== 'open') {
    // The endpoint dies over requests that meet no other fate, and these are others than those that were just counted.
    await goBack();
    const open: Step = { ...step, fate: 'open' };
    const found = await takeStep(playing, index, open);
    if (found) return { history: { ...history, steps: [...steps, open] }, problem: found };
  }
  for (const deadly of deathsOf(step, { page, worker, endpoint: playing.calls.endpoint })) {
    await goBack();
    const { crashes } = playing;
    const found = (await takeStep(playing, index, deadly)) ?? (await takeStep(playing, index + 1, { do: 'quiet' }));
    if (found) return { history: { ...history, steps: [...steps, deadly] }, problem: found };
    if ('workerDiesAt' in deadly && deadly.workerDiesAt !== undefined) tally.ofWorkers += 1;
    if (playing.crashes === crashes) throw new Error(`Nobody died in ${JSON.stringify(deadly)}`);
  }
  await goBack();
  await takeStep(playing, index, step);
  return undefined;
}

function deathsOf(step: Step, calls: Play['calls']): readonly Step[] {
  if (step.do !== 'edit' && step.do !== 'sync') return [];
  const ofPage = upTo(calls.page).map((deviceDiesAt) => ({ ...step, deviceDiesAt }));
  const ofDevice = [...ofPage, ...upTo(calls.worker).map((workerDiesAt) => ({ ...step, workerDiesAt }))];
  if (step.do === 'edit') return ofDevice;
  const ofEndpoint = calls.endpoint.flatMap((count, at) =>
    upTo(count).map((endpointDiesAt): Step => ({ ...step, fate: 'open', at, endpointDiesAt })),
  );
  return [...ofDevice, ...ofEndpoint];
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

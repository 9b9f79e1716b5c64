// A history in which everything is set right that a device can set right: it forgets, takes a new name, starts over, reads a
// space anew and wipes one.

import type { EditKind, History, Step } from './history.ts';

const [liaison, official, copy] = [0, 1, 2];
const membershipOfOfficial = 0;

/** A liaison, whose device has a copy, and an official of the same town. */
export const everyRepair: History = {
  seed: 'every-repair',
  people: [2, 3],
  clocks: [0, 0],
  pageBytes: 1 << 20,
  wordiness: 0,
  steps: [
    edit(liaison, 'rename-item'),
    sync(liaison),
    { do: 'endpoint-clock', byMs: 100_000 },
    { do: 'backup' },
    { do: 'wait' },
    sync(liaison),
    { do: 'clone', device: liaison },
    edit(copy, 'rename-item'),
    sync(copy),
    edit(liaison, 'tick'),
    sync(liaison),
    { do: 'restore' },
    sync(copy),
    edit(copy, 'take-group', membershipOfOfficial),
    sync(copy),
    edit(official, 'tick'),
    sync(official),
  ],
};

/** The same, set right by workers: each is woken when something waits to be sent. */
export const everyRepairInBackground: History = {
  ...everyRepair,
  seed: 'every-repair-in-background',
  steps: everyRepair.steps.flatMap((step): readonly Step[] =>
    step.do === 'sync' ? [edit(step.device, 'set-state'), { ...step, by: 'worker' }] : [step],
  ),
};

function edit(device: number, kind: EditKind, pick = 1): Step {
  return { do: 'edit', device, edit: kind, pick };
}

function sync(device: number): Step {
  return { do: 'sync', device, fate: 'open', at: 0 };
}

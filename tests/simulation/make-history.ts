// How a seed makes a history: everything random in it comes from the seed. What a history may do besides (a copied device, a
// worker beside the page) is added by dice of its own, so that the rest of the history stays the same without it.

import { type Dice, diceOf } from './dice.ts';
import {
  type Deaths,
  type EditKind,
  type EditWaking,
  edits,
  type Fate,
  type Feature,
  fates,
  type History,
  roster,
  type Step,
  type Waking,
} from './history.ts';

const dayMs = 24 * 60 * 60 * 1000;

export function makeHistory(seed: string, without: readonly Feature[] = []): History {
  const dice = diceOf(seed);
  const people = somePeople(dice);
  const length = 12 + dice.below(32);
  const begun: History = {
    seed,
    people,
    clocks: people.map(() => (dice.chance(0.4) ? someJump(dice) : 0)),
    pageBytes: dice.oneOf([1, 1, 1 << 20]),
    wordiness: dice.oneOf([0, 170, 170]),
    steps: Array.from({ length }, () => makeStep(dice, people.length)),
  };
  const drawn = someFeatures(seed).filter((feature) => !without.includes(feature));
  return drawn.reduce((history, feature) => additions[feature](history, diceOf(`${seed} ${feature}`)), begun);
}

/** A restored endpoint, a copied device, or both in most histories; the worker in most; the rest each in some. */
function someFeatures(seed: string): readonly Feature[] {
  const dice = diceOf(`${seed} features`);
  const disasters = dice.oneOf<readonly Feature[]>([[], [], ['cloned'], ['restored'], ['cloned', 'restored']]);
  const rarer: readonly Feature[] = ['put-back', 'forgotten', 'joined', 'versions'];
  const besides = rarer.filter(() => dice.chance(0.2));
  return [...disasters, ...besides, ...(dice.chance(0.7) ? (['worker'] as const) : [])];
}

const additions: Readonly<Record<Feature, (history: History, dice: Dice) => History>> = {
  restored: (history, dice) => insert(history, dice, [[{ do: 'backup' }], [{ do: 'restore' }]]),
  cloned: withClone,
  'put-back': (history, dice) => {
    const device = dice.below(history.people.length);
    return insert(history, dice, [[{ do: 'keep-device', device }], [{ do: 'put-device-back', device }]]);
  },
  forgotten: (history, dice) =>
    insert(history, dice, [[{ do: 'backup' }], [{ do: 'wait' }, { do: 'quiet' }], [{ do: 'restore' }]]),
  joined: withNewcomer,
  versions: (history, dice) => {
    const device = dice.below(history.people.length);
    const isUpdated = dice.chance(0.6);
    const updated: readonly Step[] = isUpdated ? [{ do: 'open-app', device, version: 'today' }] : [];
    const refused = [[{ do: 'update-endpoint', isUpToDate: false }], [{ do: 'update-endpoint', isUpToDate: true }]] as const;
    const opened = insert(history, dice, [[{ do: 'open-app', device, version: 'older' }], updated]);
    return dice.chance(0.5) ? insert(opened, dice, refused) : opened;
  },
  worker: withWorker,
};

/** Workers are woken alone or while the page is at something; windows are closed. One device, whose person may write, is the busiest. */
function withWorker(history: History, dice: Dice): History {
  const isWriter = (place: number) => roster[place] === 'liaison' || roster[place] === 'official';
  const busiest = Math.max(0, history.people.findIndex(isWriter));
  const steps = history.steps.flatMap((step): readonly Step[] => {
    if (step.do !== 'edit' && step.do !== 'sync' && step.do !== 'send' && step.do !== 'carry') return [step];
    if (step.do === 'carry') return [{ ...step, ...someWaking(dice, 0.3), ...someWorkerDeath(dice) }];
    const device = dice.chance(0.5) ? busiest : step.device;
    if (step.do === 'edit') return [{ ...step, device, ...someEditWaking(dice), ...someWorkerDeath(dice) }];
    const by = dice.chance(0.6) ? ({ by: 'worker' } as const) : {};
    const closed = dice.chance(0.1) ? [{ do: 'close-page', device } as const] : [];
    const share = step.do === 'send' ? 0.6 : 0.3;
    return [{ ...step, device, ...by, ...someWaking(dice, share), ...someWorkerDeath(dice) }, ...closed];
  });
  return { ...history, steps };
}

function someWorkerDeath(dice: Dice): Deaths {
  return someDeath(dice, 'workerDiesAt', 0.15, 30);
}

function someWaking(dice: Dice, share: number): Waking {
  return dice.chance(share) ? { workerWakesAt: 1 + dice.below(30) } : {};
}

function someEditWaking(dice: Dice): EditWaking {
  if (dice.chance(0.6)) return {};
  const waking = dice.chance(0.5) ? { workerWakesAt: 1 + dice.below(8) } : { workerIsAt: 1 + dice.below(40) };
  return { ...waking, isWhole: dice.chance(0.5) };
}

/** Somebody begins alone, joins later, and takes along what was begun; they are busy from then on. */
function withNewcomer(history: History, dice: Dice): History {
  const as = dice.oneOf([2, 3, 6, 7]);
  const device = history.people.length + (history.steps.some((step) => step.do === 'clone') ? 1 : 0);
  const appearing: readonly Step[] = [{ do: 'appear', as }, ...alone(dice, device)];
  const joining: Step = {
    do: 'join',
    device,
    isNew: dice.chance(0.5),
    answerIsLost: dice.chance(0.3),
    ...someDeath(dice, 'endpointDiesAt', 0.3, 25),
  };
  const takingAlong: Step = { do: 'edit', device, edit: 'take-along', pick: dice.below(4) };
  const again: Step = { ...joining, device: dice.below(history.people.length), isNew: false };
  const groups = [
    dice.chance(0.3) ? [again] : [],
    appearing,
    [joining],
    [{ do: 'sync', device, fate: 'open', at: 0 } as const, takingAlong],
  ];
  const inserted = insert(history, dice, groups);
  const from = inserted.steps.indexOf(joining);
  const busy = (step: Step, at: number): Step =>
    at > from && (step.do === 'edit' || step.do === 'sync') && dice.chance(0.4) ? { ...step, device } : step;
  return { ...inserted, steps: inserted.steps.map(busy) };
}

function alone(dice: Dice, device: number): readonly Step[] {
  return dice.chance(0.7) ? [{ do: 'edit', device, edit: 'local-plan', pick: 1 }] : [];
}

/** Puts some steps in at random places, in this order. */
function insert(history: History, dice: Dice, groups: readonly (readonly Step[])[]): History {
  let from = 0;
  let { steps } = history;
  for (const group of groups) {
    const at = from + dice.below(steps.length - from + 1);
    steps = steps.toSpliced(at, 0, ...group);
    from = at + group.length;
  }
  return { ...history, steps };
}

/** From then on, the two are the busiest. */
function withClone(history: History, dice: Dice): History {
  const { steps, people } = history;
  const at = dice.below(Math.ceil(steps.length / 2));
  const clone = { do: 'clone', device: dice.below(people.length) } as const;
  const busy = (step: Step): Step =>
    'device' in step && dice.chance(0.8) ? { ...step, device: dice.oneOf([clone.device, people.length]) } : step;
  return { ...history, steps: [...steps.slice(0, at), clone, ...steps.slice(at).map(busy)] };
}

/** Mostly those who work on one town's plan, so that they meet. */
function somePeople(dice: Dice): readonly number[] {
  const places = roster.map((_, place) => place);
  const count = dice.oneOf([2, 3, 3, 4, 4, 5, 8]);
  while (places.length > count) {
    const index = dice.below(places.length);
    const key = roster[places[index] ?? 0];
    if ((key !== 'liaison' && key !== 'official') || dice.chance(0.3)) places.splice(index, 1);
  }
  return places;
}

function makeStep(dice: Dice, count: number): Step {
  const device = dice.below(count);
  const pick = dice.chance(0.5) ? 1 : dice.below(1 << 16); // half of the time the same, so that people meet
  const kind = dice.below(100);
  if (kind < 46) return { do: 'edit', device, edit: someEdit(dice), pick, ...someDeath(dice, 'deviceDiesAt', 0.1, 12) };
  if (kind < 64) return { do: 'sync', device, fate: someFate(dice), at: dice.below(2), ...someDeaths(dice) };
  if (kind < 73) return { do: 'send', device, ...someDeath(dice, 'deviceDiesAt', 0.1, 8) };
  if (kind < 83) return { do: 'carry', pick, ...someDeaths(dice) };
  if (kind < 86) return { do: 'carry-all' };
  if (kind < 89) return { do: 'cut', pick, arrives: dice.chance(0.5) };
  if (kind < 90) return { do: 'repeat', pick };
  if (kind < 94) return { do: 'clock', device, byMs: someJump(dice) };
  if (kind < 95) return { do: 'endpoint-clock', byMs: dice.below(10_000) - 5_000 };
  if (kind < 99) return { do: 'endpoint-dies' };
  return { do: 'quiet' };
}

/** Up to 30 days either way. */
function someJump(dice: Dice): number {
  return dice.below(60 * dayMs) - 30 * dayMs;
}

/** Half of the edits are of the few fields that everybody writes in; changes of rights are rare. */
function someEdit(dice: Dice): EditKind {
  if (dice.chance(0.5))
    return dice.oneOf(['tick', 'rename-item', 'retitle-action', 'set-state', 'write-note', 'move-item', 'decide']);
  const common = edits.indexOf('give-group');
  return edits[dice.chance(0.8) ? dice.below(common) : common + dice.below(edits.length - common)] ?? 'tick';
}

function someFate(dice: Dice): Fate {
  return dice.chance(0.6) ? 'open' : dice.oneOf(fates);
}

function someDeaths(dice: Dice): Deaths {
  return { ...someDeath(dice, 'deviceDiesAt', 0.15, 30), ...someDeath(dice, 'endpointDiesAt', 0.2, 22) };
}

/** `calls`: about as many as such a step makes; a later one finds nobody alive to kill. */
function someDeath(dice: Dice, who: keyof Deaths, share: number, calls: number): Deaths {
  return dice.chance(share) ? { [who]: 1 + dice.below(calls) } : {};
}

// A history: who takes part, and what happens one after the other. Plain data, so that it can be shrunk, kept in a file and
// played again. Numbers named `pick` choose among what there is at that moment.

import { type Dice, diceOf } from './dice.ts';
import type { Version } from './versions.ts';

/** Who may take part, by their key in the round (round.ts); somebody with two entries has two devices. */
export const roster = ['coordinator', 'mentor', 'liaison', 'official', 'liaison', 'official', 'neighbour', 'observer'] as const;

export const edits = [
  'tick',
  'rename-item',
  'open-form',
  'move-item',
  'delete-item',
  'restore',
  'add-item',
  'retitle-action',
  'set-state',
  'set-period',
  'move-action',
  'delete-action',
  'delete-line',
  'add-action',
  'add-plan',
  'add-note',
  'write-note',
  'decide',
  'local-plan',
  'take-along',
  'give-group',
  'take-group',
  'change-role',
  'end-membership',
  'renew-membership',
  'name-town',
  'revoke-device',
] as const;
export type EditKind = (typeof edits)[number];

/** What becomes of one request of a sync: `late` arrives when nobody waits for it any more. */
export const fates = ['open', 'request-lost', 'answer-lost', 'twice', 'late'] as const;
export type Fate = (typeof fates)[number];

/** Deaths: at that call through a port of the device or of the endpoint, counted from the beginning of the step. */
type Deaths = { readonly deviceDiesAt?: number; readonly endpointDiesAt?: number };

export type Step =
  | ({ readonly do: 'edit'; readonly device: number; readonly edit: EditKind; readonly pick: number } & Deaths)
  /** A whole sync; its `at`th request (0 is the first) meets that fate. */
  | ({ readonly do: 'sync'; readonly device: number; readonly fate: Fate; readonly at: number } & Deaths)
  /** Begins a sync and leaves its request on the line. */
  | ({ readonly do: 'send'; readonly device: number } & Deaths)
  /** Something that lies on the line goes one leg further: a request arrives, or an answer. */
  | ({ readonly do: 'carry'; readonly pick: number } & Deaths)
  /** All requests on the line arrive at once. */
  | { readonly do: 'carry-all' }
  /** A device gives up on its request; `arrives` is whether the request may still reach the endpoint. */
  | { readonly do: 'cut'; readonly pick: number; readonly arrives: boolean }
  | { readonly do: 'repeat'; readonly pick: number }
  | { readonly do: 'clock'; readonly device: number; readonly byMs: number }
  | { readonly do: 'endpoint-clock'; readonly byMs: number }
  /** The endpoint's process ends between requests, and another one begins. */
  | { readonly do: 'endpoint-dies' }
  /** The endpoint's database is copied, which it tells the devices; and put back to the last copy, or to the beginning. */
  | { readonly do: 'backup' }
  | { readonly do: 'restore' }
  /** All that a device holds is copied to one more device of the same person, which comes last in the list from then on. */
  | { readonly do: 'clone'; readonly device: number }
  /** A device that nobody has joined on yet comes last in the list; `as` is a place in the roster. */
  | { readonly do: 'appear'; readonly as: number }
  /** It joins, as that person or as somebody with the same part. Whoever has joined before joins again. */
  | ({ readonly do: 'join'; readonly device: number; readonly isNew: boolean; readonly answerIsLost: boolean } & Pick<
      Deaths,
      'endpointDiesAt'
    >)
  /** All that a device holds is copied; and put back to the last copy, so that it counts the same numbers again. */
  | { readonly do: 'keep-device'; readonly device: number }
  | { readonly do: 'put-device-back'; readonly device: number }
  /** The app of that version is opened on a device. */
  | { readonly do: 'open-app'; readonly device: number; readonly version: Version }
  /** From now on the endpoint speaks the devices' version of the protocol, or not; at quiet points it does. */
  | { readonly do: 'update-endpoint'; readonly isUpToDate: boolean }
  /** Three months go by everywhere. */
  | { readonly do: 'wait' }
  /** Everybody syncs until all is level, and everything is checked. */
  | { readonly do: 'quiet' };

export type History = {
  readonly seed: string;
  /** Places in the roster, each once. */
  readonly people: readonly number[];
  /** How far off their devices' clocks are at the beginning, in ms. */
  readonly clocks: readonly number[];
  /** Asked for in every request; little makes many pages. */
  readonly pageBytes: number;
  /** How many letters are added to what people write. */
  readonly wordiness: number;
  readonly steps: readonly Step[];
};

const dayMs = 24 * 60 * 60 * 1000;

/** What a history may do besides. */
export const features = ['restored', 'cloned', 'put-back', 'forgotten', 'joined', 'versions'] as const;
export type Feature = (typeof features)[number];

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

/** A restored endpoint, a copied device, or both in most histories; the rest each in some. */
function someFeatures(seed: string): readonly Feature[] {
  const dice = diceOf(`${seed} features`);
  const disasters = dice.oneOf<readonly Feature[]>([[], [], ['cloned'], ['restored'], ['cloned', 'restored']]);
  const rarer: readonly Feature[] = ['put-back', 'forgotten', 'joined', 'versions'];
  return [...disasters, ...rarer.filter(() => dice.chance(0.2))];
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
};

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

// A history: who takes part, and what happens one after the other (make-history.ts makes one). Plain data, so that it can be shrunk, kept in a file and
// played again. Numbers named `pick` choose among what there is at that moment.

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

/** Deaths: at that call through a port of the page, the worker or the endpoint, counted from the beginning of the step. */
export type Deaths = { readonly deviceDiesAt?: number; readonly workerDiesAt?: number; readonly endpointDiesAt?: number };

/** At that call of the page the worker is woken; if it waits for an answer, that arrives then. */
export type Waking = { readonly workerWakesAt?: number };

/**
 * `workerIsAt`: the worker is woken first, or its answer arrives, and the edit begins at that call of the worker.
 * `isWhole`: what the worker began goes on to its end.
 */
export type EditWaking = Waking & { readonly workerIsAt?: number; readonly isWhole?: boolean };

/** Who of the device syncs: the page, if it is not said. */
type By = { readonly by?: 'worker' };

export type Step =
  | ({ readonly do: 'edit'; readonly device: number; readonly edit: EditKind; readonly pick: number } & EditWaking & Deaths)
  /** A whole sync; the `at`th request (0 is the first) of the device meets that fate. */
  | ({ readonly do: 'sync'; readonly device: number; readonly fate: Fate; readonly at: number } & By & Waking & Deaths)
  /** Begins a sync and leaves its request on the line. */
  | ({ readonly do: 'send'; readonly device: number } & By & Waking & Deaths)
  /** Something that lies on the line goes one leg further: a request arrives, or an answer. */
  | ({ readonly do: 'carry'; readonly pick: number } & Waking & Deaths)
  /** The window of the app is closed, whatever it was doing; the worker goes on. */
  | { readonly do: 'close-page'; readonly device: number }
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

/** What a history may do besides. */
export const features = ['restored', 'cloned', 'put-back', 'forgotten', 'joined', 'versions', 'worker'] as const;
export type Feature = (typeof features)[number];

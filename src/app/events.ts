// Hears from the endpoint how far spaces have moved, and says when this device is behind: a colleague's tick shows at once.
// Promises: a stream is open only while the page is in sight and somebody has joined; what one's own sync is bringing
// anyway asks for no other one. Losing the stream is harmless: it is opened again with growing pauses, and whatever else
// starts a sync still does.

import type { TequioDatabase } from '#data/database.ts';
import { currentAccount, listSpaces } from '#data/round-queries.ts';
import type { SpaceRow } from '#data/rows.ts';
import { type Heads, parseHeads } from '#protocol/heads.ts';
import { retryDelayMs, type ScheduleDeps } from '#sync/schedule.ts';

/** The part of an EventSource that is used. */
export type EventStream = Pick<EventSource, 'onmessage' | 'onerror' | 'close'>;

export type EventsDeps = Pick<ScheduleDeps, 'after' | 'random' | 'onBroken'> & {
  readonly database: TequioDatabase;
  /** ms since 1970 */
  readonly now: () => number;
  readonly isVisible: () => boolean;
  readonly openStream: () => EventStream;
  /** The endpoint holds something that this device has not. */
  readonly onBehind: () => void;
};

export type Events = {
  /** To be called when the page comes into sight or leaves it, and when the line may be back. */
  readonly renew: () => void;
  /** To be called when a run of sync begins or ends. */
  readonly onRun: (state: 'running' | 'resting') => void;
  readonly stop: () => void;
};

/** Long enough for the answer to one's own push to be taken in, and random, so that not all phones ask at once. */
const patienceMs = 100;
/** A stream that lived this long was a good one. */
const steadyMs = 60_000;

export function listenForHeads(deps: EventsDeps): Events {
  const { database, now, isVisible, openStream, after, random, onBroken, onBehind } = deps;
  let stream: EventStream | undefined;
  let openedAt = 0;
  let failures = 0;
  let cancelRetry: (() => void) | undefined;
  let heard: Heads | undefined;
  let cancelLook: (() => void) | undefined;
  let isRunning = false;
  let isOver = false;

  const mayOpen = () => !isOver && !stream && !cancelRetry && isVisible();

  const open = async () => {
    if (!mayOpen() || !(await currentAccount(database)) || !mayOpen()) return;
    openedAt = now();
    stream = openStream();
    stream.onmessage = ({ data }: MessageEvent<string>) => hear(data);
    stream.onerror = onLost;
  };

  const close = () => {
    stream?.close();
    cancelRetry?.();
    stream = cancelRetry = undefined;
  };

  const onLost = () => {
    close();
    failures = now() - openedAt < steadyMs ? failures + 1 : 1;
    cancelRetry = after(retryDelayMs(failures, random), () => {
      cancelRetry = undefined;
      open().catch(onBroken);
    });
  };

  const hear = (data: string) => {
    heard = { ...heard, ...parseHeads(data) };
    cancelLook ??= after(patienceMs * (1 + random()), () => {
      cancelLook = undefined;
      look().catch(onBroken);
    });
  };

  /** Each head is compared once: a sync that fails is tried again by the schedule, not from here. */
  const look = async () => {
    if (!heard || isRunning) return;
    const heads = heard;
    heard = undefined;
    if (isBehind(await listSpaces(database), heads) && !isOver) onBehind();
  };

  return {
    renew: () => {
      close();
      failures = 0;
      open().catch(onBroken);
    },
    onRun: (state) => {
      isRunning = state === 'running';
      if (isRunning) return;
      open().catch(onBroken); // somebody may have joined
      look().catch(onBroken);
    },
    stop: () => {
      isOver = true;
      close();
      cancelLook?.();
    },
  };
}

function isBehind(spaces: readonly SpaceRow[], heads: Heads): boolean {
  const known = new Map(spaces.filter(({ lost }) => !lost).map(({ space, cursor: [to] }) => [space, to]));
  return Object.entries(heads).some(([space, head]) => head > (known.get(space) ?? -1));
}

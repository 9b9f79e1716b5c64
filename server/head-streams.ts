// GET /api/events: a stream per visible page that says how far its spaces have moved, so that nobody has to keep asking.
// It begins with the head of every space that the person may see, and goes on with those that move.
// Promises: nothing but heads, and only of spaces that the person may see at that moment; a stream ends with its session.
// Losing one costs nothing, since the next one begins with every head again.

import { visibleSpaces } from '#domain/grants.ts';
import { type Space, spaceKind } from '#domain/ids.ts';
import { ok, type Result, refuse } from '#domain/result.ts';
import type { Commits } from './commits.ts';
import { type HeadStream, openHeadStream } from './head-stream.ts';
import { factsOf, type Log } from './log.ts';
import type { RightsOf } from './rights.ts';
import { findSession, hashOf, type SessionRefusal } from './sessions.ts';
import { distinct, selectIn } from './store/lists.ts';
import type { Store } from './store/tables.ts';

export type HeadStreamPorts = {
  readonly store: Store;
  readonly rightsOf: RightsOf;
  readonly commits: Commits;
  readonly now: () => number;
  readonly log: Log;
  /** How often every stream shows that it lives, and everything is looked up that no news told. */
  readonly heartbeatMs: number;
};

export type HeadStreams = {
  /** The body of the answer for the session with that token: `text/event-stream`. */
  readonly open: (token: string | undefined) => Promise<Result<ReadableStream, SessionRefusal | 'busy'>>;
  /** How many are open. */
  readonly count: () => number;
  /** Ends every stream and opens no more. */
  readonly close: () => Promise<void>;
};

/** As many connections as a browser opens. One more ends the oldest, most likely one that the line has lost. */
const maxPerSession = 6;

export function createHeadStreams({ store, rightsOf, commits, now, log, heartbeatMs }: HeadStreamPorts): HeadStreams {
  const streams = new Map<HeadStream, string>(); // with the hash of its session's token
  const moved = new Set<Space>();
  let isClosed = false;

  // One look after the other, so that what an earlier one read never comes after what a later one read.
  let looks = Promise.resolve();
  const inTurn = (look: () => Promise<void>) => {
    looks = looks.then(look).catch((error: Error) => log.error(factsOf(error), 'looking for news failed'));
  };

  /** Asks for session and rights anew, and tells the heads of everything that the person may see. */
  const lookFor = async (some: Iterable<[HeadStream, string]>) => {
    for (const [stream, tokenHash] of some) {
      const session = await findSession(store, tokenHash, now());
      if (session.ok) stream.watch(visibleSpaces((await rightsOf(store, session.value.person)).actor));
      else stream.end();
    }
    await tell([...some].flatMap(([stream]) => stream.watched()));
  };

  const tell = async (spaces: readonly Space[]) => {
    const heads = await readHeads(store, distinct(spaces));
    for (const stream of streams.keys()) stream.tell(heads);
  };

  /** Rights come from the round space alone. */
  const hear = async () => {
    const spaces = [...moved];
    moved.clear();
    await (spaces.some((space) => spaceKind(space) === 'round') ? lookFor(streams) : tell(spaces));
  };

  const beat = async () => {
    await lookFor(streams);
    for (const stream of streams.keys()) stream.beat();
  };

  commits.listen((spaces) => {
    if (streams.size === 0) return;
    for (const space of spaces) moved.add(space);
    inTurn(hear);
  });
  const timer = setInterval(() => inTurn(beat), heartbeatMs).unref();

  return {
    open: async (token) => {
      const tokenHash = hashOf(token ?? '');
      const session = await findSession(store, tokenHash, now());
      if (!session.ok) return session;
      if (isClosed) return refuse('busy');
      const [oldest, ...others] = [...streams].filter(([, of]) => of === tokenHash);
      if (oldest && others.length + 1 >= maxPerSession) oldest[0].end();
      const stream = openHeadStream(() => streams.delete(stream));
      streams.set(stream, tokenHash);
      inTurn(() => lookFor([[stream, tokenHash]]));
      return ok(stream.body);
    },
    count: () => streams.size,
    close: async () => {
      isClosed = true;
      clearInterval(timer);
      for (const stream of streams.keys()) stream.end();
      await looks;
    },
  };
}

async function readHeads(store: Store, spaces: readonly Space[]): Promise<ReadonlyMap<Space, number>> {
  const rows = await selectIn(spaces, (some) =>
    store.selectFrom('space').select(['space', 'head']).where('space', 'in', some).execute(),
  );
  return new Map(rows.map(({ space, head }) => [space, head]));
}

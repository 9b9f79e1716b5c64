// One stream of heads: what it was told, and how that is written down (html.spec.whatwg.org, server-sent events).
// Leaves to others: what its reader may see, and when to look (head-streams.ts).

import type { Space } from '#domain/ids.ts';
import type { Heads } from '#protocol/heads.ts';

export type HeadStream = {
  readonly body: ReadableStream<Uint8Array>;
  /** From now on it tells these spaces alone. */
  readonly watch: (spaces: readonly Space[]) => void;
  readonly watched: () => readonly Space[];
  /** Writes an event with the heads that are above what it has told; none where there is no such head. */
  readonly tell: (heads: ReadonlyMap<Space, number>) => void;
  /** Writes a comment, which keeps proxies from taking the line for dead. */
  readonly beat: () => void;
  /** Safe to repeat. */
  readonly end: () => void;
};

/** Events that may wait for a reader; one that leaves more lying reads no longer. */
const maxUnread = 100;

/** `onEnd` is called once, whichever side ends it. */
export function openHeadStream(onEnd: () => void): HeadStream {
  const { readable, writable } = new TextEncoderStream();
  const writer = writable.getWriter();
  let told = new Map<Space, number>();
  writer.closed.then(onEnd, onEnd);

  const end = () => {
    onEnd();
    writer.close().catch(() => {}); // the reader was faster
  };
  const write = (text: string) => {
    if ((writer.desiredSize ?? 0) < -maxUnread) end();
    else writer.write(text).catch(() => {});
  };

  return {
    body: readable,
    watch: (spaces) => {
      told = new Map(spaces.map((space) => [space, told.get(space) ?? 0]));
    },
    watched: () => [...told.keys()],
    tell: (heads) => {
      const news = [...heads].filter(([space, head]) => head > (told.get(space) ?? head));
      for (const [space, head] of news) told.set(space, head);
      const event: Heads = Object.fromEntries(news);
      if (news.length > 0) write(`data: ${JSON.stringify(event)}\n\n`);
    },
    beat: () => write(':\n\n'),
    end,
  };
}

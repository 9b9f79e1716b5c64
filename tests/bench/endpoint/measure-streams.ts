// How many streams of heads an endpoint holds: opened one after the other, and counted only if they are open at the end, and
// heard within two seconds of each commit that moved a space of theirs.

import type { IncomingMessage } from 'node:http';
import type { Asker, Line } from '#tests/load/line.ts';
import { until } from '#tests/load/until.ts';

/** Whoever has a stream, in the order in which they are opened. */
export type Listener = { readonly line: Line; readonly asker: Asker };

const patienceMs = 2_000;
const openedAtOnce = 50;

type Stream = { readonly answer: IncomingMessage; events: number; isOpen: boolean };

/** `commits`: each moves a space of every listener. */
export async function measureStreams(listeners: readonly Listener[], commits: readonly (() => Promise<void>)[]): Promise<number> {
  const streams: Stream[] = [];
  for (let first = 0; first < listeners.length; first += openedAtOnce) {
    streams.push(...(await Promise.all(listeners.slice(first, first + openedAtOnce).map(openStream))));
  }
  await until(() => streams.every(({ events }) => events > 0), 10 * patienceMs); // the heads that it begins with
  let good = streams.filter(({ events }) => events > 0);
  for (const commit of commits) {
    const before = new Map(good.map((stream) => [stream, stream.events]));
    const hasHeard = (stream: Stream) => stream.events > (before.get(stream) ?? 0);
    await commit();
    await until(() => good.every(hasHeard), patienceMs);
    good = good.filter(hasHeard);
  }
  const held = good.filter(({ isOpen }) => isOpen).length;
  for (const { answer } of streams) answer.destroy();
  return held;
}

async function openStream({ line, asker }: Listener): Promise<Stream> {
  const answer = await line.listen('/api/events', asker);
  const stream: Stream = { answer, events: 0, isOpen: answer.statusCode === 200 };
  answer.on('data', (chunk: Buffer) => {
    if (chunk.includes('data:')) stream.events += 1;
  });
  answer.on('close', () => {
    stream.isOpen = false;
  });
  answer.on('error', () => {}); // its close says the same
  return stream;
}

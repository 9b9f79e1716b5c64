// A connection on which a test writes whatever it likes, byte by byte, and sees what comes back and when it ends.

import { connect } from 'node:net';
import { onTestFinished } from 'vitest';

export type RawLine = {
  readonly write: (text: string | Uint8Array) => void;
  /** From now on nothing is read: what the other side sends piles up there. */
  readonly stopReading: () => void;
  /** Everything that came, once the other side has ended the connection. */
  readonly ended: Promise<string>;
  /** Everything that came so far, once it holds this. */
  readonly until: (part: string) => Promise<string>;
  readonly hangUp: () => void;
};

/** Opens a connection to that port of this machine; it ends with the test. */
export async function aRawLine(port: number): Promise<RawLine> {
  let read = '';
  const watchers: (() => void)[] = [];
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => {}); // a connection that the other side resets
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(read)));
  socket.on('data', (bytes) => {
    read += bytes.toString('latin1');
    for (const look of watchers) look();
  });
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve) => {
    socket.once('connect', resolve);
    socket.once('close', resolve);
  });
  return {
    write: (text) => void socket.write(text),
    stopReading: () => void socket.pause(),
    ended,
    until: (part) =>
      new Promise((resolve) => {
        const look = () => {
          if (read.includes(part)) resolve(read);
        };
        watchers.push(look);
        look();
      }),
    hangUp: () => void socket.destroy(),
  };
}

// The line between a phone and the endpoint: a plain TCP relay whose port is the phone's origin.
// A browser's own "offline" switch does not reach a service worker's own requests (tried: its update check went through) and
// cannot break an answer in the middle; this can. The page notices nothing but what a bad line does.

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * open: everything passes. cut: connections break at once. silent: connections are taken and nothing passes, as behind a mast
 * without capacity. one-way: what the phone sends arrives, no answer comes back.
 */
export type LineState = 'open' | 'cut' | 'silent' | 'one-way';

export type Line = {
  readonly port: number;
  readonly origin: string;
  readonly set: (state: LineState) => void;
  /** Resolves as soon as the phone sends something that contains `text`, e.g. "POST /api/sync"; only what comes after the call counts. */
  readonly nextSending: (text: string) => Promise<void>;
  /** Bytes that passed so far: up from the phone, down to it. */
  readonly passedBytes: () => { readonly up: number; readonly down: number };
  readonly close: () => Promise<void>;
};

/** Opens a line to the endpoint at `endpointPort` on this machine. The endpoint may come and go. */
export async function openLine(endpointPort: number): Promise<Line> {
  let state: LineState = 'open';
  let watchers: { readonly text: string; readonly resolve: () => void }[] = [];
  const passed = { up: 0, down: 0 };
  const sockets = new Set<Socket>();

  const server = createServer((phone) => {
    keep(phone);
    if (state === 'cut') phone.destroy();
    if (state === 'cut' || state === 'silent') return;
    const endpoint = keep(connect(endpointPort, 'localhost'));
    phone.on('data', (bytes) => {
      if (state === 'silent') return;
      passed.up += bytes.length;
      endpoint.write(bytes);
      notify(bytes.toString('latin1'));
    });
    endpoint.on('data', (bytes) => {
      if (state !== 'open') return;
      passed.down += bytes.length;
      phone.write(bytes);
    });
    phone.on('close', () => endpoint.destroy());
    endpoint.on('close', () => phone.destroy());
  });

  function keep(socket: Socket): Socket {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    return socket;
  }

  function breakConnections() {
    for (const socket of sockets) socket.destroy();
  }

  function notify(text: string) {
    for (const watcher of watchers.filter((each) => text.includes(each.text))) watcher.resolve();
    watchers = watchers.filter((each) => !text.includes(each.text));
  }

  const port = await listen(server);
  return {
    port,
    origin: `http://localhost:${port}`,
    set: (next) => {
      const swallowedSome = state === 'silent' || state === 'one-way';
      state = next;
      // A connection that has swallowed bytes can never be continued.
      if (next === 'cut' || (next === 'open' && swallowedSome)) breakConnections();
    },
    nextSending: (text) => new Promise((resolve) => watchers.push({ text, resolve })),
    passedBytes: () => ({ ...passed }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        breakConnections();
      }),
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return (server.address() as AddressInfo).port;
}

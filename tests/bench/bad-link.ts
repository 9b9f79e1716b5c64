// A bad link between a phone and the endpoint, as at the edge of a village: slow both ways, far away, and every connection is cut
// after a while. A TCP relay: what is cut, is cut in the middle of whatever was under way.
// Promises: both directions share their rate among all connections; bytes count when they have passed the link, also those
// that are lost on the way because of a cut; a connection takes a round trip to open.

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export type LinkQuality = {
  readonly roundTripMs: number;
  /** Bytes per second. */
  readonly upRate: number;
  readonly downRate: number;
  /** A connection is cut after that many bytes, both ways together, or after that time, whatever comes first. */
  readonly cutAfterBytes: number;
  readonly cutAfterMs: number;
};

/** 400 ms, 64 kbit/s up, 128 kbit/s down, cut after 20 kB or 5 s. */
export const villageLink: LinkQuality = {
  roundTripMs: 400,
  upRate: 8_000,
  downRate: 16_000,
  cutAfterBytes: 20_000,
  cutAfterMs: 5_000,
};

const goodLink: LinkQuality = {
  roundTripMs: 0,
  upRate: Number.POSITIVE_INFINITY,
  downRate: Number.POSITIVE_INFINITY,
  cutAfterBytes: Number.POSITIVE_INFINITY,
  cutAfterMs: Number.POSITIVE_INFINITY,
};

/** Bytes that passed up and down, POST requests that began, connections that were opened. */
export type LinkCount = { readonly up: number; readonly down: number; readonly requests: number; readonly connections: number };

export type BadLink = {
  readonly port: number;
  /** Breaks every open connection; new ones have this quality. The link starts as a good one. */
  readonly become: (quality: LinkQuality) => void;
  readonly passed: () => LinkCount;
  readonly close: () => Promise<void>;
};

const packetBytes = 1_400;

export async function openBadLink(endpointPort: number): Promise<BadLink> {
  let quality = goodLink;
  const count = { up: 0, down: 0, requests: 0, connections: 0 };
  const connections = new Set<() => void>();
  const lanes = { up: createLane(() => quality.upRate), down: createLane(() => quality.downRate) };

  const server = createServer((phone) => {
    const { roundTripMs, cutAfterBytes, cutAfterMs } = quality;
    const endpoint = connect(endpointPort, 'localhost');
    let bytesLeft = cutAfterBytes;
    count.connections += 1;

    const cut = () => {
      clearTimeout(timer);
      phone.destroy();
      endpoint.destroy();
    };
    const timer = Number.isFinite(cutAfterMs) ? setTimeout(cut, cutAfterMs) : undefined;
    connections.add(cut);

    const relay = (from: Socket, to: Socket, direction: 'up' | 'down') => {
      const isLost = () => to.destroyed;
      const pass = (packet: Buffer) => {
        const passing = packet.subarray(0, bytesLeft);
        bytesLeft -= passing.length;
        count[direction] += passing.length;
        if (bytesLeft <= 0) cut();
        else setTimeout(() => to.write(passing), roundTripMs / 2);
      };
      from.on('data', (bytes) => {
        for (let start = 0; start < bytes.length; start += packetBytes) {
          const packet = bytes.subarray(start, start + packetBytes);
          lanes[direction].carry({ bytes: packet.length, isLost, pass: () => pass(packet) });
        }
      });
      from.on('error', cut);
      const end = () => setTimeout(() => to.destroySoon(), roundTripMs / 2);
      from.on('close', () => lanes[direction].carry({ bytes: 0, isLost, pass: end }));
    };
    phone.on('close', () => connections.delete(cut));
    phone.on('data', (bytes) => {
      if (bytes.toString('latin1', 0, 5) === 'POST ') count.requests += 1;
    });
    phone.pause();
    setTimeout(() => {
      relay(phone, endpoint, 'up');
      relay(endpoint, phone, 'down');
      phone.resume();
    }, roundTripMs);
  });

  const breakAll = () => {
    for (const cut of connections) cut();
  };
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    become: (next) => {
      quality = next;
      breakAll();
    },
    passed: () => ({ ...count }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        breakAll();
      }),
  };
}

/** `isLost`: its connection was cut, so it takes no time any more. */
type Packet = { readonly bytes: number; readonly isLost: () => boolean; readonly pass: () => void };
type Lane = { readonly carry: (packet: Packet) => void };

/** One direction: packets pass one after the other, each as long as its bytes take. */
function createLane(rate: () => number): Lane {
  const waiting: Packet[] = [];
  let isBusy = false;
  const passNext = () => {
    let packet = waiting.shift();
    while (packet?.isLost()) packet = waiting.shift();
    isBusy = packet !== undefined;
    if (packet === undefined) return;
    const { bytes, pass } = packet;
    const done = () => {
      pass();
      passNext();
    };
    const ms = (bytes / rate()) * 1000;
    if (ms > 0) setTimeout(done, ms);
    else done();
  };
  return {
    carry: (packet) => {
      waiting.push(packet);
      if (!isBusy) passNext();
    },
  };
}

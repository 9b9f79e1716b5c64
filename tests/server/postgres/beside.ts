// What a test of several processes on one PostgreSQL needs: a device that reaches another one of them, and a hand in the database.

import { Client } from 'pg';
import { expect } from 'vitest';
import type { Endpoint } from '#server/endpoint.ts';
import type { JoinedFetch } from '#tests/support/endpoint.ts';
import { aWireDevice, type WireDevice } from '../wire-device.ts';

const address = '192.0.2.2';

/** The same device, with all that it knows, reaching another process. */
export function through({ fetch }: Endpoint, device: WireDevice): WireDevice {
  const { send } = device;
  const carry = (request: Request) => {
    const carrying = new Request(request);
    carrying.headers.set('cookie', send.cookie);
    return fetch(carrying, { address });
  };
  const { person, device: id, round, cookie } = send;
  const joined: JoinedFetch = Object.assign(carry, { person, device: id, round, cookie });
  const other = aWireDevice(joined, device.node, 0);
  return { ...device, send: joined, post: other.post, request: device.request };
}

export type Hand = {
  /** Runs statements in a transaction that stays open: what it locks, others wait for. */
  readonly hold: (sql: string) => Promise<void>;
  readonly letGo: () => Promise<void>;
  /** Comes back once so many others wait for a lock. */
  readonly untilWaiting: (count: number) => Promise<void>;
  readonly ask: (sql: string) => Promise<readonly Record<string, unknown>[]>;
  readonly close: () => Promise<void>;
};

export async function aHand(where: string): Promise<Hand> {
  const [holder, watcher] = [new Client(where), new Client(where)];
  for (const client of [holder, watcher]) {
    client.on('error', () => {}); // a test may take the server away
    await client.connect();
  }
  const waiting =
    "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  return {
    hold: async (sql) => {
      await holder.query('begin');
      await holder.query(sql);
    },
    letGo: async () => {
      await holder.query('commit');
    },
    untilWaiting: (count) =>
      expect.poll(async () => (await watcher.query<{ count: number }>(waiting)).rows[0]?.count, { timeout: 8000 }).toBe(count),
    ask: async (sql) => (await watcher.query<Record<string, unknown>>(sql)).rows,
    close: async () => {
      await Promise.all([holder.end(), watcher.end()]);
    },
  };
}

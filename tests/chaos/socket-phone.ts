// A device whose line is a real socket: the real data and sync folders on fake-indexeddb, and the page's own fetch.
// Outside of its database it keeps what its user was promised: what was saved, and what was called acknowledged.

import { postSync } from '#browser/sync-line.ts';
import { adoptAccount, type DataPorts, ensureDeviceRow } from '#data/device-row.ts';
import { mutate } from '#data/mutate.ts';
import { currentActor } from '#data/round-queries.ts';
import type { Change } from '#domain/change.ts';
import { opHash } from '#domain/hash.ts';
import { type OpName, opName } from '#domain/op.ts';
import { parseJoined } from '#protocol/invitation.ts';
import type { SyncRequest } from '#protocol/sync.ts';
import { opFromWire } from '#protocol/wire-op.ts';
import { type Delivered, type SyncOutcome, syncOnce } from '#sync/sync-once.ts';
import type { OpHashes } from '#tests/load/stored-ops.ts';
import { aDevice } from '#tests/support/device.ts';
import type { Invitation } from '#tests/support/endpoint-process.ts';

export type SocketPhone = {
  readonly ports: DataPorts;
  /** Throws when the device refuses. */
  readonly save: (changes: readonly Change[]) => Promise<void>;
  readonly sync: () => Promise<SyncOutcome>;
  /** Every op that was saved here. */
  readonly saved: OpHashes;
  /** Every op, as it was sent, that an answer called acknowledged. */
  readonly acknowledged: OpHashes;
};

/** A new device of the invited person. `onSend` is told of each request that leaves. */
export async function joinAsSocketPhone({ link, role }: Invitation, onSend: () => void = () => {}): Promise<SocketPhone> {
  const ports = await aDevice(systemClock);
  const { origin, hash } = new URL(link);
  const { node } = await ensureDeviceRow(ports);
  const joining = await fetch(`${origin}/api/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: hash.slice(1), node, deviceName: role }),
  });
  const joined = parseJoined(await joining.json());
  if (!joined) throw new Error(`Joining as ${role} failed: ${joining.status}`);
  await adoptAccount(ports, joined);
  const cookie = joining.headers.get('set-cookie')?.split(';')[0] ?? '';

  const saved = new Map<OpName, string>();
  const sent = new Map<number, string>();
  const acknowledged = new Map<OpName, string>();

  const deliver = async (request: SyncRequest): Promise<Delivered> => {
    for (const [n, hashOfOp] of hashesOf(request)) sent.set(n, hashOfOp);
    onSend();
    const delivered = await postSync(`${origin}/api/sync`, request, { cookie });
    for (const [n, hashOfOp] of sent) {
      if (n > ackedBy(delivered)) continue;
      acknowledged.set(opName(node, n), hashOfOp);
      sent.delete(n);
    }
    return delivered;
  };

  return {
    ports,
    saved,
    acknowledged,
    sync: () => {
      const send = (request: SyncRequest) => {
        const delivered = deliver(request);
        return () => delivered;
      };
      return syncOnce({ ports, send, exclusively: (run) => run() });
    },
    save: async (changes) => {
      const result = await mutate(ports, await currentActor(ports.database), changes);
      if (!result.ok) throw new Error(`${role} could not save: ${result.refusal.code}`);
      for (const op of result.value) saved.set(opName(op.node, op.n), opHash(op));
    },
  };
}

const systemClock = {
  get ms() {
    return Date.now();
  },
};

/** The ops as they travel, so that a slip of the outbox shows as well. */
function hashesOf({ from, ops }: SyncRequest): readonly (readonly [number, string])[] {
  return ops.map(({ base = [], ...wire }, index) => {
    const n = from.n + index;
    return [n, opHash(opFromWire({ ...wire, base }, from.node, n))];
  });
}

function ackedBy(delivered: Delivered): number {
  return delivered.type === 'answer' && delivered.status === 200 ? (delivered.body as { acked: number }).acked : 0;
}

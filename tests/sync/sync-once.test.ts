// One run of sync against an endpoint that says what the test wants it to say: what the run asks for, when it asks again, when it
// gives up, and what it came to. Devices and a real endpoint meet in the other files of this folder.

import { describe, expect, test } from 'vitest';
import { adoptAccount, deviceRow, lanesOf } from '#data/device-row.ts';
import { syncRow } from '#data/line.ts';
import { moveToNewLane } from '#data/repair.ts';
import { setFields } from '#domain/change.ts';
import type { Actor } from '#domain/grants.ts';
import { opHash } from '#domain/hash.ts';
import { groupSpace } from '#domain/ids.ts';
import { nextReceipt } from '#protocol/hashes.ts';
import { emptyChain } from '#protocol/history-token.ts';
import { firstPageBytes, maxPushBytes, minPageBytes } from '#protocol/limits.ts';
import type { SyncRequest, SyncResponse } from '#protocol/sync.ts';
import { protocolVersion } from '#protocol/version.ts';
import { type Delivered, syncOnce } from '#sync/sync-once.ts';
import { aDevice, saved } from '#tests/support/device.ts';

const space = groupSpace('G1');
const liaison: Actor = { person: 'P1', grants: [{ space, role: 'liaison', town: 'T1' }] };

type Phone = Awaited<ReturnType<typeof aDevice>>;
type Reply = (request: SyncRequest) => Delivered | Promise<Delivered>;

/** A phone that has joined, with this many changes of three ops each. */
async function aPhone(changes = 0): Promise<Phone> {
  const phone = await aDevice();
  await adoptAccount(phone, { person: 'P1', device: 'D1', round: 'R1' });
  for (let index = 0; index < changes; index += 1) await write(phone, `P${index}`);
  return phone;
}

async function write(phone: Phone, id: string): Promise<void> {
  const ref = { space, kind: 'plan', id, town: 'T1' };
  await saved(phone, liaison, setFields(ref, 'plan', { title: id, objective: 'o', problem: 'p' }));
}

/** A run; the last reply is given again and again. */
async function runWith(phone: Phone, ...replies: readonly Reply[]) {
  const requests: SyncRequest[] = [];
  const outcome = await syncOnce({
    ports: phone,
    exclusively: (run) => run(),
    send: (request) => {
      requests.push(request);
      const reply = replies[Math.min(requests.length, replies.length) - 1];
      const delivered: Promise<Delivered> = Promise.resolve(reply ? reply(request) : { type: 'cut' });
      return () => delivered;
    },
  });
  return { outcome, requests };
}

const problem =
  (body: unknown, status = 409): Reply =>
  () => ({ type: 'answer', status, body });

/** Takes what it is sent, down to the receipt; `changes` tell the rest of the answer. */
function takes(phone: Phone, changes: Partial<SyncResponse> = {}): Reply {
  return async ({ from: { node, n }, ops, nodes }) => {
    const codes = new Map(changes.refused);
    const last = n - 1 + ops.length;
    const rows = await phone.database.ops.where('[node+n]').between([node, n], [node, last], true, true).toArray();
    const receipt = rows.reduce(
      (so, { op, effective }) => nextReceipt(so, opHash(op), codes.get(op.n), effective ?? op.stamp),
      nodes[node]?.[1] ?? '',
    );
    const level: SyncResponse = {
      ...{ version: protocolVersion, acked: last, receipt, refused: [], stamps: [], pages: [], gained: [], lost: [] },
      ...{ now: phone.clock.ms, backedUpThrough: 0 },
    };
    return { type: 'answer', status: 200, body: { ...level, ...changes } };
  };
}

const page = (after: number, to: number, head: number, where = space) => ({
  ...{ space: where, after, to, head, chain: emptyChain, covers: {}, records: [] },
});

describe('asks nobody', () => {
  test('before somebody has joined, and notes nothing', async () => {
    const phone = await aDevice();
    const { outcome, requests } = await runWith(phone, takes(phone));
    expect([outcome, requests]).toEqual([{ type: 'not-joined' }, []]);
    expect((await syncRow(phone.database)).outcome).toBe('never');
  });

  test('while another run is under way, and notes nothing', async () => {
    const phone = await aPhone();
    const send = () => () => Promise.reject(new Error('sent all the same'));
    expect(await syncOnce({ ports: phone, exclusively: async () => undefined, send })).toEqual({ type: 'running-elsewhere' });
    expect((await syncRow(phone.database)).outcome).toBe('never');
  });
});

describe('a request', () => {
  test('says who this device is under each of its names, what it has, and what it wrote since', async () => {
    const phone = await aPhone(2);
    const { node } = await deviceRow(phone);
    await moveToNewLane(phone, node, 4);
    const { node: next } = await deviceRow(phone);
    await phone.database.spaces.put({ space, cursor: [3, 5, emptyChain], arrived: true });
    const { requests } = await runWith(phone, () => ({ type: 'cut' }));
    expect(requests).toMatchObject([
      {
        version: protocolVersion,
        nodes: { [node]: [0, ''], [next]: [0, ''] },
        from: { node, n: 1 },
        cursors: { [space]: [3, 5, emptyChain] },
        maxBytes: firstPageBytes,
      },
    ]);
    expect(requests[0]?.ops).toHaveLength(3);
    expect(requests[0]?.ops[0]).not.toHaveProperty('was');
    expect(requests[0]).not.toHaveProperty('digests');
  });

  test('says of ops that were moved what they were called before', async () => {
    const phone = await aPhone(1);
    const { node } = await deviceRow(phone);
    const cut: Reply = () => ({ type: 'cut' });
    await runWith(phone, cut);
    await moveToNewLane(phone, node, 1);
    await runWith(phone, cut);
    await moveToNewLane(phone, (await deviceRow(phone)).node, 3);
    const { requests } = await runWith(phone, takes(phone), cut);
    const named = requests.flatMap(({ from, ops }) => ops.map(({ was }) => [from.node, was]));
    const [, second] = lanesOf(await deviceRow(phone));
    expect(named).toEqual([
      [second?.node, [`${node}:1`]],
      [second?.node, [`${node}:2`]],
      [(await deviceRow(phone)).node, [`${node}:3`, `${second?.node}:3`]],
    ]);
  });

  test('has digests once a day, when nothing is sent with it', async () => {
    const phone = await aPhone();
    const [first, second] = [await runWith(phone, takes(phone)), await runWith(phone, takes(phone))];
    expect(first.requests).toMatchObject([{ digests: {} }]);
    expect(second.requests[0]).not.toHaveProperty('digests');
  });

  test('that was cut asks for half as much the next time, one that came through for twice as much', async () => {
    const phone = await aPhone();
    expect((await runWith(phone, () => ({ type: 'cut' }))).outcome).toEqual({ type: 'cut' });
    expect((await syncRow(phone.database)).outcome).toBe('cut');
    expect((await runWith(phone, takes(phone))).requests[0]?.maxBytes).toBe(firstPageBytes / 2);
    expect((await runWith(phone, takes(phone))).requests[0]?.maxBytes).toBe(firstPageBytes);
  });

  test('that is too large for something on the way is halved until it carries next to nothing', async () => {
    const phone = await aPhone(20);
    const { outcome, requests } = await runWith(phone, problem({ error: 'too-large' }, 413));
    expect(outcome).toEqual({ type: 'error', error: 'too-large' });
    expect(requests).toHaveLength(2 + Math.log2(maxPushBytes / minPageBytes));
    expect(requests[0]?.ops).toHaveLength(60);
    expect(requests.at(-1)?.ops.length).toBeLessThan(12);
  });
});

describe('a run', () => {
  test('goes on until everything is sent under every name, and tells the sum', async () => {
    const phone = await aPhone(2);
    const { node } = await deviceRow(phone);
    await moveToNewLane(phone, node, 4);
    const records = [
      { kind: 'plan', id: 'X', town: 'T1', fields: { title: { type: 'register', heads: [], seen: {} } } },
    ] as const;
    const { outcome, requests } = await runWith(
      phone,
      takes(phone, { refused: [[2, 'no-access']] }),
      takes(phone, { pages: [{ ...page(0, 4, 4), records }] }),
    );
    expect(outcome).toEqual({ type: 'synced', sent: 5, refused: 1, received: 1 });
    expect(requests.map(({ from, ops }) => [from.node === node, ops.length])).toEqual([
      [true, 3],
      [false, 3],
    ]);
    expect((await syncRow(phone.database)).outcome).toBe('synced');
  });

  test('leaves what was written during the request to the next run', async () => {
    const phone = await aPhone(1);
    const { outcome, requests } = await runWith(phone, async (request) => {
      await write(phone, 'meanwhile');
      return takes(phone)(request);
    });
    expect([outcome.type, requests.length]).toEqual(['synced', 1]);
  });

  test('goes on until every page has reached its head and every new space has begun', async () => {
    const phone = await aPhone();
    const { outcome, requests } = await runWith(
      phone,
      takes(phone, { pages: [page(0, 3, 5)], gained: [space, 'group:G2'] }),
      takes(phone, { pages: [page(3, 5, 5)], gained: ['group:G2'] }),
      takes(phone, { pages: [page(0, 1, 1, 'group:G2')], gained: ['group:G2'] }),
    );
    expect(outcome.type).toBe('synced');
    expect(requests.map(({ cursors }) => cursors)).toMatchObject([{}, { [space]: [3, 5, ''] }, { [space]: [5, 5, ''] }]);
  });

  test('asks for the next page before it stores the one that came, unless something waits to be sent', async () => {
    const phone = await aPhone();
    const stored: (number | undefined)[] = [];
    const noting = (reply: Reply): Reply => {
      return async (request) => {
        stored.push((await phone.database.spaces.get(space))?.cursor[0]);
        return reply(request);
      };
    };
    const third: Reply = async (request) => {
      await write(phone, 'meanwhile');
      return takes(phone, { pages: [page(4, 6, 8)] })(request);
    };
    const { outcome, requests } = await runWith(
      phone,
      noting(takes(phone, { pages: [page(0, 2, 8)] })),
      noting(takes(phone, { pages: [page(2, 4, 8)] })),
      noting(third),
      noting(takes(phone, { pages: [page(6, 8, 8)] })),
    );
    expect(outcome).toMatchObject({ type: 'synced', sent: 3 });
    expect(requests.map(({ cursors, ops }) => [cursors[space]?.[0], ops.length])).toEqual([
      [undefined, 0],
      [2, 0],
      [4, 0],
      [6, 3],
    ]);
    expect(stored).toEqual([undefined, undefined, 2, 6]);
  });

  test('keeps the page that it has when the next one, asked for ahead, is cut', async () => {
    const phone = await aPhone();
    const cut: Reply = () => ({ type: 'cut' });
    const { outcome } = await runWith(phone, takes(phone, { pages: [page(0, 2, 8)] }), cut);
    expect(outcome.type).toBe('cut');
    expect((await phone.database.spaces.get(space))?.cursor).toEqual([2, 8, '']);
  });

  test('goes on when all that it hears of a new space is that there is something', async () => {
    const phone = await aPhone();
    const { outcome } = await runWith(phone, takes(phone, { pages: [page(0, 0, 5)] }), takes(phone, { pages: [page(0, 5, 5)] }));
    expect(outcome.type).toBe('synced');
  });

  test('goes on where a page begins again before what it has', async () => {
    const phone = await aPhone();
    await phone.database.spaces.put({ space, cursor: [5, 5, emptyChain], arrived: true });
    const { outcome } = await runWith(phone, takes(phone, { pages: [page(0, 2, 5)] }), takes(phone, { pages: [page(2, 5, 5)] }));
    expect(outcome.type).toBe('synced');
  });

  test('gives up on an endpoint that only says "go on"', async () => {
    const phone = await aPhone();
    const promise = await runWith(phone, takes(phone, { gained: [space] }));
    expect([promise.outcome, promise.requests.length]).toEqual([{ type: 'error', error: 'unreadable' }, 1]);
    const standing = await runWith(phone, takes(phone, { pages: [page(0, 3, 5)] }), takes(phone, { pages: [page(3, 3, 5)] }));
    expect([standing.outcome, standing.requests.length]).toEqual([{ type: 'error', error: 'unreadable' }, 2]);
    await write(phone, 'unheard');
    const deaf = await runWith(phone, takes(phone, { acked: 0, receipt: '' }));
    expect([deaf.outcome, deaf.requests.length]).toEqual([{ type: 'error', error: 'unreadable' }, 1]);
  });

  test('goes on while the endpoint takes a part of what it is sent', async () => {
    const phone = await aPhone(1);
    const [row] = await phone.database.ops.toArray();
    const receipt = row && nextReceipt('', opHash(row.op), undefined, row.op.stamp);
    const { outcome, requests } = await runWith(phone, takes(phone, { acked: 1, receipt }), takes(phone));
    expect(outcome).toMatchObject({ type: 'synced', sent: 3 }); // one, then the other two
    expect(requests.map(({ from }) => from.n)).toEqual([1, 2]);
  });

  test('forgets what is long in a backup', async () => {
    const phone = await aPhone(1);
    const later = phone.clock.ms + 91 * 24 * 3_600_000;
    const covers = { [(await deviceRow(phone)).node]: 3 };
    await runWith(phone, takes(phone, { pages: [{ ...page(0, 3, 3), covers }] }));
    await runWith(phone, takes(phone, { now: later, backedUpThrough: later }));
    expect(await phone.database.ops.count()).toBe(0);
  });
});

describe('an answer that says no', () => {
  test.each([
    ['that nobody is signed in', problem({ error: 'no-session' }, 401), 'no-session'],
    ['of a fork, but not where', problem({ error: 'fork' }), 'fork'],
    ['nothing that this version reads', problem('<html>', 502), 'failed'],
    ['yes, in words that this version does not read', problem('<html>', 200), 'unreadable'],
  ])('%s ends the run', async (_what, reply, error) => {
    const phone = await aPhone(1);
    const { outcome, requests } = await runWith(phone, reply);
    expect([outcome, requests.length]).toEqual([{ type: 'error', error }, 1]);
    expect((await syncRow(phone.database)).outcome).toBe(error);
  });

  test('by its receipt ends the run, and nothing counts as sent', async () => {
    const phone = await aPhone(1);
    const { outcome } = await runWith(phone, takes(phone, { receipt: 'f'.repeat(32) }));
    expect(outcome).toEqual({ type: 'error', error: 'receipt-differs' });
    expect((await deviceRow(phone)).acked).toBe(0);
  });

  test('since its history is unknown is asked again from the beginning of what it names', async () => {
    const phone = await aPhone(1);
    const { node } = await deviceRow(phone);
    await runWith(phone, takes(phone, { pages: [page(0, 4, 4)] }));
    const { outcome, requests } = await runWith(
      phone,
      problem({ error: 'unknown-history', nodes: [node], spaces: [space] }),
      takes(phone),
    );
    expect(outcome).toMatchObject({ type: 'synced', sent: 3 });
    expect(requests.map(({ from, cursors }) => [from.n, cursors[space]?.[0]])).toEqual([
      [4, 4],
      [1, 0],
    ]);
  });

  test('since ops are missing is sent what is kept of them', async () => {
    const phone = await aPhone(1);
    await runWith(phone, takes(phone));
    const { node } = await deviceRow(phone);
    const { outcome, requests } = await runWith(phone, problem({ error: 'hole', resumeFrom: 1 }), takes(phone));
    expect(outcome).toMatchObject({ type: 'synced', sent: 3 });
    expect(requests.map(({ from }) => from)).toEqual([
      { node, n: 4 },
      { node, n: 1 },
    ]);
  });

  test('for another reason leaves what was sent as it is', async () => {
    const phone = await aPhone(1);
    await runWith(phone, takes(phone));
    const { outcome, requests } = await runWith(phone, problem({ error: 'session-revoked' }, 401));
    expect([outcome, requests.length]).toEqual([{ type: 'error', error: 'session-revoked' }, 1]);
    expect((await phone.database.ops.toArray()).map(({ verdict }) => verdict)).toEqual(Array(3).fill('accepted'));
  });

  test('since ops are missing that are kept no more gets the rest under a new name', async () => {
    const phone = await aPhone(1);
    const { outcome, requests } = await runWith(phone, problem({ error: 'hole', resumeFrom: 1 }), takes(phone));
    expect(outcome).toMatchObject({ type: 'synced', sent: 3 });
    const [first, second] = requests.map(({ from }) => from);
    expect([first?.n, second?.n]).toEqual([1, 1]);
    expect(second?.node).not.toBe(first?.node);
  });

  test('since another device counts under the same name gets the rest under a new one', async () => {
    const phone = await aPhone(2);
    const { outcome, requests } = await runWith(phone, problem({ error: 'fork', at: 4 }), takes(phone), takes(phone));
    expect(outcome).toMatchObject({ type: 'synced', sent: 6 });
    expect(requests.map(({ ops }) => ops.length)).toEqual([6, 3, 3]);
    expect(new Set(requests.map(({ from }) => from.node)).size).toBe(2);
  });

  test('by acknowledging more than was made leads to a new name, unless just that was written meanwhile', async () => {
    const phone = await aPhone();
    const copy = takes(phone, { acked: 3, receipt: 'f'.repeat(32) });
    const { outcome, requests } = await runWith(phone, copy, takes(phone));
    expect(outcome.type).toBe('synced');
    expect(new Set(requests.map(({ from }) => from.node)).size).toBe(2);
    const writes: Reply = async (request) => {
      await write(phone, 'meanwhile');
      return copy(request);
    };
    const meanwhile = await runWith(phone, writes, takes(phone));
    expect(meanwhile.outcome).toMatchObject({ type: 'synced', sent: 3 });
    expect(new Set(meanwhile.requests.map(({ from }) => from.node)).size).toBe(1);
    expect(lanesOf(await deviceRow(phone))).toHaveLength(2);
    // Just one op more than the request knew of may be the one that the copy sent.
    const { n } = await deviceRow(phone);
    const writesOne: Reply = async (request) => {
      const ref = { space, kind: 'plan', id: 'P1', town: 'T1' };
      await saved(phone, liaison, [{ type: 'set', ref, field: 'title', value: 'one' }]);
      return takes(phone, { acked: n + 1, receipt: 'f'.repeat(32) })(request);
    };
    const one = await runWith(phone, writesOne, takes(phone));
    expect(one.outcome).toMatchObject({ type: 'synced', sent: 1 });
    expect(lanesOf(await deviceRow(phone))).toHaveLength(2);
  });

  test.each([
    ['unknown histories', problem({ error: 'unknown-history' }), 'unknown-history'],
    ['forks', problem({ error: 'fork', at: 1 }), 'fork'],
  ])('with nothing but %s is given up after fifty repairs', async (_what, reply, error) => {
    const phone = await aPhone();
    const { outcome, requests } = await runWith(phone, reply);
    expect([outcome, requests.length]).toEqual([{ type: 'error', error }, 51]);
  });

  test('by acknowledging more than was made again and again is given up after fifty new names', async () => {
    const phone = await aPhone();
    const { outcome, requests } = await runWith(phone, takes(phone, { acked: 3, receipt: 'f'.repeat(32) }));
    expect([outcome, requests.length]).toEqual([{ type: 'error', error: 'fork' }, 51]);
  });
});

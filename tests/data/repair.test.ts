// What one device does by itself when its history and the endpoint's differ, and when it forgets. How devices and endpoint
// come to an agreement by it is told in tests/sync/repair.test.ts.

import { describe, expect, test } from 'vitest';
import { deviceRow, lanesOf, withLane } from '#data/device-row.ts';
import { prepareDeparture } from '#data/outbox.ts';
import { recordById } from '#data/record-queries.ts';
import { forgetOldOps, moveToNewLane, startOver } from '#data/repair.ts';
import { type OpRow, recordKeyText } from '#data/rows.ts';
import { setFields } from '#domain/change.ts';
import type { Actor } from '#domain/grants.ts';
import { opHash, shortHash } from '#domain/hash.ts';
import { groupSpace } from '#domain/ids.ts';
import { nextReceipt } from '#protocol/hashes.ts';
import { emptyReceipt } from '#protocol/history-token.ts';
import { aDevice, saved } from '#tests/support/device.ts';

const space = groupSpace('G1');
const liaison: Actor = { person: 'P1', grants: [{ space, role: 'liaison', town: 'T1' }] };
const ref = (id: string) => ({ space, kind: 'plan', id, town: 'T1' });
const day = 24 * 3_600_000;

type Phone = Awaited<ReturnType<typeof aDevice>>;

/** Three changes of three ops each: 1 to 3 on plan A, 4 to 6 on B, 7 to 9 on C. */
async function aPhone(): Promise<{ phone: Phone; node: string }> {
  const phone = await aDevice();
  for (const id of ['A', 'B', 'C']) await write(phone, id, { title: id, objective: 'o', problem: 'p' });
  return { phone, node: (await deviceRow(phone)).node };
}

async function write(phone: Phone, id: string, fields: Parameters<typeof setFields>[2]): Promise<void> {
  await saved(phone, liaison, setFields(ref(id), 'plan', fields));
}

async function rowsOf(phone: Phone, node: string): Promise<readonly OpRow[]> {
  return phone.database.ops.where('[node+n]').between([node, 0], [node, 1_000]).toArray();
}

/** The state after the endpoint has acknowledged this device's ops up to `n`, and covered them; `changes` by their n. */
async function acknowledged(phone: Phone, node: string, n: number, changes: Readonly<Record<number, Partial<OpRow>>> = {}) {
  const rows = (await rowsOf(phone, node)).filter((row) => row.n <= n);
  const done = rows.map(({ over: _over, ...row }): OpRow => ({ ...row, verdict: 'accepted', sentAt: day, ...changes[row.n] }));
  await phone.database.ops.bulkPut(done);
  const receipt = done.reduce(
    (before, { op, refused, effective }) => nextReceipt(before, opHash(op), refused, effective ?? op.stamp),
    emptyReceipt,
  );
  const device = await deviceRow(phone);
  const lane = lanesOf(device).find((one) => one.node === node);
  if (lane) await phone.database.meta.put(withLane(device, { ...lane, acked: n, carried: n, receipt }));
  return receipt;
}

async function lanes(phone: Phone) {
  return lanesOf(await deviceRow(phone));
}

describe('an endpoint that does not remember', () => {
  test('gets every kept op again, with the stamp that it had given, and what waits as well', async () => {
    const { phone, node } = await aPhone();
    await acknowledged(phone, node, 6, { 2: { effective: 'ffff000000000000' } });
    await startOver(phone, [node], []);
    const rows = await rowsOf(phone, node);
    expect(rows.map(({ again, verdict, sentAt }) => [again, verdict, sentAt])).toEqual(
      Array.from({ length: 9 }, () => [true, undefined, undefined]),
    );
    expect(rows.map(({ effective }) => effective)).toEqual([
      rows[0]?.op.stamp,
      'ffff000000000000',
      ...rows.slice(2, 6).map(({ op }) => op.stamp),
      ...[undefined, undefined, undefined],
    ]);
    expect(await lanes(phone)).toMatchObject([{ node, n: 9, acked: 0, receipt: emptyReceipt }]);
  });

  test('takes nothing from the screen: what it had accepted is laid over again, what it had refused is not', async () => {
    const { phone, node } = await aPhone();
    await acknowledged(phone, node, 6, { 5: { verdict: 'refused', refused: 'no-access' } });
    await phone.database.records.clear();
    await startOver(phone, [node], []);
    const rows = await rowsOf(phone, node);
    expect(rows.map(({ over }) => over)).toEqual(rows.map(({ n, op }) => (n === 5 ? undefined : recordKeyText(op))));
    expect(await recordById(phone.database, 'plan', 'A')).toMatchObject({ title: 'A', objective: 'o' });
    expect(await recordById(phone.database, 'plan', 'B')).toMatchObject({ title: 'B', objective: '' });
  });

  test('that still knows this device keeps its verdicts; only what waits goes with its checks', async () => {
    const { phone, node } = await aPhone();
    const receipt = await acknowledged(phone, node, 6);
    await startOver(phone, [], []);
    const rows = await rowsOf(phone, node);
    expect(rows.map(({ again, verdict }) => again ?? verdict)).toEqual([...Array(6).fill('accepted'), true, true, true]);
    expect(await lanes(phone)).toMatchObject([{ acked: 6, receipt }]);
  });

  test('is asked for the spaces from their beginning, each time as a renewal of its own', async () => {
    const { phone } = await aPhone();
    await phone.database.spaces.put({ space, cursor: [7, 9, 'chain'], arrived: true });
    await startOver(phone, [], [space, 'group:G2']);
    const renewed = { space, cursor: [0, 0, 'chain'], arrived: true, renewing: true };
    expect(await phone.database.spaces.toArray()).toEqual([{ ...renewed, renewals: 1 }]);
    await startOver(phone, [], [space]);
    expect(await phone.database.spaces.toArray()).toEqual([{ ...renewed, renewals: 2 }]);
  });
});

describe('a name that somebody else counts under', () => {
  test('is left to the ops before; those from there on count from 1 under a name that follows from the first', async () => {
    const { phone, node } = await aPhone();
    await acknowledged(phone, node, 3);
    await prepareDeparture(phone, { maxOps: 500, maxBytes: 1e9 });
    const [, , , fourth] = await rowsOf(phone, node);
    await moveToNewLane(phone, node, 4);
    const name = fourth && shortHash(`lane ${node} ${opHash(fourth.op)}`);
    expect(await lanes(phone)).toMatchObject([
      { node, n: 3, carried: 3, acked: 3 },
      { node: name, n: 6, carried: 0, acked: 0, receipt: emptyReceipt },
    ]);
    expect((await rowsOf(phone, node)).map(({ n }) => n)).toEqual([1, 2, 3]);
    const moved = await rowsOf(phone, name ?? '');
    expect(moved.map(({ n, op }) => [n, op.node, op.n, op.tx])).toEqual([
      ...[1, 2, 3].map((n) => [n, name, n, 1]),
      ...[4, 5, 6].map((n) => [n, name, n, 4]),
    ]);
  });

  test('may be left in the middle of a transaction', async () => {
    const { phone, node } = await aPhone();
    await moveToNewLane(phone, node, 5);
    const [, next] = await lanes(phone);
    expect((await rowsOf(phone, next?.node ?? '')).map(({ op }) => op.tx)).toEqual([1, 1, 3, 3, 3]);
  });

  test('is replaced wherever a moved op is named as base, and nowhere else', async () => {
    const phone = await aDevice();
    for (const title of ['1', '2', '3']) await write(phone, 'A', { title });
    const { node } = await deviceRow(phone);
    const rows = await rowsOf(phone, node);
    await phone.database.ops.bulkPut(rows.map((row) => ({ ...row, op: { ...row.op, base: [...row.op.base, 'SOMEBODY:3'] } })));
    await moveToNewLane(phone, node, 2);
    const [, next] = await lanes(phone);
    expect((await rowsOf(phone, next?.node ?? '')).map(({ op }) => op.base)).toEqual([
      [`${node}:1`, 'SOMEBODY:3'],
      [`${next?.node}:1`, 'SOMEBODY:3'],
    ]);
  });

  test('is replaced in texts that go on from a moved op', async () => {
    const { phone, node } = await aPhone();
    const text = { ...ref('N'), kind: 'note', field: 'body', accepted: { type: 'text', updates: [], seen: {} } } as const;
    const kept = { ...text, id: 'N0', lastOwn: `${node}:3` };
    const untouched = { ...text, id: 'N2' };
    await phone.database.texts.bulkPut([kept, { ...text, id: 'N1', lastOwn: `${node}:5` }, untouched]);
    await moveToNewLane(phone, node, 4);
    const [, next] = await lanes(phone);
    expect(await phone.database.texts.toArray()).toEqual([kept, { ...text, id: 'N1', lastOwn: `${next?.node}:2` }, untouched]);
  });

  test.each([
    ['in what waits under a later name', 0, true],
    ['but not in what a request has carried', 1, false],
  ])('is replaced %s', async (_what, carried, isRenamed) => {
    const phone = await aDevice();
    for (const title of ['1', '2', '3']) await write(phone, 'A', { title });
    const { node } = await deviceRow(phone);
    await moveToNewLane(phone, node, 4);
    await write(phone, 'A', { title: '4' });
    const device = await deviceRow(phone);
    await phone.database.meta.put({ ...device, carried });
    await moveToNewLane(phone, node, 3);
    const [first, between, last] = await lanes(phone);
    expect([first?.node, first?.n, between?.n, last?.node]).toEqual([node, 2, 1, device.node]);
    const [row] = await rowsOf(phone, device.node);
    expect(row?.op.base).toEqual([isRenamed ? `${between?.node}:1` : `${node}:3`]);
  });

  test('is random where nothing moves, since two copies have nothing in common then', async () => {
    const { phone, node } = await aPhone();
    await moveToNewLane(phone, node, 10);
    expect((await lanes(phone)).map(({ n }) => n)).toEqual([9, 0]);
    expect((await deviceRow(phone)).node).toMatch(/^[0-9A-Z]{16}$/);
  });

  test('that is none of this device’s is left alone', async () => {
    const { phone } = await aPhone();
    const before = await lanes(phone);
    await moveToNewLane(phone, 'SOMEBODY', 1);
    expect(await lanes(phone)).toEqual(before);
  });
});

describe('own ops that were sent', () => {
  const afterwards = 92 * day;

  test('are forgotten 90 days after they are in a backup, and what they add up to is kept', async () => {
    const { phone, node } = await aPhone();
    const receipt = await acknowledged(phone, node, 9, {
      2: { effective: 'ffff000000000000' },
      4: { verdict: 'refused', refused: 'no-access', discarded: true },
    });
    await forgetOldOps(phone, afterwards, afterwards);
    expect(await phone.database.ops.count()).toBe(0);
    expect(await lanes(phone)).toMatchObject([{ node, n: 9, acked: 9, receipt, forgotten: 9, forgottenReceipt: receipt }]);
  });

  test.each([
    ['before 90 days are over', 91 * day, afterwards],
    ['before they are in a backup', afterwards, day],
    ['while the endpoint makes no backups', afterwards, 0],
  ])('are kept %s', async (_when, now, backedUpThrough) => {
    const { phone, node } = await aPhone();
    await acknowledged(phone, node, 9);
    await forgetOldOps(phone, now, backedUpThrough);
    expect(await phone.database.ops.count()).toBe(9);
    expect(await lanes(phone)).toMatchObject([{ forgotten: 0, forgottenReceipt: emptyReceipt }]);
  });

  test.each<[string, Partial<OpRow>]>([
    ['that no page covers yet', { over: 'group:G1/plan/B' }],
    ['that was refused and not put aside', { verdict: 'refused', refused: 'no-access' }],
    ['that was sent later', { sentAt: 3 * day }],
  ])('are kept from the first one on %s', async (_what, changes) => {
    const { phone, node } = await aPhone();
    await acknowledged(phone, node, 9, { 4: changes });
    await forgetOldOps(phone, afterwards, afterwards);
    expect((await rowsOf(phone, node)).map(({ n }) => n)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(await lanes(phone)).toMatchObject([{ forgotten: 3 }]);
    const [fourth] = await rowsOf(phone, node);
    if (fourth) await phone.database.ops.put({ ...fourth, over: undefined, verdict: 'accepted', sentAt: day });
    await forgetOldOps(phone, afterwards, afterwards);
    expect(await lanes(phone)).toMatchObject([{ forgotten: 9 }]);
  });

  test('are forgotten under every name of the device; what waits stays', async () => {
    const { phone, node } = await aPhone();
    await moveToNewLane(phone, node, 4);
    const { node: next } = await deviceRow(phone);
    await acknowledged(phone, node, 3, { 2: { verdict: 'refused', refused: 'no-access' } });
    const receipt = await acknowledged(phone, next, 4);
    await forgetOldOps(phone, afterwards, afterwards);
    expect((await rowsOf(phone, node)).map(({ n }) => n)).toEqual([2, 3]);
    expect((await rowsOf(phone, next)).map(({ n }) => n)).toEqual([5, 6]);
    expect(await lanes(phone)).toMatchObject([
      { node, forgotten: 1 },
      { node: next, forgotten: 4, forgottenReceipt: receipt },
    ]);
  });
});

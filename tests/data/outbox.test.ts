import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { openDatabase } from '#data/database.ts';
import { adoptAccount } from '#data/device-row.ts';
import { adaptLine } from '#data/line.ts';
import { countUnsentChanges, discardRefused, hasUnsent, listRefused, listUnsent, prepareDeparture } from '#data/outbox.ts';
import { moveToNewLane } from '#data/repair.ts';
import type { OpRow } from '#data/rows.ts';
import { setFields } from '#domain/change.ts';
import type { Actor } from '#domain/grants.ts';
import { groupSpace } from '#domain/ids.ts';
import { byteLength, canonicalText } from '#domain/json.ts';
import { minPageBytes, packedInto } from '#protocol/limits.ts';
import { aDevice, saved } from '#tests/support/device.ts';

const group = groupSpace('G1');
const liaison: Actor = { person: 'P1', grants: [{ space: group, role: 'liaison', town: 'T1' }] };
const ref = (id: string) => ({ space: group, kind: 'plan', id, town: 'T1' });

async function aPhoneWithThreeChanges() {
  const phone = await aDevice();
  for (const id of ['A', 'B', 'C'])
    await saved(phone, liaison, setFields(ref(id), 'plan', { title: id, objective: 'o', problem: 'p' }));
  return phone;
}

function bytesOf(rows: readonly OpRow[]): number {
  return rows.reduce((sum, { op }) => sum + byteLength(canonicalText(op)), 0);
}

test('never splits a transaction, whatever the limit', async () => {
  const phone = await aPhoneWithThreeChanges();
  const counts = [];
  for (const maxOps of [1, 3, 4, 5, 6, 8, 9, 500])
    counts.push((await prepareDeparture(phone, { maxOps, maxBytes: 1e9 })).ops.length);
  expect(counts).toEqual([3, 3, 3, 3, 6, 6, 9, 9]);
  expect((await prepareDeparture(phone, { maxOps: 500, maxBytes: 1 })).ops.map(({ n }) => n)).toEqual([1, 2, 3]);
});

test('fills a request to the last byte', async () => {
  const phone = await aPhoneWithThreeChanges();
  const six = (await listUnsent(phone.database)).slice(0, 6);
  const maxBytes = bytesOf(six);
  expect((await prepareDeparture(phone, { maxOps: 500, maxBytes })).ops).toHaveLength(6);
  expect((await prepareDeparture(phone, { maxOps: 500, maxBytes: maxBytes - 1 })).ops).toHaveLength(3);
});

test('sends no more at once than the line carried last time', async () => {
  const phone = await aPhoneWithThreeChanges();
  for (let index = 0; index < 40; index += 1) await saved(phone, liaison, setFields(ref(`D${index}`), 'plan', { title: 'D' }));
  const limits = { maxOps: 500, maxBytes: 1e9 };
  expect((await prepareDeparture(phone, limits)).ops).toHaveLength(49);
  for (let cuts = 0; cuts < 12; cuts += 1) await adaptLine(phone, 'cut');
  const { ops } = await prepareDeparture(phone, limits);
  expect(bytesOf(ops)).toBeLessThanOrEqual(minPageBytes * packedInto);
  expect(bytesOf(ops)).toBeGreaterThan(minPageBytes);
});

test('marks what a request will carry before the request can be sent', async () => {
  const phone = await aPhoneWithThreeChanges();
  await prepareDeparture(phone, { maxOps: 6, maxBytes: 1e9 });
  expect(await phone.database.meta.get('device')).toMatchObject({ carried: 6, acked: 0, n: 9 });
});

const limits = { maxOps: 500, maxBytes: 1e9 };

test('a transaction that the limit of ops would split waits for the next request', async () => {
  const phone = await aDevice();
  const written = (id: string) => setFields(ref(id), 'plan', { title: id, objective: 'o', problem: 'p' });
  await saved(phone, liaison, Array.from({ length: 166 }, (_, index) => written(`A${index}`)).flat());
  await saved(phone, liaison, written('B'));
  expect((await prepareDeparture(phone, limits)).ops).toHaveLength(498);
});

test('sends nothing while one of its changes is missing, for every later one would get its number', async () => {
  const phone = await aPhoneWithThreeChanges();
  const [first] = await listUnsent(phone.database);
  await phone.database.ops.delete([first?.node ?? '', 2]);
  await expect(prepareDeparture(phone, limits)).rejects.toThrow('Own changes are missing from the outbox');
  await phone.database.ops.clear();
  await expect(prepareDeparture(phone, limits)).rejects.toThrow('Own changes are missing from the outbox');
});

test('asks for every space but those that were taken away', async () => {
  const phone = await aDevice();
  await phone.database.spaces.put({ space: group, cursor: [3, 4, 'c'], arrived: true });
  await phone.database.spaces.put({ space: 'group:G2', cursor: [0, 0, ''], arrived: false, lost: { by: 'x:1', at: 1 } });
  expect((await prepareDeparture(phone, limits)).cursors).toEqual({ [group]: [3, 4, 'c'] });
});

test('counts changes and not their ops, and none that was withdrawn', async () => {
  const phone = await aPhoneWithThreeChanges();
  expect(await countUnsentChanges(phone.database)).toBe(3);
  const [first] = await listUnsent(phone.database);
  const ops = await phone.database.ops
    .where('[node+n]')
    .belowOrEqual([first?.node ?? '', 3])
    .toArray();
  await phone.database.ops.bulkPut(ops.map((row) => ({ ...row, op: { ...row.op, type: 'void' } })));
  expect(await countUnsentChanges(phone.database)).toBe(2);
});

test('a database that nobody has written in has nothing to send', async () => {
  const database = openDatabase('never-used');
  expect([await listUnsent(database), await hasUnsent(database)]).toEqual([[], false]);
});

test('has something to send once somebody has joined, also if it was written under an earlier name', async () => {
  const phone = await aPhoneWithThreeChanges();
  expect(await hasUnsent(phone.database)).toBe(false);
  await adoptAccount(phone, { person: 'P1', device: 'D1', round: 'R1' });
  expect(await hasUnsent(phone.database)).toBe(true);
  const [{ node } = { node: '' }] = await listUnsent(phone.database);
  await moveToNewLane(phone, node, 10);
  expect(await hasUnsent(phone.database)).toBe(true);
  const row = await phone.database.meta.get('device');
  if (row?.key !== 'device') throw new Error('no device');
  await phone.database.meta.put({ ...row, earlier: row.earlier.map((lane) => ({ ...lane, acked: lane.n })) });
  expect(await hasUnsent(phone.database)).toBe(false);
});

test('what was refused is listed until it is put aside, and stays stored', async () => {
  const phone = await aPhoneWithThreeChanges();
  const [first, second] = await listUnsent(phone.database);
  if (!first || !second) throw new Error('no ops');
  for (const { node, n } of [first, second])
    await phone.database.ops.update([node, n], { verdict: 'refused', refused: 'no-access' });
  expect((await listRefused(phone.database)).map(({ n }) => n)).toEqual([1, 2]);
  await discardRefused(phone.database, [first]);
  expect((await listRefused(phone.database)).map(({ n }) => n)).toEqual([2]);
  expect(await phone.database.ops.get([first.node, 1])).toMatchObject({ refused: 'no-access', discarded: true });
});

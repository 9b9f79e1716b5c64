// One op under two names of its device: it counts once, whichever name comes first.

import { afterEach, expect, test } from 'vitest';
import { type FieldState, headsOf } from '#domain/join.ts';
import { valueCheck } from '#domain/op.ts';
import { parseHistoryPage } from '#protocol/history.ts';
import { opToWire } from '#protocol/wire-op.ts';
import { testOrigin } from '#tests/support/endpoint.ts';
import { anAction, aStage, clearStages, finance, round, services } from './stage.ts';
import { aWireDevice, type WireDevice } from './wire-device.ts';

afterEach(clearStages);

const title = `${services} action A1 title`;

/** The liaison's device under the name that it shares with a copy of itself, and under the one that it took then. */
async function twoNames() {
  const stage = await aStage();
  const before = await stage.device('liaison', 'chapa-de-mota', 'BEFORE');
  const after = aWireDevice(before.send, 'AFTER', stage.endpoint.clock.ms);
  const official = await stage.device('official', 'chapa-de-mota', 'OFFICIAL');
  const coordinator = await stage.device('coordinator', null, 'COORD');
  return { ...stage, before, after, official, coordinator };
}

/** The same change as both devices number it. */
function twins(one: WireDevice, other: WireDevice, draft: Parameters<WireDevice['op']>[0]) {
  const op = one.op(draft);
  return [op, other.op({ ...draft, stamp: op.stamp })] as const;
}

const held = ({ fields }: WireDevice, key: string) => headsOf(fields.get(key)).map(({ node, value }) => [node, value]);

test('the second is acknowledged, and the field holds the first alone', async () => {
  const { before, after, official } = await twoNames();
  const [first, second] = twins(before, after, { ...anAction('A1'), value: 'Once' });
  await before.sync([first]);
  const answer = await after.sync([second]);
  expect([answer.acked, answer.refused]).toEqual([1, []]);
  await official.catchUp();
  expect(held(official, title)).toEqual([['BEFORE', 'Once']]);
  expect(official.fields.get(title)?.seen).toEqual({ BEFORE: 1, AFTER: 1 });
});

test('what replaced the first stays alone when the second comes', async () => {
  const { before, after, official } = await twoNames();
  const [first, second] = twins(before, after, { ...anAction('A1'), value: 'Once' });
  await before.sync([first]);
  await official.sync([official.op({ ...anAction('A1'), value: 'Later', base: ['BEFORE:1'] })]);
  await after.sync([second]);
  await official.catchUp();
  expect(held(official, title)).toEqual([['OFFICIAL', 'Later']]);
});

test('who replaces the second replaces the first, be it before the second has come', async () => {
  for (const secondComesFirst of [true, false]) {
    const { before, after, official } = await twoNames();
    const [first, second] = twins(before, after, { ...anAction('A1'), value: 'Once' });
    await before.sync([first]);
    const later = official.op({ ...anAction('A1'), value: 'Later', base: ['AFTER:1'] });
    if (secondComesFirst) await after.sync([second]);
    await official.sync([later]);
    if (!secondComesFirst) await after.sync([second]);
    await official.catchUp();
    expect(held(official, title)).toEqual([['OFFICIAL', 'Later']]);
  }
});

test('what was added to a set does not stay when it was taken away under its other name', async () => {
  const { before, coordinator, endpoint } = await twoNames();
  const [key = ''] = [...coordinator.fields].find(([name, state]) => isMembershipOf(name, state, before.send.person)) ?? [];
  const [, , id = ''] = key.split(' ');
  const group = finance.replace('group:', '');
  const groups = { space: round, kind: 'membership', id, town: await townOf(id), field: 'groups', value: group } as const;
  const after = aWireDevice(coordinator.send, 'COORD2', endpoint.clock.ms);
  const [first, second] = twins(coordinator, after, { ...groups, type: 'add' });
  await coordinator.sync([first]);
  const other = aWireDevice(coordinator.send, 'COORD3', endpoint.clock.ms);
  expect((await other.sync([other.op({ ...groups, type: 'remove', base: ['COORD2:1'] })])).refused).toEqual([]);
  await after.sync([second]);
  await coordinator.catchUp();
  expect(held(coordinator, `${round} membership ${id} groups`).map(([, value]) => value)).not.toContain(group);

  async function townOf(membership: string) {
    const row = await endpoint.store().selectFrom('field').select('town').where('id', '=', membership).executeTakeFirst();
    return row?.town ?? null;
  }
});

function isMembershipOf(key: string, state: FieldState, person: string): boolean {
  return / membership \S+ person$/.test(key) && headsOf(state).some(({ value }) => value === person);
}

test('the history of the record tells it once', async () => {
  const { before, after } = await twoNames();
  const [first, second] = twins(before, after, { ...anAction('A1'), value: 'Once' });
  await before.sync([first]);
  await after.sync([second]);
  const query = new URLSearchParams({ version: '1', space: services, kind: 'action', id: 'A1' });
  const page = parseHistoryPage(await (await before.send(new Request(`${testOrigin}/api/history?${query}`))).json());
  expect(page?.ops.map(({ node }) => node)).toEqual(['BEFORE']);
});

test('the same words and stamp of somebody else are theirs', async () => {
  const { before, official } = await twoNames();
  const [mine, theirs] = twins(before, official, { ...anAction('A1'), value: 'Once' });
  await before.sync([mine]);
  await official.sync([theirs]);
  expect(held(official, title)).toHaveLength(2);
});

test('whoever claims the name of somebody else’s op for the same words hides nothing but their own', async () => {
  const { before, official, coordinator } = await twoNames();
  const claim = coordinator.op({ ...anAction('A1'), value: 'Once' });
  await coordinator.sync([claim], { ops: [opToWire(claim, { was: ['BEFORE:1'] })] });
  const later = official.op({ ...anAction('A1'), value: 'Later', base: ['BEFORE:1'] });
  await official.sync([later], { ops: [opToWire(later, { checks: [valueCheck('Once')] })] });
  await before.sync([before.op({ ...anAction('A1'), value: 'Once' })]);
  await official.catchUp();
  expect(held(official, title)).toEqual([['OFFICIAL', 'Later']]);
});

test('an op that was moved is replaced by whoever replaced it under its old name, be it there or not', async () => {
  for (const isThere of [true, false]) {
    const { before, after, official } = await twoNames();
    await before.sync([before.op({ ...anAction('A1'), value: 'By the copy' })]);
    const moved = after.op({ ...anAction('A1'), value: 'Lost' });
    const push = () => after.sync([moved], { ops: [opToWire(moved, { was: ['BEFORE:1'] })] });
    const later = official.op({ ...anAction('A1'), value: 'Later', base: ['BEFORE:1'] });
    if (isThere) await push();
    await official.sync([later], { ops: [opToWire(later, { checks: [valueCheck('Lost')] })] });
    if (!isThere) await push();
    await official.catchUp();
    expect(held(official, title).toSorted()).toEqual([
      ['BEFORE', 'By the copy'],
      ['OFFICIAL', 'Later'],
    ]);
  }
});

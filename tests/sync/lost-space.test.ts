// Rights that are taken away and given back: what one may no longer see goes, what one wrote stays, and absence deletes nothing.

import { expect, test } from 'vitest';
import { lostSpaces } from '#data/lost-space.ts';
import { countUnsentChanges, listRefused } from '#data/outbox.ts';
import { plansWithActions, recordsOf } from '#data/record-queries.ts';
import { listVanished, vanishedRow } from '#data/renewal.ts';
import type { Change } from '#domain/change.ts';
import { setActionState } from '#domain/commands/plan-commands.ts';
import type { RecordRef } from '#domain/op.ts';
import { aRound, type TestPhone } from '#tests/support/round.ts';

async function begun() {
  const round = await aRound();
  const [liaison, coordinator] = [await round.phone('liaison'), await round.phone('coordinator')];
  await liaison.sync();
  await coordinator.sync();
  const memberships = await recordsOf(coordinator.ports.database, 'membership');
  const mine = memberships.find(({ role, groups }) => role === 'liaison' && Array.isArray(groups) && groups.length > 0);
  if (!mine) throw new Error('The liaison has no membership');
  const [group] = mine.groups;
  return { round, liaison, coordinator, membership: mine, group: group ?? '' };
}

function change(type: 'add' | 'remove', { space, kind, id, town }: RecordRef, group: string): readonly Change[] {
  return [{ type, ref: { space, kind, id, town }, field: 'groups', value: group }];
}

async function plans(phone: TestPhone) {
  return (await plansWithActions(phone.ports.database)).map(({ plan }) => plan.title);
}

test('a group that was taken away is gone at once, and what waited for it comes back refused', async () => {
  const { liaison, coordinator, membership, group } = await begun();
  const [first] = await plansWithActions(liaison.ports.database);
  const [action] = first?.actions ?? [];
  if (!action) throw new Error('no action');
  await liaison.save(setActionState(action, 'done'));
  const { space, kind, id, town } = action;
  const head = { node: 'SOMEBODY', n: 1, stamp: '0000000000000001', value: 'gone with a restored endpoint' };
  await listVanished(liaison.ports.database, [{ space, kind, id, town, field: 'title', head }]);
  expect(await coordinator.save(change('remove', membership, group))).toBe(undefined);
  await coordinator.sync();
  expect(await liaison.sync()).toMatchObject({ type: 'synced', refused: 1 });
  expect(await plans(liaison)).toEqual([]);
  expect(await countUnsentChanges(liaison.ports.database)).toBe(0);
  expect(await listRefused(liaison.ports.database)).toMatchObject([{ refused: 'no-access', op: { value: 'done' } }]);
  expect((await vanishedRow(liaison.ports.database)).entries).toEqual([]);
  const { records, texts } = liaison.ports.database;
  expect(await records.filter(({ shown }) => shown.space === `group:${group}`).count()).toBe(0);
  expect(await texts.filter(({ space }) => space === `group:${group}`).count()).toBe(0);
  const device = await coordinator.ports.database.meta.get('device');
  const by = device?.key === 'device' ? `${device.node}:${device.n}` : '';
  expect(await lostSpaces(liaison.ports.database)).toMatchObject([{ space: `group:${group}`, lost: { by } }]);
});

test('a group that is given back comes whole again', async () => {
  const { liaison, coordinator, membership, group } = await begun();
  const before = await plans(liaison);
  await coordinator.save(change('remove', membership, group));
  await coordinator.sync();
  await liaison.sync();
  await coordinator.save(change('add', membership, group));
  await coordinator.sync();
  await liaison.sync();
  expect(await plans(liaison)).toEqual(before);
  expect(await lostSpaces(liaison.ports.database)).toEqual([]);
});

test('an endpoint that was restored to before the right was given learns of it from who gave it, and the group is whole again', async () => {
  const { round, liaison, coordinator, membership, group } = await begun();
  await coordinator.save(change('remove', membership, group));
  await coordinator.sync();
  const restore = await round.backUp();
  await coordinator.save(change('add', membership, group));
  await coordinator.sync();
  await liaison.sync();
  const before = await plans(liaison);
  expect(before).not.toEqual([]);
  await restore();
  await liaison.sync();
  await coordinator.sync();
  await liaison.sync();
  expect(await plans(liaison)).toEqual(before);
});

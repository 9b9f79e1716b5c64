import { expect, test } from 'vitest';
import { listUnsent } from '#data/outbox.ts';
import { recordsOfOps } from '#data/refused-queries.ts';
import type { OpRow } from '#data/rows.ts';
import { type Change, setFields } from '#domain/change.ts';
import type { Actor } from '#domain/grants.ts';
import { pendingChanges } from '#features/sync-status/pending-view.ts';
import { aDevice, saved } from '#tests/support/device.ts';

const liaison: Actor = { person: 'P', grants: [{ space: 'group:G', role: 'liaison', town: 'T' }] };
const action = { space: 'group:G', kind: 'action', id: 'A', town: 'T' };
const made: readonly Change[] = setFields(action, 'action', { plan: 'L', title: 'Pavimentar', order: 'a0' });

async function pending(device: Awaited<ReturnType<typeof aDevice>>) {
  const rows = await listUnsent(device.database);
  return pendingChanges(
    rows,
    await recordsOfOps(
      device.database,
      rows.map(({ op }) => op),
    ),
  );
}

test('one save is one change, named by what the record is called', async () => {
  const device = await aDevice();
  await saved(device, liaison, made);
  device.clock.ms += 1000;
  await saved(device, liaison, setFields(action, 'action', { state: 'done' }));
  const [first, second] = await pending(device);
  expect(first).toMatchObject({ parts: [{ kind: 'action', title: 'Pavimentar', what: 'created' }], refused: undefined });
  expect(second).toMatchObject({
    parts: [{ title: 'Pavimentar', what: 'changed', fields: [{ field: 'state', value: 'done' }] }],
  });
  expect((second?.madeAt ?? 0) - (first?.madeAt ?? 0)).toBe(1000);
});

test('a deletion and its undo are told as what they are', async () => {
  const device = await aDevice();
  await saved(device, liaison, made);
  await saved(device, liaison, [{ type: 'delete', ref: action }]);
  await saved(device, liaison, [{ type: 'restore', ref: action }]);
  expect((await pending(device)).map(({ parts }) => parts[0]?.what)).toEqual(['created', 'deleted', 'restored']);
});

test('a refused record that nobody accepted is named by what was written', async () => {
  const device = await aDevice();
  await saved(device, liaison, made);
  const rows = await listUnsent(device.database);
  expect(pendingChanges(rows, new Map())[0]?.parts[0]?.title).toBe('Pavimentar');
});

test('the reason of a refused change is its own, not that it was refused together with itself', async () => {
  const device = await aDevice();
  await saved(device, liaison, made);
  const rows = (await listUnsent(device.database)).map(
    (row, index): OpRow => ({ ...row, verdict: 'refused', refused: index === 1 ? 'bad-value' : 'refused-together' }),
  );
  expect(pendingChanges(rows, new Map())[0]?.refused).toBe('bad-value');
});

test('withdrawn ops are no changes', async () => {
  const device = await aDevice();
  await saved(device, liaison, made);
  const rows = (await listUnsent(device.database)).map((row): OpRow => ({ ...row, op: { ...row.op, type: 'void' } }));
  expect(pendingChanges(rows, new Map())).toEqual([]);
});

import { expect, test } from 'vitest';
import { acceptedOf } from '#data/overlay.ts';
import { applyRecords } from '#data/page-records.ts';
import { recordKey } from '#data/rows.ts';
import type { FieldState } from '#domain/join.ts';
import type { Page } from '#protocol/sync.ts';
import { aDevice } from '#tests/support/device.ts';

const space = 'group:G1';
const arriving = { hasArrived: false, renewal: undefined, overlay: new Map() };

const says = (value: string, n: number): FieldState => ({
  type: 'register',
  heads: [{ node: 'ana', n, stamp: '0000000000000001', value }],
  seen: { ana: n },
});

function page(...records: readonly (readonly [id: string, fields: Readonly<Record<string, FieldState>>])[]): Page {
  const sent = records.map(([id, fields]) => ({
    kind: 'plan',
    id,
    town: 'T1',
    fields: fields as Page['records'][number]['fields'],
  }));
  return { space, after: 0, to: 9, head: 99, chain: 'c', covers: {}, records: sent };
}

test('a record that comes in two pages while its space arrives ends up whole, beside what is new', async () => {
  const { database } = await aDevice();
  await applyRecords(database, page(['P1', { title: says('one', 1) }]), arriving);
  await applyRecords(database, page(['P2', { title: says('two', 3) }], ['P1', { objective: says('goal', 2) }]), arriving);
  const [one, two] = await database.records.bulkGet([
    recordKey({ space, kind: 'plan', id: 'P1' }),
    recordKey({ space, kind: 'plan', id: 'P2' }),
  ]);
  expect(one?.shown).toMatchObject({ title: 'one', objective: 'goal', owner: '' });
  expect(acceptedOf(one)).toEqual({ title: says('one', 1), objective: says('goal', 2) });
  expect(two?.shown).toMatchObject({ title: 'two' });
});

test('rows that were added go with their transaction when it fails', async () => {
  const { database } = await aDevice();
  const broken = database.transaction('rw', database.records, async () => {
    await applyRecords(database, page(['P1', { title: says('one', 1) }]), arriving);
    await applyRecords(database, page(['P1', { title: says('again', 2) }]), arriving);
    throw new Error('the disk is full');
  });
  await expect(broken).rejects.toThrow('the disk is full');
  expect(await database.records.count()).toBe(0);
});

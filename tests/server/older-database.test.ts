import { afterEach, expect, test } from 'vitest';
import { listDevices } from '#server/devices.ts';
import { goBackTo } from '#tests/support/older-database.ts';
import { aStage, chapa, clearStages, round } from './stage.ts';
import { aNoteOf, textOf, updatesOf, written } from './text-writer.ts';

afterEach(clearStages);

test('a database from before snapshots goes on, and makes them as its texts are written on', async () => {
  const { device, endpoint } = await aStage();
  const writer = await aNoteOf(device, 7);
  await goBackTo('0001-first-tables', endpoint.store());
  await endpoint.restart();
  expect(textOf(await device('coordinator', null, 'BEFORE'))).toBe(written(0, 7));
  await writer.write('7.');
  const reader = await device('coordinator', null, 'READER');
  expect([updatesOf(reader).length, textOf(reader)]).toEqual([1, written(0, 8)]);
});

test('a database from before it said of a device that it is out keeps those out that were revoked', async () => {
  const { device, endpoint } = await aStage();
  const [lost, coordinator] = [await device('official', 'chapa-de-mota', 'LOST'), await device('coordinator', null, 'COORD')];
  const record = { space: round, kind: 'device', id: lost.send.device, town: chapa, field: 'revoked', value: true } as const;
  await coordinator.sync([coordinator.op(record)]);
  await goBackTo('0008-meant-bases', endpoint.store());
  await endpoint.restart();
  const known = await listDevices(endpoint.store());
  expect(known.filter(({ isRevoked }) => isRevoked).map((one) => one.device)).toEqual([lost.send.device]);
});

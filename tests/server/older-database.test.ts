import { afterEach, expect, test } from 'vitest';
import { goBackTo } from '#tests/support/older-database.ts';
import { aStage, clearStages } from './stage.ts';
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

import { afterEach, expect, test } from 'vitest';
import { openText } from '#data/text-document.ts';
import { opName } from '#domain/op.ts';
import { firstUpdate } from '#server/texts/yjs-text.ts';
import { aNote, aStage, clearStages } from './stage.ts';
import { aNoteOf, textOf, updatesOf, written } from './text-writer.ts';

afterEach(clearStages);

test('who reads a text for the first time gets one update and the few after it', async () => {
  const { device } = await aStage();
  await aNoteOf(device, 30);
  const reader = await device('coordinator', null, 'READER');
  const updates = updatesOf(reader);
  expect(updates.length).toBeLessThan(9);
  expect(updates.map(({ node, n }) => opName(node, n))).toEqual(
    updates.map((_, index) => `LIAISON:${30 - updates.length + 1 + index}`),
  );
  expect(textOf(reader)).toBe(written(0, 30));
});

test('who knows a text gets what came after, and no word is missing or there twice', async () => {
  const { device } = await aStage();
  const writer = await aNoteOf(device, 5);
  const reader = await device('coordinator', null, 'READER');
  for (let pause = 5; pause < 20; pause += 1) await writer.write(`${pause}.`);
  const answer = await reader.sync();
  expect(answer.pages[0]?.records[0]?.fields.body).toMatchObject({ after: expect.any(Number) });
  expect(updatesOf(reader)).toHaveLength(20);
  expect(textOf(reader)).toBe(written(0, 20));
});

test('who is far behind gets the text anew', async () => {
  const { device } = await aStage();
  const writer = await aNoteOf(device, 5);
  const reader = await device('coordinator', null, 'READER');
  for (let pause = 5; pause < 50; pause += 1) await writer.write(`${pause}.`);
  const answer = await reader.sync();
  expect(answer.pages[0]?.records[0]?.fields.body).toMatchObject({ after: 0 });
  expect(updatesOf(reader).length).toBeLessThan(9);
  expect(textOf(reader)).toBe(written(0, 50));
});

test('a colleague’s update that was made long ago comes in beside the snapshot', async () => {
  const { device } = await aStage();
  const writer = await aNoteOf(device, 1);
  const mentor = await device('coordinator', null, 'MENTOR');
  const offline = openText(
    'body',
    updatesOf(mentor).map(({ value }) => String(value)),
  );
  const update = offline.write(`Urgente: ${offline.read()}`) ?? '';
  for (let pause = 1; pause < 40; pause += 1) await writer.write(`${pause}.`);
  await mentor.sync([mentor.op({ ...aNote('N1'), type: 'text', field: 'body', value: update })]);
  for (let pause = 40; pause < 50; pause += 1) await writer.write(`${pause}.`);
  const reader = await device('coordinator', null, 'READER');
  await mentor.catchUp();
  for (const one of [reader, mentor]) expect(textOf(one)).toBe(`Urgente: ${written(0, 50)}`);
});

test('an update that cannot be read is kept aside and stops nothing', async () => {
  const { device, endpoint } = await aStage();
  const writer = await aNoteOf(device, 3);
  await writer.send('AAEC');
  for (let pause = 3; pause < 30; pause += 1) await writer.write(`${pause}.`);
  const reader = await device('coordinator', null, 'READER');
  expect(updatesOf(reader).map(({ value }) => value)).toContain('AAEC');
  expect(updatesOf(reader).length).toBeLessThan(10);
  expect(textOf(reader)).toBe(written(0, 30));
  const rows = await endpoint.store().selectFrom('text_snapshot').selectAll().where('id', '=', 'N1').execute();
  expect(rows.map(({ aside }) => JSON.parse(aside))).toEqual([[expect.any(Number)]]);
});

test('a text full of what cannot be read is sent as it is', async () => {
  const { device, endpoint } = await aStage();
  const writer = await aNoteOf(device, 8);
  for (let count = 0; count < 80; count += 1) await writer.send('AAEC');
  const row = await endpoint.store().selectFrom('text_snapshot').selectAll().where('id', '=', 'N1').executeTakeFirstOrThrow();
  expect(row.closed).toBe(1);
  await writer.write('Fin.');
  const reader = await device('coordinator', null, 'READER');
  expect(updatesOf(reader)).toHaveLength(1 + 80 + 1);
  expect(textOf(reader)).toBe(`${written(0, 8)}Fin.`);
});

test('the snapshot’s stamp is the highest of what it holds', async () => {
  const { device, endpoint } = await aStage();
  await aNoteOf(device, 8);
  const reader = await device('coordinator', null, 'READER');
  const ops = await endpoint.store().selectFrom('op').select('effective').where('id', '=', 'N1').execute();
  expect(updatesOf(reader).map(({ stamp }) => stamp)).toEqual([
    ops
      .map(({ effective }) => effective)
      .sort()
      .at(-1),
  ]);
});

test('a push merges a few texts only, and the others when they are written on again', async () => {
  const { device, endpoint } = await aStage();
  const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
  const ops = Array.from({ length: 6 * 8 }, (_, index) =>
    liaison.op({ ...aNote(`N${index % 6}`), type: 'text', field: 'body', value: firstUpdate('body', `${index}`) }),
  );
  const count = async () =>
    (await endpoint.store().selectFrom('text_snapshot').select('id').where('id', 'like', 'N%').execute()).length;
  await liaison.sync(ops);
  expect(await count()).toBe(4);
  await liaison.sync(
    ['N4', 'N5'].map((id) => liaison.op({ ...aNote(id), type: 'text', field: 'body', value: firstUpdate('body', 'x') })),
  );
  expect(await count()).toBe(6);
});

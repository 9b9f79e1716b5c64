import { expect, test } from 'vitest';
import { ensureDeviceRow } from '#data/device-row.ts';
import { listUnsent, prepareDeparture } from '#data/outbox.ts';
import { firstUpdate, mergeUpdates, openText } from '#data/text-document.ts';
import { textUpdates } from '#data/text-queries.ts';
import { setFields } from '#domain/change.ts';
import { addNote, writeNote } from '#domain/commands/note-commands.ts';
import type { Actor } from '#domain/grants.ts';
import { groupSpace } from '#domain/ids.ts';
import { maxOpBytes } from '#domain/op.ts';
import { aDevice, saved } from '#tests/support/device.ts';

const space = groupSpace('G1');
const liaison: Actor = { person: 'P1', grants: [{ space, role: 'liaison', town: 'T1' }] };
const words = { title: '', objective: '', problem: '', theme: '', period: null, order: 'a0' };
const plan = { space, kind: 'plan', id: 'PLAN', town: 'T1', ...words, deleted: false, conflicts: [] };
const note = { space, kind: 'note', id: 'NOTE', town: 'T1' };
const anywhere = { maxOps: 500, maxBytes: 256 * 1024 };

type Device = Awaited<ReturnType<typeof aDevice>>;

/** A phone that made a note, which a request has carried; `write` makes its text one pause of typing longer. */
async function aNoteOnAPhone(isCarried = true) {
  const phone = await aDevice();
  await saved(phone, liaison, addNote(plan, note.id, { person: 'P1', town: 'T1', at: 1 }, firstUpdate('body', 'Uno.')));
  if (isCarried) await prepareDeparture(phone, anywhere);
  const editor = openText('body', await textUpdates(phone.database, note, 'body'));
  const write = async (text: string) => {
    const update = editor.write(editor.read() + text);
    if (!update) throw new Error('nothing written');
    await saved(phone, liaison, writeNote(note, update, mergeUpdates));
  };
  return { phone, write };
}

async function textOn({ database }: Device) {
  return openText('body', await textUpdates(database, note, 'body')).read();
}

test('thirty pauses of typing without a line are one op', async () => {
  const { phone, write } = await aNoteOnAPhone();
  for (let pause = 0; pause < 30; pause += 1) await write(` ${pause}`);
  const ops = await listUnsent(phone.database);
  expect(ops.map(({ n, op }) => [n, op.tx, op.type])).toEqual([
    [1, 1, 'set'],
    [2, 1, 'set'],
    [3, 1, 'text'],
    [4, 4, 'text'],
  ]);
  expect(ops.at(-1)?.op.base).toEqual([`${ops[0]?.node}:3`]);
  expect(await textOn(phone)).toBe(`Uno.${Array.from({ length: 30 }, (_, pause) => ` ${pause}`).join('')}`);
});

test('an op that a request may have carried stays as it is, whether it arrived or not', async () => {
  const { phone, write } = await aNoteOnAPhone();
  await write(' Dos.');
  const departure = await prepareDeparture(phone, anywhere);
  await write(' Tres.');
  const [carried, next] = (await listUnsent(phone.database)).slice(-2);
  expect(carried).toEqual(departure.ops.at(-1));
  expect(next?.op.base).toEqual([`${carried?.node}:4`]);
  expect(await textOn(phone)).toBe('Uno. Dos. Tres.');
});

test('an op that another change came after stays as it is', async () => {
  const { phone, write } = await aNoteOnAPhone();
  await write(' Dos.');
  await saved(phone, liaison, setFields({ ...note, kind: 'plan', id: 'PLAN' }, 'plan', { title: 'Alumbrado' }));
  await write(' Tres.');
  expect((await listUnsent(phone.database)).map(({ op }) => op.type)).toEqual(['set', 'set', 'text', 'text', 'set', 'text']);
  expect(await textOn(phone)).toBe('Uno. Dos. Tres.');
});

test('a transaction that did more than write the text stays as it is', async () => {
  const { phone, write } = await aNoteOnAPhone(false);
  await write(' Dos.');
  await write(' Tres.');
  expect((await listUnsent(phone.database)).map(({ op }) => op.tx)).toEqual([1, 1, 1, 4]);
  expect(await textOn(phone)).toBe('Uno. Dos. Tres.');
});

test('an op never grows beyond what fits into one', async () => {
  const { phone, write } = await aNoteOnAPhone();
  for (let pause = 0; pause < 4; pause += 1) await write('x'.repeat(15_000));
  const sizes = (await listUnsent(phone.database)).map(({ op }) => String(op.value).length);
  expect(sizes.filter((size) => size > 1000)).toHaveLength(2);
  expect(Math.max(...sizes)).toBeLessThan(maxOpBytes);
  expect(await textOn(phone)).toHaveLength(4 + 60_000);
});

test('its stamp is above everything that was seen meanwhile, and a refused change leaves it alone', async () => {
  const { phone, write } = await aNoteOnAPhone();
  await write(' Dos.');
  const before = (await listUnsent(phone.database)).at(-1);
  phone.clock.ms -= 1e9;
  await write(' Tres.');
  const after = (await listUnsent(phone.database)).at(-1);
  expect([after?.n, (after?.op.stamp ?? '') > (before?.op.stamp ?? 'z')]).toEqual([before?.n, true]);
  expect((await ensureDeviceRow(phone)).clock).toBe(after?.op.stamp);
  await expect(
    saved(phone, { person: 'P2', grants: [] }, writeNote(note, firstUpdate('body', 'No'), mergeUpdates)),
  ).rejects.toThrow();
  expect((await listUnsent(phone.database)).at(-1)).toEqual(after);
});

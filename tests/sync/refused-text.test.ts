// What happens to a text when the endpoint refuses a part of it: nothing that its author writes later hangs upon that part.

import { expect, test } from 'vitest';
import { recordsOf } from '#data/record-queries.ts';
import { deleteRecord, restoreRecord } from '#domain/commands/plan-commands.ts';
import { aRound, type TestPhone, type TestRound } from '#tests/support/round.ts';
import { noteText, storedNote, typeInNote } from '#tests/support/the-note.ts';

async function write(phone: TestPhone, words: string) {
  expect(await typeInNote(phone, words)).toBeUndefined();
}

async function membershipOf(coordinator: TestPhone, role: string) {
  const rows = await recordsOf(coordinator.ports.database, 'membership');
  const found = rows.find((row) => row.role === role);
  if (!found) throw new Error(`Nobody is ${role}`);
  return found;
}

/** The official's words " Uno." are refused: the group was closed to them for a while, which their phone had not heard of. */
async function aRefusal(between: (official: TestPhone) => Promise<void> = async () => {}) {
  const round = await aRound();
  const [official, coordinator] = [await round.phone('official'), await round.phone('coordinator')];
  for (const phone of [official, coordinator]) await phone.sync();
  const membership = await membershipOf(coordinator, 'official');
  await coordinator.save(deleteRecord(membership));
  await coordinator.sync();
  await write(official, ' Uno.');
  await official.sync('answer-lost');
  await between(official);
  await coordinator.save(restoreRecord(membership));
  await coordinator.sync();
  await official.sync();
  return { round, official, coordinator };
}

async function everywhere({ round, official }: { readonly round: TestRound; readonly official: TestPhone }) {
  const liaison = await round.phone('liaison');
  for (const phone of [official, liaison, official]) await phone.sync();
  return [await noteText(official), await noteText(liaison)];
}

const known = 'Faltan doce luminarias en el centro.';

test('words that were refused are kept, and no longer part of the text', async () => {
  const { official } = await aRefusal();
  expect(await noteText(official)).toBe(known);
  expect((await storedNote(official)).fallen.map(({ refused }) => refused)).toEqual(['no-access']);
});

test('what was written on refused words is refused too, and kept', async () => {
  const { official } = await aRefusal((phone) => write(phone, ' Dos.'));
  expect((await storedNote(official)).fallen.map(({ refused }) => refused)).toEqual(['no-access', 'text-gap']);
  expect(await noteText(official)).toBe(known);
});

test('what is written while refusals are on their way hangs upon nothing refused, and reaches everybody', async () => {
  let answers = 0;
  const round = await aRefusal(async (official) => {
    official.tamper(async (delivered) => {
      answers += 1;
      if (answers === 1) await write(official, ' Dos.'); // builds on words whose refusal is in this answer
      if (answers === 2) {
        expect((await storedNote(official)).fallen.map(({ refused }) => refused)).toEqual(['no-access', undefined]);
        expect(await noteText(official)).toBe(known);
        await write(official, ' Tres.');
      }
      return delivered;
    });
  });
  await round.official.sync();
  expect(answers).toBe(2);
  await write(round.official, ' Cuatro.');
  const ops = await round.official.ports.database.ops.toArray();
  expect(ops.map(({ n, op }) => [n, op.base.map((name) => Number(name.split(':')[1]))])).toEqual([
    [1, []],
    [2, [1]],
    [3, []],
    [4, [3]],
  ]);
  expect(await everywhere(round)).toEqual([`${known} Tres. Cuatro.`, `${known} Tres. Cuatro.`]);
});

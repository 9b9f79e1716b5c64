// A restored endpoint lost somebody's words, and so did their phone. Colleagues who wrote upon them still have them, and send
// them along: a text cannot show what was written upon words that are missing.

import { expect, test } from 'vitest';
import { listRefused } from '#data/outbox.ts';
import { vanishedRow } from '#data/renewal.ts';
import { aRound, type TestPhone } from '#tests/support/round.ts';
import { noteText, openNote, typeInNote } from '#tests/support/the-note.ts';

const known = 'Faltan doce luminarias en el centro.';

async function write(phone: TestPhone, words: string) {
  expect(await typeInNote(phone, words)).toBeUndefined();
}

async function synced(...phones: readonly TestPhone[]) {
  for (const phone of phones) expect(await phone.sync()).toMatchObject({ type: 'synced' });
}

/** The liaison's words " Uno." reach the endpoint and the official; their phone has a backup of before, the endpoint too. */
async function aLoss() {
  const round = await aRound();
  const [liaison, official, observer] = [
    await round.phone('liaison'),
    await round.phone('official'),
    await round.phone('observer'),
  ];
  await synced(liaison, official, observer);
  const putBack = await round.copyOf(liaison);
  const restore = await round.backUp();
  await write(liaison, ' Uno.');
  await synced(liaison, official, observer);
  return { putBack, official, observer, restore };
}

test('what a colleague wrote upon lost words goes up again with these', async () => {
  const { putBack, official, observer, restore } = await aLoss();
  await write(official, ' Dos.');
  await synced(official);
  await restore();
  await synced(official, putBack, observer, official);
  for (const phone of [official, putBack, observer]) expect(await noteText(phone)).toBe(`${known} Uno. Dos.`);
  expect((await vanishedRow(official.ports.database)).entries).toEqual([]);
});

test('a note that stood open over the restore takes along the words that it shows', async () => {
  const { putBack, official, observer, restore } = await aLoss();
  const opened = await openNote(official);
  await restore();
  await synced(official);
  expect((await vanishedRow(official.ports.database)).entries).toHaveLength(1);
  expect(await typeInNote(official, ' Dos.', opened)).toBeUndefined();
  await synced(official, putBack, observer);
  for (const phone of [official, putBack, observer]) expect(await noteText(phone)).toBe(`${known} Uno. Dos.`);
  expect((await vanishedRow(official.ports.database)).entries).toEqual([]);
});

test('their name may stand for other words by then', async () => {
  const { putBack, official, observer, restore } = await aLoss();
  await write(official, ' Dos.');
  await synced(official);
  await restore();
  await write(putBack, ' Tres.');
  await synced(putBack, official, putBack, observer);
  const text = await noteText(putBack);
  for (const words of [known, ' Uno.', ' Dos.', ' Tres.']) expect(text).toContain(words);
  for (const phone of [official, observer]) expect(await noteText(phone)).toBe(text);
});

test('who may only read keeps them listed', async () => {
  const { putBack, observer, restore } = await aLoss();
  await restore();
  await synced(observer, putBack);
  expect(await noteText(observer)).toBe(known);
  expect((await vanishedRow(observer.ports.database)).entries.map(({ field }) => field)).toEqual(['body']);
  expect(await listRefused(observer.ports.database)).toEqual([]);
});

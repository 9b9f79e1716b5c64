// A restored endpoint lost somebody's words, and so did their phone. Colleagues who wrote upon them still have them, and send
// them along: a text cannot show what was written upon words that are missing.

import { expect, test } from 'vitest';
import { listRefused } from '#data/outbox.ts';
import { plansWithActions } from '#data/record-queries.ts';
import { discardVanished, listVanished, vanishedRow } from '#data/renewal.ts';
import { setFields } from '#domain/change.ts';
import { aDevice } from '#tests/support/device.ts';
import { aRound, type TestPhone } from '#tests/support/round.ts';
import { noteText, openNote, typeInNote } from '#tests/support/the-note.ts';

const known = 'Faltan doce luminarias en el centro.';

async function write(phone: TestPhone, words: string) {
  expect(await typeInNote(phone, words)).toBeUndefined();
}

async function nameAction(phone: TestPhone, title: string) {
  const [action] = (await plansWithActions(phone.ports.database))[0]?.actions ?? [];
  if (!action) throw new Error('The plan has no action');
  expect(await phone.save(setFields(action, 'action', { title }))).toBeUndefined();
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
  return { putBack, liaison, official, observer, restore };
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
  for (const isPutAside of [false, true]) {
    const { putBack, official, observer, restore } = await aLoss();
    const opened = await openNote(official);
    await restore();
    await synced(official);
    const { entries } = await vanishedRow(official.ports.database);
    expect(entries).toHaveLength(1);
    if (isPutAside) await discardVanished(official.ports.database, entries);
    expect(await typeInNote(official, ' Dos.', opened)).toBeUndefined();
    await synced(official, putBack, observer);
    for (const phone of [official, putBack, observer]) expect(await noteText(phone)).toBe(`${known} Uno. Dos.`);
  }
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

test('their author may have counted on with something else by then', async () => {
  const { putBack, official, observer, restore } = await aLoss();
  await write(official, ' Dos.');
  await synced(official);
  await restore();
  await nameAction(putBack, 'Otro');
  await write(putBack, ' Tres.');
  await synced(putBack, official, putBack, observer);
  const text = await noteText(official);
  for (const words of [known, ' Uno.', ' Dos.', ' Tres.']) expect(text).toContain(words);
  for (const phone of [putBack, observer]) expect(await noteText(phone)).toBe(text);
});

test('a note that stood open takes them along though their name came back with other words', async () => {
  const { putBack, official, observer, restore } = await aLoss();
  const opened = await openNote(official);
  await restore();
  await synced(official);
  await write(putBack, ' Tres.');
  await synced(putBack, official);
  expect(await typeInNote(official, ' Dos.', opened)).toBeUndefined();
  await synced(official, putBack, observer, official);
  for (const phone of [official, putBack, observer])
    for (const words of [' Uno.', ' Dos.', ' Tres.']) expect(await noteText(phone)).toContain(words);
});

test('a reader has them listed until they are back, under whatever name', async () => {
  const { putBack, official, observer, restore } = await aLoss();
  const listed = async () => (await vanishedRow(observer.ports.database)).entries.map(({ field }) => field);
  await write(official, ' Dos.');
  await synced(official);
  await restore();
  await write(putBack, ' Tres.');
  await synced(observer, putBack, observer);
  expect(await listed()).toEqual(['body']);
  await synced(official, observer);
  expect(await noteText(observer)).toContain(' Uno.');
  expect(await listed()).toEqual([]);
});

test('another value that vanished stays listed though its name came back with another one', async () => {
  const { putBack, liaison, observer, restore } = await aLoss();
  await nameAction(liaison, 'Perdido');
  await synced(liaison, observer);
  await restore();
  await synced(observer);
  await write(putBack, ' Tres.');
  await nameAction(putBack, 'Otro');
  await synced(putBack, observer);
  const { entries } = await vanishedRow(observer.ports.database);
  expect(entries.map(({ head }) => head.value)).toContain('Perdido');
});

test('two updates that had one name are listed both', async () => {
  const { database } = await aDevice();
  const ref = { space: 'group:G1', kind: 'note', id: 'N1', town: 'T1', field: 'body' };
  const head = { node: 'A', n: 5, stamp: '019f66ef81000000' };
  for (const value of ['one', 'other']) await listVanished(database, [{ ...ref, head: { ...head, value } }]);
  expect((await vanishedRow(database)).entries.map((entry) => entry.head.value)).toEqual(['one', 'other']);
});

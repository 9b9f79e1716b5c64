// A device that was copied, and an endpoint that was restored from a backup: whoever meets whom first, nothing is lost.

import { describe, expect, test } from 'vitest';
import { ensureDeviceRow } from '#data/device-row.ts';
import { countUnsentChanges, listRefused } from '#data/outbox.ts';
import { acceptedOf } from '#data/overlay.ts';
import { planContents, plansWithActions, recordsOf } from '#data/record-queries.ts';
import { vanishedRow } from '#data/renewal.ts';
import { currentActor, roundFacts } from '#data/round-queries.ts';
import { recordKey } from '#data/rows.ts';
import { openText } from '#data/text-document.ts';
import { textUpdates } from '#data/text-queries.ts';
import { setFields } from '#domain/change.ts';
import { addItem, renameItem } from '#domain/commands/checklist-commands.ts';
import { writeNote } from '#domain/commands/note-commands.ts';
import { createId } from '#domain/ids.ts';
import { authorOfNode } from '#features/people.ts';
import { aRound, type TestPhone, type TestRound } from '#tests/support/round.ts';

let count = 0;

async function contents(phone: TestPhone) {
  const [first] = await plansWithActions(phone.ports.database);
  const found = first && (await planContents(phone.ports.database, first.plan.id));
  if (!found) throw new Error('The phone has no plan');
  return found;
}

function theAction<Some>([first]: readonly Some[]): Some {
  if (!first) throw new Error('The plan has no action');
  return first;
}

/** The checklist's points as this phone shows them. */
async function points(phone: TestPhone): Promise<readonly string[]> {
  return (await contents(phone)).items.map(({ title }) => title);
}

async function add(phone: TestPhone, title: string): Promise<void> {
  const { actions, items } = await contents(phone);
  count += 1;
  phone.clock.ms += 1_000;
  const id = createId(count, (bytes) => phone.ports.random(bytes));
  expect(await phone.save(addItem(theAction(actions), id, title, items))).toBe(undefined);
}

async function nameAction(phone: TestPhone, title: string): Promise<void> {
  const { actions } = await contents(phone);
  phone.clock.ms += 1_000;
  expect(await phone.save(setFields(theAction(actions), 'action', { title }))).toBe(undefined);
}

async function text(phone: TestPhone) {
  const [note] = (await contents(phone)).notes;
  if (!note) throw new Error('The plan has no note');
  return { note, updates: await textUpdates(phone.ports.database, note, 'body') };
}

async function write(phone: TestPhone, words: string): Promise<void> {
  const { note, updates } = await text(phone);
  const editor = openText('body', updates);
  expect(await phone.save(writeNote(note, editor.write(editor.read() + words) ?? ''))).toBe(undefined);
}

async function synced(...phones: readonly TestPhone[]): Promise<void> {
  for (const phone of phones) expect(await phone.sync()).toMatchObject({ type: 'synced' });
}

async function begun(...people: readonly string[]): Promise<{ round: TestRound; phones: TestPhone[] }> {
  const round = await aRound();
  const phones: TestPhone[] = [];
  for (const person of people) phones.push(await round.phone(person));
  await synced(...phones);
  return { round, phones };
}

async function expectLevel(first: TestPhone, ...others: readonly TestPhone[]): Promise<void> {
  for (const phone of [first, ...others]) {
    expect(await countUnsentChanges(phone.ports.database)).toBe(0);
    expect(await listRefused(phone.ports.database)).toEqual([]);
    expect((await points(phone)).toSorted()).toEqual((await points(first)).toSorted());
  }
}

describe('a copied device', () => {
  test('takes a name of its own at first contact, and both keep everything', async () => {
    const { round, phones } = await begun('liaison', 'official');
    const [liaison, official] = phones as [TestPhone, TestPhone];
    await add(liaison, 'before the copy');
    const copy = await round.copyOf(liaison);
    await add(liaison, 'by the original');
    await add(copy, 'by the copy');
    await add(copy, 'by the copy as well');
    await synced(liaison, copy, official, liaison, copy);
    await expectLevel(liaison, copy, official);
    expect(await points(official)).toEqual(
      expect.arrayContaining(['before the copy', 'by the original', 'by the copy', 'by the copy as well']),
    );
    expect((await points(official)).filter((title) => title === 'before the copy')).toHaveLength(1);
  });

  test('that has written nothing yet finds out as well, before it writes', async () => {
    const { round, phones } = await begun('liaison');
    const [liaison] = phones as [TestPhone];
    const copy = await round.copyOf(liaison);
    await add(liaison, 'by the original');
    await synced(liaison, copy);
    await add(copy, 'by the copy');
    await add(liaison, 'by the original again');
    await synced(copy, liaison, copy);
    await expectLevel(liaison, copy);
    expect(await points(copy)).toEqual(expect.arrayContaining(['by the original', 'by the copy', 'by the original again']));
  });

  test('is still told as its person by colleagues', async () => {
    const { round, phones } = await begun('liaison', 'official');
    const [liaison, official] = phones as [TestPhone, TestPhone];
    const copy = await round.copyOf(liaison);
    await add(liaison, 'by the original');
    await nameAction(copy, 'by the copy');
    await synced(liaison, copy, official);
    const { database } = official.ports;
    const [action] = await recordsOf(database, 'action');
    const { title } = acceptedOf(await database.records.get(['action', action?.id ?? '', action?.space ?? '']));
    const node = title?.type === 'register' ? (title.heads[0]?.node ?? '') : '';
    const facts = await roundFacts(database);
    expect(facts.devices.map((device) => device.node)).not.toContain(node);
    const author = authorOfNode(facts, node, undefined, await currentActor(database));
    expect(author).toMatchObject({ type: 'person', name: 'Enlace municipal' });
  });

  test('does not take new names for ever from an endpoint that always tells of others', async () => {
    const { phones } = await begun('liaison');
    const [liaison] = phones as [TestPhone];
    await synced(liaison);
    await add(liaison, 'kept');
    let requests = 0;
    liaison.tamper((delivered) => {
      requests += 1;
      if (delivered.type !== 'answer' || delivered.status !== 200) return delivered;
      return { ...delivered, body: { ...(delivered.body as object), acked: 1_000 } };
    });
    await liaison.sync();
    expect(await liaison.sync()).toEqual({ type: 'error', error: 'fork' });
    expect(requests).toBeLessThan(60);
    expect(await points(liaison)).toContain('kept');
  });

  test('edits of one field by original and copy stay both', async () => {
    const { round, phones } = await begun('liaison');
    const [liaison] = phones as [TestPhone];
    const copy = await round.copyOf(liaison);
    await nameAction(liaison, 'original');
    await nameAction(copy, 'copy, first');
    await nameAction(copy, 'copy, second');
    await synced(liaison, copy, liaison);
    for (const phone of [liaison, copy]) {
      const [action] = (await contents(phone)).actions;
      expect(action?.title).toBe('copy, second');
      expect(action?.conflicts).toEqual(['title']);
    }
  });

  test('copies of a copy that hold the same unsent changes double nothing', async () => {
    const { round, phones } = await begun('liaison');
    const [liaison] = phones as [TestPhone];
    const copy = await round.copyOf(liaison);
    await add(liaison, 'by the original');
    await add(copy, 'by the copy');
    const second = await round.copyOf(copy);
    await add(second, 'by the second copy');
    await synced(liaison, second, copy, liaison, second, copy);
    await expectLevel(liaison, copy, second);
    expect((await points(liaison)).filter((title) => title === 'by the copy')).toHaveLength(1);
    expect(await points(liaison)).toContain('by the second copy');
  });
});

describe('an endpoint that was restored from a backup', () => {
  test('gets back from each device what that device had sent', async () => {
    const { round, phones } = await begun('liaison', 'official');
    const [liaison, official] = phones as [TestPhone, TestPhone];
    await add(liaison, 'in the backup');
    await synced(liaison, official);
    const restore = await round.backUp();
    await add(liaison, 'by the liaison, after it');
    await add(official, 'by the official, after it');
    await synced(liaison, official, liaison);
    await restore();
    await synced(liaison);
    expect(await points(liaison)).toContain('in the backup');
    await synced(official, liaison);
    await expectLevel(liaison, official);
    for (const title of ['in the backup', 'by the liaison, after it', 'by the official, after it'])
      expect((await points(liaison)).filter((point) => point === title)).toEqual([title]);
    for (const phone of phones) expect((await vanishedRow(phone.ports.database)).entries).toEqual([]);
  });

  test('lists what a colleague wrote and the endpoint lost, until the colleague is back', async () => {
    const { round, phones } = await begun('liaison', 'official');
    const [liaison, official] = phones as [TestPhone, TestPhone];
    const restore = await round.backUp();
    await nameAction(official, 'renamed by the official');
    await synced(official, liaison);
    await restore();
    await synced(liaison);
    const gone = await vanishedRow(liaison.ports.database);
    expect(gone.entries.map(({ field, head }) => [field, head.value])).toEqual([['title', 'renamed by the official']]);
    expect((await contents(liaison)).actions[0]?.title).toBe('Censo de luminarias');
    await synced(official, liaison);
    expect((await vanishedRow(liaison.ports.database)).entries).toEqual([]);
    expect((await contents(liaison)).actions[0]).toMatchObject({ title: 'renamed by the official', conflicts: [] });
  });

  test('lists the lost words of each colleague although they came merged', async () => {
    const { round, phones } = await begun('liaison', 'official', 'observer');
    const [liaison, official, reader] = phones as [TestPhone, TestPhone, TestPhone];
    const restore = await round.backUp();
    await write(official, ' Del funcionario.');
    await synced(official, liaison);
    for (let pause = 0; pause < 14; pause += 1) {
      await write(liaison, ` ${pause}.`);
      await liaison.sync();
    }
    await reader.ports.database.spaces.toCollection().modify({ cursor: [0, 0, ''] });
    await synced(reader);
    expect((await text(reader)).updates).toHaveLength(1);
    await restore();
    await synced(reader);
    const gone = (await vanishedRow(reader.ports.database)).entries.filter(({ field }) => field === 'body');
    const authors = await Promise.all([liaison, official].map(async ({ ports }) => (await ensureDeviceRow(ports)).node));
    expect(new Set(gone.map(({ head }) => head.node))).toEqual(new Set(authors));
    expect(
      openText(
        'body',
        gone.map(({ head }) => String(head.value)),
      ).read(),
    ).toContain('Del funcionario.');
    await synced(official, liaison, reader);
    expect((await vanishedRow(reader.ports.database)).entries.filter(({ field }) => field === 'body')).toEqual([]);
  });

  test('what followed one another stays so: the last of several edits is shown alone', async () => {
    const { round, phones } = await begun('liaison', 'official');
    const [liaison, official] = phones as [TestPhone, TestPhone];
    const restore = await round.backUp();
    await nameAction(official, 'first');
    await synced(official, liaison);
    await nameAction(liaison, 'second');
    await synced(liaison, official);
    await nameAction(official, 'third');
    await restore();
    await synced(liaison, official, liaison);
    for (const phone of [liaison, official])
      expect((await contents(phone)).actions[0]).toMatchObject({ title: 'third', conflicts: [] });
  });

  test('a change that waits unsent survives the restore and goes up once', async () => {
    const { round, phones } = await begun('liaison');
    const [liaison] = phones as [TestPhone];
    const restore = await round.backUp();
    await add(liaison, 'sent');
    await synced(liaison);
    await add(liaison, 'waiting');
    const sent = (await contents(liaison)).items.find(({ title }) => title === 'sent');
    expect(sent && (await liaison.save(renameItem(sent, 'sent and renamed', 'sent')))).toBe(undefined);
    await restore();
    await synced(liaison);
    await expectLevel(liaison);
    expect(await points(liaison)).toEqual(expect.arrayContaining(['waiting', 'sent and renamed']));
    const fresh = await round.phone('official');
    await synced(fresh);
    expect(await points(fresh)).toEqual(await points(liaison));
  });
});

describe('a copy and a restore in one history', () => {
  test('the copy speaks first to the restored endpoint', async () => {
    const { round, phones } = await begun('liaison', 'official');
    const [liaison, official] = phones as [TestPhone, TestPhone];
    const copy = await round.copyOf(liaison);
    const restore = await round.backUp();
    await nameAction(liaison, 'by the original');
    await synced(liaison, official);
    await nameAction(copy, 'by the copy');
    await nameAction(official, 'by the official, over the original');
    await restore();
    await synced(copy, official, liaison, copy, official);
    for (const phone of [liaison, copy, official]) {
      const action = theAction((await contents(phone)).actions);
      expect(action.title).toBe('by the official, over the original');
      const { title } = acceptedOf(await phone.ports.database.records.get(recordKey(action)));
      const values = title?.type === 'register' ? title.heads.map(({ value }) => value) : [];
      expect(values.toSorted()).toEqual(['by the copy', 'by the official, over the original']);
    }
    await expectLevel(liaison, copy, official);
  });
});

describe('a device that holds something else than the endpoint', () => {
  const aDayLater = (phone: TestPhone) => {
    phone.clock.ms += 25 * 3_600_000;
  };

  test('reads the space anew within a day, and keeps what waits to be sent', async () => {
    const { phones } = await begun('liaison', 'official');
    const [liaison, official] = phones as [TestPhone, TestPhone];
    await add(liaison, 'sent');
    await synced(liaison);
    const { database } = liaison.ports;
    const item = (await contents(liaison)).items.find(({ title }) => title === 'sent');
    if (!item) throw new Error('no item');
    await database.records.delete(recordKey(item));
    const action = theAction((await contents(liaison)).actions);
    const row = await database.records.get(recordKey(action));
    if (!row) throw new Error('no record');
    const accepted = { ...acceptedOf(row), made_up: { type: 'register', heads: [], seen: {} } };
    await database.records.put({ ...row, accepted: JSON.stringify(accepted) });
    await add(liaison, 'waiting');
    await synced(liaison);
    expect(await points(liaison)).not.toContain('sent');
    aDayLater(liaison);
    await add(liaison, 'waiting too');
    await synced(liaison);
    expect(await points(liaison)).not.toContain('sent');
    await synced(liaison, official);
    await expectLevel(liaison, official);
    expect(await points(liaison)).toEqual(expect.arrayContaining(['sent', 'waiting', 'waiting too']));
    expect(acceptedOf(await database.records.get(recordKey(action)))).not.toHaveProperty('made_up');
    expect((await database.spaces.get(action.space))?.renewals).toBe(1);
  });

  test('is the exception: who holds the same reads nothing twice', async () => {
    const { phones } = await begun('liaison', 'official');
    const [liaison, official] = phones as [TestPhone, TestPhone];
    await add(liaison, 'one');
    await synced(liaison, official);
    for (const phone of phones) aDayLater(phone);
    await synced(liaison, official);
    for (const phone of phones)
      expect((await phone.ports.database.spaces.toArray()).map(({ renewals }) => renewals)).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
  });
});

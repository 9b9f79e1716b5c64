import { expect, test } from 'vitest';
import { fieldVersions } from '#data/history-queries.ts';
import { countUnsentChanges, listRefused } from '#data/outbox.ts';
import { planContents, plansWithActions, recordById, recordsOf } from '#data/record-queries.ts';
import { openText } from '#data/text-document.ts';
import { textUpdates } from '#data/text-queries.ts';
import { setFields } from '#domain/change.ts';
import { addItem, renameItem, tickItem, untickItem } from '#domain/commands/checklist-commands.ts';
import { writeNote } from '#domain/commands/note-commands.ts';
import { moveRecord, setActionState } from '#domain/commands/plan-commands.ts';
import { keepVersion } from '#domain/commands/resolve-conflict.ts';
import { aRound, type TestPhone } from '#tests/support/round.ts';

async function theplan(phone: TestPhone) {
  const [first] = await plansWithActions(phone.ports.database);
  const contents = await planContents(phone.ports.database, first?.plan.id ?? '');
  const action = contents?.actions[0];
  if (!contents || !action) throw new Error('The plan has not arrived');
  return { ...contents, action };
}

async function twoPhones() {
  const round = await aRound();
  const [liaison, official] = [await round.phone('liaison'), await round.phone('official')];
  await liaison.sync();
  await official.sync();
  return { round, liaison, official };
}

test('a phone that joins gets every space of its person in one run, and the same again changes nothing', async () => {
  const { liaison } = await twoPhones();
  expect((await theplan(liaison)).items).toHaveLength(3);
  expect(await liaison.sync()).toEqual({ type: 'synced', sent: 0, refused: 0, received: 0 });
});

test('keeps both edits when two colleagues change different fields of one action offline', async () => {
  const { liaison, official } = await twoPhones();
  const { action } = await theplan(liaison);
  expect(await liaison.save(setActionState(action, 'done'))).toBeUndefined();
  expect(await official.save(setFields(action, 'action', { title: 'Censo y mapa de luminarias' }))).toBeUndefined();
  await liaison.sync();
  await official.sync();
  await liaison.sync();
  for (const phone of [liaison, official]) {
    expect((await theplan(phone)).action).toMatchObject({ state: 'done', title: 'Censo y mapa de luminarias', conflicts: [] });
  }
});

test('the same field edited by two stays as two versions on both phones until one decides', async () => {
  const { liaison, official } = await twoPhones();
  const { action } = await theplan(liaison);
  await liaison.save(setFields(action, 'action', { title: 'Versión del enlace' }));
  official.clock.ms += 5_000;
  await official.save(setFields(action, 'action', { title: 'Versión de obras' }));
  await liaison.sync();
  await official.sync();
  await liaison.sync();
  for (const phone of [liaison, official]) {
    const shown = (await theplan(phone)).action;
    expect(shown).toMatchObject({ title: 'Versión de obras', conflicts: ['title'] });
    const versions = await fieldVersions(phone.ports.database, shown, 'title');
    expect(versions.map(({ value }) => value)).toEqual(['Versión de obras', 'Versión del enlace']);
  }
  await liaison.save(keepVersion(action, 'title', 'Versión del enlace', ['Versión de obras', 'Versión del enlace']));
  await liaison.sync();
  await official.sync();
  for (const phone of [liaison, official]) {
    expect((await theplan(phone)).action).toMatchObject({ title: 'Versión del enlace', conflicts: [] });
  }
});

test('a version that came in behind an open form stays beside what the form saves', async () => {
  const { liaison, official } = await twoPhones();
  const [opened] = (await theplan(liaison)).items;
  if (!opened) throw new Error('no item');
  await official.save(renameItem(opened, 'Versión de obras', opened.title));
  await official.sync();
  await liaison.sync();
  await liaison.save(renameItem(opened, 'Versión del enlace', opened.title));
  await liaison.sync();
  await official.sync();
  for (const phone of [liaison, official]) {
    const shown = (await theplan(phone)).items.find(({ id }) => id === opened.id);
    expect(shown?.conflicts).toEqual(['title']);
    const versions = await fieldVersions(phone.ports.database, opened, 'title');
    expect(versions.map(({ value }) => value).sort()).toEqual(['Versión de obras', 'Versión del enlace']);
  }
});

test('a decision leaves a third version that came while the other two were shown', async () => {
  const { liaison, official } = await twoPhones();
  const { action } = await theplan(liaison);
  await liaison.save(setFields(action, 'action', { title: 'A' }));
  await official.save(setFields(action, 'action', { title: 'B' }));
  await official.save(setFields(action, 'action', { title: 'C' }));
  await liaison.sync();
  await official.sync();
  await liaison.sync();
  await liaison.save(keepVersion(action, 'title', 'A', ['A', 'B']));
  expect((await theplan(liaison)).action.conflicts).toEqual(['title']);
  await liaison.save(keepVersion(action, 'title', 'A', ['A', 'C']));
  expect((await theplan(liaison)).action).toMatchObject({ title: 'A', conflicts: [] });
});

test('a lost answer leads neither to a loss nor to a double', async () => {
  const { round, liaison, official } = await twoPhones();
  const { action, items } = await theplan(liaison);
  await liaison.save(addItem(action, '01HZZZZZZZZZZZZZZZZZZZZZZZ', 'Nuevo punto', items));
  expect(await liaison.sync('answer-lost')).toEqual({ type: 'cut' });
  expect(await countUnsentChanges(liaison.ports.database)).toBe(1);
  expect(await liaison.sync()).toMatchObject({ type: 'synced', refused: 0 });
  expect(await countUnsentChanges(liaison.ports.database)).toBe(0);
  await official.sync();
  expect((await theplan(official)).items.filter(({ title }) => title === 'Nuevo punto')).toHaveLength(1);
  const rows = await round.store.selectFrom('op').selectAll().where('id', '=', '01HZZZZZZZZZZZZZZZZZZZZZZZ').execute();
  expect(rows).toHaveLength(4);
});

test('two who tick, move and add in one checklist end with the same list', async () => {
  const { liaison, official } = await twoPhones();
  const { action, items } = await theplan(liaison);
  const [first, second, third] = items;
  if (!first || !second || !third) throw new Error('no items');
  await liaison.save(tickItem(second, null, liaison.clock.ms));
  await liaison.save(moveRecord(items, third.id, 0));
  await official.save(untickItem(first));
  await official.save(moveRecord(items, third.id, 1));
  await official.save(addItem(action, '01HYYYYYYYYYYYYYYYYYYYYYYY', 'Otro', items));
  for (const phone of [liaison, official, liaison, official]) await phone.sync();
  const shown = (contents: Awaited<ReturnType<typeof theplan>>) =>
    contents.items.map(({ id, check, title }) => [id, check, title]);
  expect(shown(await theplan(liaison))).toEqual(shown(await theplan(official)));
  expect((await theplan(liaison)).items).toHaveLength(4);
});

test('two who write in one note while offline both find their words in it', async () => {
  const { liaison, official } = await twoPhones();
  for (const [phone, write] of [
    [liaison, (text: string) => `Atención. ${text}`],
    [official, (text: string) => `${text} Ya hay presupuesto.`],
  ] as const) {
    const note = (await theplan(phone)).notes[0];
    if (!note) throw new Error('no note');
    const editor = openText('body', await textUpdates(phone.ports.database, note, 'body'));
    expect(await phone.save(writeNote(note, editor.write(write(editor.read())) ?? ''))).toBeUndefined();
  }
  for (const phone of [liaison, official, liaison]) await phone.sync();
  for (const phone of [liaison, official]) {
    const note = (await theplan(phone)).notes[0];
    if (!note) throw new Error('no note');
    const text = openText('body', await textUpdates(phone.ports.database, note, 'body')).read();
    expect(text).toBe('Atención. Faltan doce luminarias en el centro. Ya hay presupuesto.');
  }
});

test('what the endpoint refuses is listed with its reason and shown no more as if it held', async () => {
  const { round, liaison } = await twoPhones();
  const coordinator = await round.phone('coordinator');
  await coordinator.sync();
  const { action } = await theplan(liaison);
  const membership = (await recordsOf(coordinator.ports.database, 'membership')).find(
    (row) => row.role === 'liaison' && row.town === action.town,
  );
  if (!membership) throw new Error('no membership');
  await coordinator.save(setFields(membership, 'membership', { role: 'observer' }));
  await coordinator.sync();
  await liaison.save(setFields(action, 'action', { title: 'Demasiado tarde' }));
  expect(await liaison.sync()).toMatchObject({ type: 'synced', refused: 1 });
  const [refused] = await listRefused(liaison.ports.database);
  expect(refused).toMatchObject({ refused: 'role-reads-only', op: { value: 'Demasiado tarde' } });
  const shown = await recordById(liaison.ports.database, 'action', action.id);
  expect(shown?.title).toBe('Censo de luminarias');
});

test('an endpoint without a session pauses sync and leaves every change where it is', async () => {
  const { liaison } = await twoPhones();
  const { action } = await theplan(liaison);
  liaison.tamper(() => ({ type: 'answer', status: 401, body: { error: 'no-session' } }));
  await liaison.save(setActionState(action, 'done'));
  expect(await liaison.sync()).toEqual({ type: 'error', error: 'no-session' });
  expect(await countUnsentChanges(liaison.ports.database)).toBe(1);
  liaison.tamper(() => ({ type: 'answer', status: 200, body: '<html>Please log in to the WLAN</html>' }));
  expect(await liaison.sync()).toEqual({ type: 'error', error: 'unreadable' });
  liaison.tamper((delivered) => delivered);
  expect(await liaison.sync()).toMatchObject({ type: 'synced', sent: 1 });
});

test('an own change stays on the screen while it is acknowledged but not yet covered by a page', async () => {
  const { liaison, official } = await twoPhones();
  const { action } = await theplan(liaison);
  await liaison.save(setActionState(action, 'done'));
  liaison.tamper((delivered) =>
    delivered.type === 'answer' ? { ...delivered, body: { ...(delivered.body as object), pages: [], gained: [] } } : delivered,
  );
  await liaison.sync();
  expect(await countUnsentChanges(liaison.ports.database)).toBe(0);
  expect((await theplan(liaison)).action.state).toBe('done');
  liaison.tamper((delivered) => delivered);
  await official.save(setFields(action, 'action', { title: 'Otro título' }));
  await official.sync();
  await liaison.sync();
  expect((await theplan(liaison)).action).toMatchObject({ state: 'done', title: 'Otro título' });
  expect(await liaison.ports.database.ops.where('over').above('').count()).toBe(0);
});

import { expect, test } from 'vitest';
import { ensureDeviceRow } from '#data/device-row.ts';
import { mutate } from '#data/mutate.ts';
import { countUnsentChanges, listUnsent } from '#data/outbox.ts';
import { planContents, recordById } from '#data/record-queries.ts';
import { openText } from '#data/text-document.ts';
import { textUpdates } from '#data/text-queries.ts';
import { refOf, setFields } from '#domain/change.ts';
import { addItem, tickItem } from '#domain/commands/checklist-commands.ts';
import { addNote, writeNote } from '#domain/commands/note-commands.ts';
import { addAction, addLine, createPlan, deleteRecord, restoreRecord } from '#domain/commands/plan-commands.ts';
import { type Actor, nobody } from '#domain/grants.ts';
import { deviceSpace, groupSpace } from '#domain/ids.ts';
import { aDevice, saved } from '#tests/support/device.ts';

const group = groupSpace('G1');
const liaison: Actor = { person: 'P1', grants: [{ space: group, role: 'liaison', town: 'T1' }] };
const observer: Actor = { person: 'P2', grants: [{ space: group, role: 'observer', town: 'T1' }] };
const planRef = { space: group, kind: 'plan', id: 'PLAN', town: 'T1' };
const draft = { title: 'Alumbrado', objective: '', problem: '', theme: '', period: null };

test('writes the record, its ops, the counter and the clock together', async () => {
  const phone = await aDevice();
  const ops = await saved(phone, liaison, setFields(planRef, 'plan', { title: 'Alumbrado', objective: 'Más luz' }));
  expect(ops.map(({ n, tx }) => [n, tx])).toEqual([
    [1, 1],
    [2, 1],
  ]);
  expect(await recordById(phone.database, 'plan', 'PLAN')).toMatchObject({ title: 'Alumbrado', objective: 'Más luz' });
  expect(await phone.database.ops.count()).toBe(2);
  const row = await ensureDeviceRow(phone);
  expect([row.n, row.clock]).toEqual([2, ops[1]?.stamp]);
});

test('counts a command as one change, however many fields it writes', async () => {
  const phone = await aDevice();
  await saved(phone, liaison, createPlan({ space: group, town: 'T1' }, 'PLAN', draft, []));
  await saved(phone, liaison, setFields(planRef, 'plan', { title: 'Otro' }));
  expect(await countUnsentChanges(phone.database)).toBe(2);
});

test('refuses all changes of a command when one may not be made, and leaves no trace', async () => {
  const phone = await aDevice();
  const foreign = { ...planRef, id: 'OTHER', town: 'T2' };
  const result = await mutate(phone, liaison, [
    ...setFields(planRef, 'plan', { title: 'Alumbrado' }),
    ...setFields(foreign, 'plan', { title: 'Ajeno' }),
  ]);
  expect(result).toMatchObject({ ok: false, refusal: { code: 'not-your-town' } });
  expect(await phone.database.records.count()).toBe(0);
  expect(await phone.database.ops.count()).toBe(0);
  expect((await ensureDeviceRow(phone)).n).toBe(0);
});

test('refuses an observer, a value of the wrong shape and a text beyond the limit with their codes', async () => {
  const phone = await aDevice();
  const code = async (actor: Actor, title: string) => {
    const result = await mutate(phone, actor, setFields(planRef, 'plan', { title }));
    return result.ok ? 'ok' : result.refusal.code;
  };
  expect(await code(observer, 'x')).toBe('role-reads-only');
  expect(await code(liaison, 'x'.repeat(201))).toBe('bad-value');
  expect(await code(liaison, 'x'.repeat(100_000))).toBe('too-large');
  expect(await code(nobody, 'x')).toBe('no-access');
});

test('stamps rise although the clock is set back by a year', async () => {
  const phone = await aDevice();
  const [first] = await saved(phone, liaison, setFields(planRef, 'plan', { title: 'a' }));
  phone.clock.ms -= 365 * 86_400_000;
  const [second] = await saved(phone, liaison, setFields(planRef, 'plan', { title: 'b' }));
  expect((second?.stamp ?? '') > (first?.stamp ?? '')).toBe(true);
  expect(await recordById(phone.database, 'plan', 'PLAN')).toMatchObject({ title: 'b', conflicts: [] });
});

test('an edit of an own unsent edit names it as its base, so no conflict with oneself arises', async () => {
  const phone = await aDevice();
  const [first] = await saved(phone, liaison, setFields(planRef, 'plan', { title: 'a' }));
  const [second] = await saved(phone, liaison, setFields(planRef, 'plan', { title: 'b' }));
  expect(second?.base).toEqual([`${first?.node}:1`]);
});

test('what one types on and on names the own pieces, though the form knows only how it began', async () => {
  const phone = await aDevice();
  await saved(phone, liaison, setFields(planRef, 'plan', { title: 'a' }));
  const [second] = await saved(phone, liaison, setFields(planRef, 'plan', { title: 'ab' }, { title: 'a' }));
  const [third] = await saved(phone, liaison, setFields(planRef, 'plan', { title: 'abc' }, { title: 'a' }));
  expect(third?.base).toEqual([`${second?.node}:${second?.n}`]);
});

test('works in the device space before joining, and sends nothing of it', async () => {
  const phone = await aDevice();
  await saved(phone, nobody, createPlan({ space: deviceSpace, town: null }, 'PLAN', draft, []));
  const contents = await planContents(phone.database, 'PLAN');
  if (!contents) throw new Error('no plan');
  await saved(phone, nobody, addLine(contents.plan, 'LINE', 'Calles', []));
  const line = (await planContents(phone.database, 'PLAN'))?.lines[0];
  if (!line) throw new Error('no line');
  await saved(phone, nobody, addAction(line, 'ACTION', { title: 'Censo', responsible: null, period: null }, []));
  const action = (await planContents(phone.database, 'PLAN'))?.actions[0];
  if (!action) throw new Error('no action');
  await saved(phone, nobody, addItem(action, 'ITEM', 'Recorrer calles', []));
  const item = (await planContents(phone.database, 'PLAN'))?.items[0];
  if (!item) throw new Error('no item');
  await saved(phone, nobody, tickItem(item, null, phone.now()));
  await saved(phone, nobody, deleteRecord(line));
  await saved(phone, nobody, restoreRecord(line));
  const after = await planContents(phone.database, 'PLAN');
  expect(after?.items[0]?.check).toEqual({ by: null, at: phone.now() });
  expect(after?.lines).toHaveLength(1);
  expect(await listUnsent(phone.database)).toEqual([]);
});

test('a note is written in pieces, each naming the one before, and reads back whole', async () => {
  const phone = await aDevice();
  await saved(phone, liaison, createPlan({ space: group, town: 'T1' }, 'PLAN', draft, []));
  const plan = (await planContents(phone.database, 'PLAN'))?.plan;
  if (!plan) throw new Error('no plan');
  const editor = openText('body', []);
  const begin = editor.write('Primera visita.') ?? '';
  await saved(phone, liaison, addNote(plan, 'NOTE', { person: 'P1', town: 'T1', at: phone.now() }, begin));
  const note = (await planContents(phone.database, 'PLAN'))?.notes[0];
  if (!note) throw new Error('no note');
  const [second] = await saved(phone, liaison, writeNote(note, editor.write('Primera visita. Faltan 🔧 12 luminarias.') ?? ''));
  expect(second?.base).toHaveLength(1);
  const reader = openText('body', await textUpdates(phone.database, refOf(note), 'body'));
  expect(reader.read()).toBe('Primera visita. Faltan 🔧 12 luminarias.');
});

// @vitest-environment happy-dom
import 'fake-indexeddb/auto'; // before anything that loads dexie
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { mutate } from '#data/mutate.ts';
import { planContents, planNotes, recordById, recordsOf } from '#data/record-queries.ts';
import { currentActor } from '#data/round-queries.ts';
import { firstUpdate, openText } from '#data/text-document.ts';
import { textUpdates } from '#data/text-queries.ts';
import { addItem, tickItem } from '#domain/commands/checklist-commands.ts';
import { addNote } from '#domain/commands/note-commands.ts';
import { addAction, addLine, createPlan } from '#domain/commands/plan-commands.ts';
import { nobody } from '#domain/grants.ts';
import { deviceSpace } from '#domain/ids.ts';
import { PlanPage } from '#features/plans/plan-page.tsx';
import type { Services } from '#features/services.ts';
import { saved } from '#tests/support/device.ts';
import { leaveScreens, showScreen } from '#tests/support/screens.tsx';
import { aDeviceOf, type SmallDevice, showOn } from '#tests/support/services.tsx';

afterEach(leaveScreens);

/** A plan with a line and a note, written on this device alone. */
async function aPlanOfOnesOwn(device: SmallDevice) {
  const draft = { title: 'Plan propio', objective: '', problem: '', theme: '', period: null };
  await saved(device, nobody, createPlan({ space: deviceSpace, town: null }, 'OWN', draft, []));
  const plan = await recordById(device.database, 'plan', 'OWN');
  if (!plan) throw new Error('no plan');
  await saved(device, nobody, addLine(plan, 'OWNLINE', 'Bacheo', []));
  const author = { person: null, town: null, at: device.now() };
  await saved(device, nobody, addNote(plan, 'OWNNOTE', author, firstUpdate('body', 'Faltan palas.')));
}

test('a plan begun before joining is taken along to the group with its lines and notes, and leaves the device space', async () => {
  const device = await aDeviceOf('liaison');
  await aPlanOfOnesOwn(device);
  await showOn(device, <PlanPage planId="OWN" />, '/plans/OWN', 'Bacheo');
  await userEvent.click(screen.getByRole('button', { name: 'Llevar a «Grupo de servicios»' }));
  await waitFor(async () => expect((await recordById(device.database, 'plan', 'OWN'))?.deleted).toBe(true));
  const copy = (await recordsOf(device.database, 'plan')).find(({ title }) => title === 'Plan propio');
  expect(copy?.space.startsWith('group:')).toBe(true);
  const contents = await planContents(device.database, copy?.id ?? '');
  expect(contents?.lines.map(({ title }) => title)).toEqual(['Bacheo']);
  const [note] = (await planNotes(device.database, copy?.id ?? ''))?.notes ?? [];
  if (!note) throw new Error('the note did not come along');
  expect(openText('body', await textUpdates(device.database, note, 'body')).read()).toBe('Faltan palas.');
});

test('before joining nothing is offered, since there is nowhere to go', async () => {
  const device = await aDeviceOf(null);
  await aPlanOfOnesOwn(device);
  await showOn(device, <PlanPage planId="OWN" />, '/plans/OWN', 'Bacheo');
  expect(screen.queryByText('Este plan solo está en este dispositivo')).toBeNull();
});

const take = () => userEvent.click(screen.getByRole('button', { name: 'Llevar a «Grupo de servicios»' }));
const copiesIn = async (device: SmallDevice) =>
  (await recordsOf(device.database, 'plan')).filter(({ title, space }) => title === 'Plan propio' && space !== deviceSpace);

test('a tick that was made before joining becomes that of who takes the plan along', async () => {
  const device = await aDeviceOf('liaison');
  await aPlanOfOnesOwn(device);
  const { database } = device;
  const line = await recordById(database, 'line', 'OWNLINE');
  if (line) await saved(device, nobody, addAction(line, 'OWNACTION', { title: 'Tapar', responsible: null, period: null }, []));
  const action = await recordById(database, 'action', 'OWNACTION');
  if (action) await saved(device, nobody, addItem(action, 'OWNITEM', 'Comprar', []));
  const item = await recordById(database, 'item', 'OWNITEM');
  if (item) await saved(device, nobody, tickItem(item, null, 5));
  await showOn(device, <PlanPage planId="OWN" />, '/plans/OWN', 'Bacheo');
  await take();
  await waitFor(async () => expect((await recordById(database, 'plan', 'OWN'))?.deleted).toBe(true));
  const copied = await planContents(database, (await copiesIn(device))[0]?.id ?? '');
  expect(copied?.items.map(({ check }) => check)).toEqual([{ by: (await currentActor(database)).person, at: 5 }]);
});

test('a copy that stopped half way says so, and the next try goes on with it', async () => {
  const device = await aDeviceOf('liaison');
  await aPlanOfOnesOwn(device);
  const actor = await currentActor(device.database);
  let left = 1;
  const save: Services['save'] = async (changes) => {
    left -= 1;
    return left >= 0 && (await mutate(device, actor, changes)).ok;
  };
  await showScreen(<PlanPage planId="OWN" />, device, { at: '/plans/OWN', services: { save } });
  await screen.findAllByText('Bacheo');
  await take();
  expect(await screen.findByText(/Se detuvo a medio camino/)).toBeTruthy();
  const opsBefore = await device.database.ops.filter(({ op }) => op.kind !== 'note').count();
  left = 100;
  await take();
  await waitFor(async () => expect((await recordById(device.database, 'plan', 'OWN'))?.deleted).toBe(true));
  const copies = await copiesIn(device);
  expect(copies).toHaveLength(1);
  expect((await planNotes(device.database, copies[0]?.id ?? ''))?.notes).toHaveLength(1);
  expect(await device.database.ops.filter(({ op }) => op.kind !== 'note').count()).toBe(opsBefore);
});

test('a double tap takes a plan along once', async () => {
  const device = await aDeviceOf('liaison');
  await aPlanOfOnesOwn(device);
  await showOn(device, <PlanPage planId="OWN" />, '/plans/OWN', 'Bacheo');
  await userEvent.dblClick(screen.getByRole('button', { name: 'Llevar a «Grupo de servicios»' }));
  await waitFor(async () => expect((await recordById(device.database, 'plan', 'OWN'))?.deleted).toBe(true));
  expect(await copiesIn(device)).toHaveLength(1);
});

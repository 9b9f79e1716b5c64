// @vitest-environment happy-dom
import 'fake-indexeddb/auto'; // before anything that loads dexie
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mutate } from '#data/mutate.ts';
import { recordsOf } from '#data/record-queries.ts';
import { currentActor } from '#data/round-queries.ts';
import { PlanNotes } from '#features/notes/plan-notes.tsx';
import { PlanPage } from '#features/plans/plan-page.tsx';
import { PlansPage } from '#features/plans/plans-page.tsx';
import type { Services } from '#features/services.ts';
import { leaveScreens, showScreen } from '#tests/support/screens.tsx';
import { aDeviceOf, recordTitled, type SmallDevice } from '#tests/support/services.tsx';

beforeEach(() => localStorage.clear());
afterEach(leaveScreens);

/** A save that waits until the test lets it go on, and then succeeds or not. */
async function aSlowSave(device: SmallDevice) {
  const actor = await currentActor(device.database);
  const waiting: ((ok: boolean) => void)[] = [];
  const save: Services['save'] = async (changes) => {
    const ok = await new Promise<boolean>((resolve) => waiting.push(resolve));
    return ok && (await mutate(device, actor, changes)).ok;
  };
  const letGo = async (ok = true) => {
    await waitFor(() => expect(waiting.length).toBeGreaterThan(0));
    for (const go of waiting.splice(0)) go(ok);
  };
  return { save, letGo, asked: () => waiting.length };
}

async function openSlowly(device: SmallDevice, show: 'census' | 'notes') {
  const slow = await aSlowSave(device);
  const action = await recordTitled(device, 'action', 'Censo de luminarias');
  const at = show === 'census' ? `/plans/${action.plan}?action=${action.id}` : '/';
  const page = show === 'census' ? <PlanPage planId={action.plan} /> : <PlanNotes planId={action.plan} />;
  await showScreen(page, device, { at, services: { save: slow.save } });
  const label = show === 'census' ? 'Nuevo punto' : 'Nueva nota';
  return { ...slow, field: await screen.findByLabelText<HTMLInputElement>(label) };
}

test('a double tap on "save note" makes one note', async () => {
  const device = await aDeviceOf('official');
  const { field, letGo, asked } = await openSlowly(device, 'notes');
  await userEvent.type(field, 'Llegó');
  await userEvent.dblClick(screen.getByRole('button', { name: 'Guardar nota' }));
  await waitFor(() => expect(asked()).toBe(1));
  await letGo();
  await screen.findByText('La nota quedó guardada en este dispositivo.');
  await userEvent.click(screen.getByRole('button', { name: 'Guardar nota' }));
  expect(asked()).toBe(0);
  expect(await recordsOf(device.database, 'note')).toHaveLength(2);
});

test('Enter pressed twice adds one point', async () => {
  const device = await aDeviceOf('official');
  const { field, letGo, asked } = await openSlowly(device, 'census');
  await userEvent.type(field, 'Revisar{Enter}{Enter}');
  expect(asked()).toBe(1);
  await letGo();
  await screen.findByRole('checkbox', { name: 'Revisar' });
  expect((await recordsOf(device.database, 'item')).filter(({ title }) => title === 'Revisar')).toHaveLength(1);
  expect(screen.queryByText('Este dato no puede quedar vacío.')).toBeNull();
});

test('what is typed while the point before is being saved stays', async () => {
  const device = await aDeviceOf('official');
  const { field, letGo } = await openSlowly(device, 'census');
  await userEvent.type(field, 'Uno{Enter}Dos');
  await letGo();
  await screen.findByRole('checkbox', { name: 'Uno' });
  expect(field.value).toBe('Dos');
});

test('what could not be saved comes back, before what was typed since', async () => {
  const { field, letGo } = await openSlowly(await aDeviceOf('official'), 'census');
  await userEvent.type(field, 'Uno{Enter}');
  expect(field.value).toBe('');
  await letGo(false);
  await waitFor(() => expect(field.value).toBe('Uno'));
  await userEvent.type(field, '{Enter}Dos');
  await letGo(false);
  await waitFor(() => expect(field.value).toBe('Uno Dos'));
});

test('the draft is kept until its note is saved', async () => {
  const { field, letGo } = await openSlowly(await aDeviceOf('official'), 'notes');
  await userEvent.type(field, 'Llegó');
  await userEvent.click(screen.getByRole('button', { name: 'Guardar nota' }));
  expect(JSON.stringify(localStorage)).toContain('Llegó');
  await letGo();
  await waitFor(() => expect(JSON.stringify(localStorage)).not.toContain('Llegó'));
});

test('a double tap on "create plan" makes one plan', async () => {
  const device = await aDeviceOf('liaison');
  const slow = await aSlowSave(device);
  await showScreen(<PlansPage />, device, { at: '/plans?form=new-plan', services: { save: slow.save } });
  await userEvent.type(await screen.findByLabelText('Título del plan'), 'Agua');
  await userEvent.dblClick(screen.getByRole('button', { name: 'Crear plan' }));
  expect(slow.asked()).toBe(1);
  await slow.letGo();
  await waitFor(async () => expect(await recordsOf(device.database, 'plan')).toHaveLength(2));
});

// @vitest-environment happy-dom
import 'fake-indexeddb/auto'; // before anything that loads dexie
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordsOf } from '#data/record-queries.ts';
import { PlansPage } from '#features/plans/plans-page.tsx';
import { leaveScreens } from '#tests/support/screens.tsx';
import { aDeviceOf, showOn } from '#tests/support/services.tsx';

beforeEach(() => localStorage.clear());
afterEach(leaveScreens);

async function openNewPlan() {
  await userEvent.click(screen.getByRole('button', { name: 'Nuevo plan' }));
  return screen.findByLabelText<HTMLInputElement>('Título del plan');
}

test('a device on its own starts with a plan that only it has', async () => {
  const device = await aDeviceOf(null);
  const { address } = await showOn(device, <PlansPage />, '/plans', 'Todavía no hay planes');
  await userEvent.type(await openNewPlan(), 'Agua para todos');
  expect(screen.getByText('Solo lo verá usted, en este dispositivo.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Crear plan' }));
  await waitFor(async () => expect(await recordsOf(device.database, 'plan')).toMatchObject([{ space: 'device', town: null }]));
  const [plan] = await recordsOf(device.database, 'plan');
  await waitFor(() => expect(address()).toBe(`/plans/${plan?.id}`));
});

test('a plan without a title is not created, and the focus goes to what is missing', async () => {
  const device = await aDeviceOf('liaison');
  await showOn(device, <PlansPage />, '/plans', 'Calles con luz');
  const title = await openNewPlan();
  await userEvent.click(screen.getByRole('button', { name: 'Crear plan' }));
  await screen.findByText('Este dato no puede quedar vacío.');
  await waitFor(() => expect(document.activeElement).toBe(title));
  expect(await recordsOf(device.database, 'plan')).toHaveLength(1);
});

test('100 kB pasted into a new plan are counted, not cut, and still there after closing the form', async () => {
  const device = await aDeviceOf('liaison');
  await showOn(device, <PlansPage />, '/plans', 'Calles con luz');
  await userEvent.click(await openNewPlan());
  await userEvent.paste('x'.repeat(100_000));
  await screen.findByText(/El texto tiene 100,000 caracteres y caben 200/);
  await userEvent.click(screen.getByRole('button', { name: 'Crear plan' }));
  expect(await recordsOf(device.database, 'plan')).toHaveLength(1);
  await userEvent.click(screen.getByRole('button', { name: 'Cerrar' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect((await openNewPlan()).value).toHaveLength(100_000);
});

test('a liaison chooses who sees a new plan: the group, or only the own town hall', async () => {
  await showOn(await aDeviceOf('liaison'), <PlansPage />, '/plans', 'Calles con luz');
  await openNewPlan();
  const choices = [...screen.getByLabelText<HTMLSelectElement>('Quién lo verá').options].map(({ text }) => text);
  expect(choices).toEqual(['Grupo de servicios', 'Solo el ayuntamiento de Chapa de Mota']);
});

test('an observer sees the plans and no way to begin one', async () => {
  await showOn(await aDeviceOf('observer'), <PlansPage />, '/plans', 'Calles con luz');
  expect(screen.queryAllByRole('button')).toEqual([]);
  expect(screen.getByRole('link', { name: 'Calles con luz' })).toBeTruthy();
});

test('while spaces are on their way the list says that it may be incomplete', async () => {
  const device = await aDeviceOf('observer');
  await device.database.spaces.toCollection().modify({ arrived: false });
  await showOn(device, <PlansPage />, '/plans', 'Calles con luz');
  expect(screen.getByText(/Los planes todavía están llegando/)).toBeTruthy();
});

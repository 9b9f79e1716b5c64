// @vitest-environment happy-dom
import 'fake-indexeddb/auto'; // before anything that loads dexie
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordById } from '#data/record-queries.ts';
import { renameItem } from '#domain/commands/checklist-commands.ts';
import { deleteRecord } from '#domain/commands/plan-commands.ts';
import { lifeField } from '#domain/op.ts';
import { PlanPage } from '#features/plans/plan-page.tsx';
import { leaveScreens } from '#tests/support/screens.tsx';
import { aColleagueSets, aDeviceOf, recordTitled, type SmallDevice, showOn } from '#tests/support/services.tsx';

beforeEach(() => localStorage.clear());
afterEach(leaveScreens);

async function openPlan(device: SmallDevice) {
  const plan = await recordTitled(device, 'plan', 'Calles con luz');
  return showOn(device, <PlanPage planId={plan.id} />, `/plans/${plan.id}`, 'Calles con luz');
}

test('a deleted point is listed on its plan and comes back from there', async () => {
  const device = await aDeviceOf('official');
  const [one, other] = [await recordTitled(device, 'item', 'Capturar'), await recordTitled(device, 'item', 'Recorrer el centro')];
  const { services, announced } = await openPlan(device);
  expect(screen.queryByText(/^Eliminado/)).toBeNull();
  await services.save([...deleteRecord(one), ...deleteRecord(other)]);
  await userEvent.click(await screen.findByText('Eliminado (2)'));
  await userEvent.click(screen.getByRole('button', { name: 'Restaurar: Capturar' }));
  await screen.findByText('Eliminado (1)');
  const left = screen.getByRole('button', { name: 'Restaurar: Recorrer el centro' });
  await waitFor(() => expect(document.activeElement).toBe(left));
  expect(announced.at(-1)?.text).toBe('Se restauró «Capturar».');
  expect((await recordById(device.database, 'item', one.id))?.deleted).toBe(false);
  await userEvent.click(left);
  await waitFor(() => expect(screen.queryByText(/^Eliminado/)).toBeNull());
  await waitFor(() => expect(document.activeElement?.tagName).toBe('H1'));
});

test('what one writes into a point that a colleague deleted meanwhile is found there', async () => {
  const device = await aDeviceOf('official');
  const item = await recordTitled(device, 'item', 'Capturar');
  const { services } = await openPlan(device);
  await aColleagueSets(device, item, lifeField, 'deleted', device.now());
  await services.save(renameItem(item, 'Capturar en la base', item.title));
  await userEvent.click(await screen.findByText('Eliminado (1)'));
  const list = screen.getByRole('list', { name: 'Lo eliminado de este plan' });
  expect(await within(list).findByText('Capturar en la base')).toBeTruthy();
  expect(within(list).getByText('Punto')).toBeTruthy();
});

test('who may not restore reads the list without a button', async () => {
  const device = await aDeviceOf('observer');
  const line = await recordTitled(device, 'line', 'Alumbrado');
  await openPlan(device);
  await aColleagueSets(device, line, lifeField, 'deleted', device.now());
  await userEvent.click(await screen.findByText('Eliminado (1)'));
  expect(screen.getByText('Alumbrado')).toBeTruthy();
  expect(screen.queryAllByRole('button', { name: /Restaurar/ })).toEqual([]);
});

test('what would stay hidden under a deleted line says which one comes first', async () => {
  const device = await aDeviceOf('liaison');
  const [line, item] = [await recordTitled(device, 'line', 'Alumbrado'), await recordTitled(device, 'item', 'Capturar')];
  const { services } = await openPlan(device);
  await services.save([...deleteRecord(line), ...deleteRecord(item)]);
  await userEvent.click(await screen.findByText('Eliminado (2)'));
  expect(screen.getByText('Punto · Restaure antes «Alumbrado»')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Restaurar: Alumbrado' }));
  expect(await screen.findByRole('button', { name: 'Restaurar: Capturar' })).toBeTruthy();
});

test('an address of an action whose line was deleted names both and offers the line back', async () => {
  const device = await aDeviceOf('liaison');
  const action = await recordTitled(device, 'action', 'Censo de luminarias');
  const line = await recordTitled(device, 'line', 'Alumbrado');
  await aColleagueSets(device, line, lifeField, 'deleted', device.now());
  const at = `/plans/${action.plan}?action=${action.id}`;
  await showOn(device, <PlanPage planId={action.plan} />, at, 'Censo de luminarias');
  expect(screen.getByText(/^Se eliminó la línea de acción «Alumbrado»/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Restaurar la línea de acción' }));
  expect(await screen.findByText('Lista de verificación')).toBeTruthy();
});

// @vitest-environment happy-dom
import 'fake-indexeddb/auto'; // before anything that loads dexie
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fieldVersions } from '#data/history-queries.ts';
import { planContents, recordById, recordsOf } from '#data/record-queries.ts';
import { untickItem } from '#domain/commands/checklist-commands.ts';
import { deleteRecord, setActionState } from '#domain/commands/plan-commands.ts';
import { PlanPage } from '#features/plans/plan-page.tsx';
import { leaveScreens } from '#tests/support/screens.tsx';
import { aColleagueSets, aDeviceOf, recordTitled, type SmallDevice, showOn } from '#tests/support/services.tsx';

beforeEach(() => localStorage.clear());
afterEach(leaveScreens);

const hour = 3_600_000;

async function openPlan(device: SmallDevice) {
  const plan = await recordTitled(device, 'plan', 'Calles con luz');
  return showOn(device, <PlanPage planId={plan.id} />, `/plans/${plan.id}`, 'Alumbrado');
}

async function openCensus(device: SmallDevice) {
  const action = await recordTitled(device, 'action', 'Censo de luminarias');
  const at = `/plans/${action.plan}?action=${action.id}`;
  return showOn(device, <PlanPage planId={action.plan} />, at, 'Lista de verificación');
}

const titlesOfItems = () => screen.getAllByRole('checkbox').map((box) => box.closest('li')?.textContent ?? '');
const chooseFor = async (title: string, entry: string) => {
  await userEvent.click(screen.getByRole('button', { name: `Más opciones del punto: ${title}` }));
  await userEvent.click(await screen.findByRole('menuitem', { name: entry }));
};

test('several points are added one after the other without leaving the line', async () => {
  const device = await aDeviceOf('official');
  await openCensus(device);
  const field = screen.getByLabelText('Nuevo punto');
  await userEvent.type(field, 'Revisar postes{Enter}');
  await screen.findByRole('checkbox', { name: 'Revisar postes' });
  expect(document.activeElement).toBe(field);
  await userEvent.type(field, 'Firmar{Enter}');
  await screen.findByRole('checkbox', { name: 'Firmar' });
  expect(titlesOfItems().map((text) => text.slice(0, 8))).toEqual(['Recorrer', 'Recorrer', 'Capturar', 'Revisar ', 'Firmar']);
  expect(screen.getByText('1 de 5 puntos')).toBeTruthy();
});

test('an empty point is not added, and the field says why', async () => {
  await openCensus(await aDeviceOf('official'));
  await userEvent.click(screen.getByRole('button', { name: 'Agregar' }));
  expect(await screen.findByText('Este dato no puede quedar vacío.')).toBeTruthy();
});

test('a tick says who ticked it and when', async () => {
  const device = await aDeviceOf('official');
  await openCensus(device);
  await userEvent.click(screen.getByRole('checkbox', { name: 'Capturar' }));
  await waitFor(() => expect(screen.getByRole('checkbox', { name: 'Capturar' }).closest('li')?.textContent).toContain('usted'));
  expect((await recordTitled(device, 'item', 'Capturar')).check).toMatchObject({ at: device.now() });
});

test('a point is renamed in a dialog that starts with its text', async () => {
  const device = await aDeviceOf('official');
  await openCensus(device);
  await chooseFor('Capturar', 'Cambiar texto del punto');
  const field = await screen.findByLabelText('Texto del punto');
  await userEvent.clear(field);
  await userEvent.type(field, 'Capturar en la base{Enter}');
  await screen.findByRole('checkbox', { name: 'Capturar en la base' });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('a text that arrives behind the dialog, closed and opened again, stays beside the new one', async () => {
  const device = await aDeviceOf('official');
  const item = await recordTitled(device, 'item', 'Capturar');
  await openCensus(device);
  await chooseFor('Capturar', 'Cambiar texto del punto');
  await userEvent.type(await screen.findByLabelText('Texto del punto'), ' todo');
  await userEvent.click(screen.getByRole('button', { name: 'Cerrar' }));
  await aColleagueSets(device, item, 'title', 'Capturar en línea', device.now() - hour);
  await screen.findByRole('checkbox', { name: 'Capturar en línea' });
  await chooseFor('Capturar en línea', 'Cambiar texto del punto');
  await userEvent.type(await screen.findByLabelText('Texto del punto'), '{Enter}');
  await screen.findByRole('checkbox', { name: 'Capturar todo' });
  const heads = await fieldVersions(device.database, item, 'title');
  expect(heads.map(({ value }) => value)).toEqual(['Capturar todo', 'Capturar en línea']);
  expect(await screen.findByText('Dos versiones distintas: Texto del punto')).toBeTruthy();
});

test('a tick that somebody else takes back is shown as taken back', async () => {
  const device = await aDeviceOf('official');
  const { services } = await openCensus(device);
  const box = () => screen.getByRole<HTMLInputElement>('checkbox', { name: 'Capturar' });
  await userEvent.click(box());
  await waitFor(() => expect(box().closest('li')?.textContent).toContain('usted'));
  await services.save(untickItem(await recordTitled(device, 'item', 'Capturar')));
  await waitFor(() => expect(box().closest('li')?.textContent).not.toContain('usted'));
  expect(box().checked).toBe(false);
});

test('a title that arrives while one writes another stays beside it', async () => {
  const device = await aDeviceOf('official');
  const action = await recordTitled(device, 'action', 'Censo de luminarias');
  await openCensus(device);
  await userEvent.type(screen.getByLabelText('Acción'), ' y postes');
  await aColleagueSets(device, action, 'title', 'Censo general', device.now() - hour);
  await userEvent.tab();
  await screen.findByText('Guardado en este dispositivo');
  const heads = await fieldVersions(device.database, action, 'title');
  expect(heads.map(({ value }) => value)).toEqual(['Censo de luminarias y postes', 'Censo general']);
});

test('a deleted point comes back with one tap, and the focus goes where the work goes on', async () => {
  const { announced } = await openCensus(await aDeviceOf('official'));
  await chooseFor('Recorrer la cabecera', 'Eliminar');
  await waitFor(() => expect(screen.queryByRole('checkbox', { name: 'Recorrer la cabecera' })).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('checkbox', { name: 'Capturar' })));
  expect(announced.at(-1)?.text).toContain('Recorrer la cabecera');
  announced.at(-1)?.action?.run();
  const back = await screen.findByRole('checkbox', { name: 'Recorrer la cabecera' });
  await waitFor(() => expect(document.activeElement).toBe(back));
});

test('a point is moved by its menu, which keeps the focus, and the move is said', async () => {
  const { announced } = await openCensus(await aDeviceOf('official'));
  await chooseFor('Capturar', 'Mover hacia arriba');
  await waitFor(() => expect(titlesOfItems()[1]).toContain('Capturar'));
  await waitFor(() =>
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Más opciones del punto: Capturar' })),
  );
  expect(announced.at(-1)?.text).toBe('«Capturar» está ahora en el lugar 2 de 3.');
});

test('the first point cannot move up, nor the last one down', async () => {
  await openCensus(await aDeviceOf('official'));
  await userEvent.click(screen.getByRole('button', { name: 'Más opciones del punto: Recorrer el centro' }));
  expect((await screen.findByRole('menuitem', { name: 'Mover hacia arriba' })).hasAttribute('disabled')).toBe(true);
});

/** The one button of the page opens a menu with nothing but the history. */
async function expectOnlyHistory() {
  await userEvent.click(screen.getByRole('button'));
  expect(screen.getAllByRole('menuitem').map((item) => item.textContent)).toEqual(['Ver el historial']);
}

test('an observer reads a plan and an action without a single button to change something', async () => {
  const device = await aDeviceOf('observer');
  const { unmount } = await openPlan(device);
  await expectOnlyHistory();
  expect(screen.getByText('Usted puede leer este plan, no cambiarlo.')).toBeTruthy();
  unmount();
  await openCensus(device);
  await expectOnlyHistory();
  expect(screen.queryAllByRole('checkbox')).toEqual([]);
  expect(screen.queryAllByRole('textbox')).toEqual([]);
  expect(screen.getByText('Recorrer el centro')).toBeTruthy();
});

test('another town reads who may change the plan', async () => {
  await openPlan(await aDeviceOf('neighbour'));
  expect(screen.getByText('Usted puede leer este plan. Solo Chapa de Mota puede cambiarlo.')).toBeTruthy();
});

test('the state is saved as soon as it is chosen', async () => {
  const device = await aDeviceOf('official');
  await openCensus(device);
  await userEvent.selectOptions(screen.getByLabelText('Estado'), 'Concluida');
  await waitFor(async () => expect((await recordTitled(device, 'action', 'Censo de luminarias')).state).toBe('done'));
});

test('a title saves itself and says so only then', async () => {
  const device = await aDeviceOf('official');
  const { services } = await openCensus(device);
  const field = screen.getByLabelText('Acción');
  await userEvent.type(field, ' y postes');
  await userEvent.tab();
  await screen.findByText('Guardado en este dispositivo');
  expect((await recordsOf(services.database, 'action')).map(({ title }) => title)).toContain('Censo de luminarias y postes');
});

test('100 kB pasted into a title stay on the screen whole, are not saved, and the field counts them', async () => {
  const device = await aDeviceOf('official');
  await openCensus(device);
  const field = screen.getByLabelText<HTMLTextAreaElement>('Acción');
  await userEvent.clear(field);
  await userEvent.click(field);
  await userEvent.paste('x'.repeat(100_000));
  await userEvent.tab();
  await screen.findByText(/El texto tiene 100,000 caracteres y caben 200/);
  expect(field.value).toHaveLength(100_000);
  expect((await recordTitled(device, 'action', 'Censo de luminarias')).title).toBe('Censo de luminarias');
});

test('two versions of a state are told in words, and one tap keeps either', async () => {
  const device = await aDeviceOf('liaison');
  const action = await recordTitled(device, 'action', 'Censo de luminarias');
  const { services, unmount } = await openCensus(device);
  await services.save(setActionState(action, 'cancelled'));
  unmount();
  await aColleagueSets(device, action, 'state', 'done', device.now() - hour);
  await openCensus(device);
  await screen.findByText('Dos versiones distintas: Estado');
  expect(screen.getByText(/^Usted, 15 jul 2026/)).toBeTruthy();
  expect(screen.getByText(/^Obras públicas \(Chapa de Mota\), 15 jul 2026/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Conservar esta: Concluida' }));
  await waitFor(() => expect(screen.queryByText('Dos versiones distintas: Estado')).toBeNull());
  expect(await recordTitled(device, 'action', 'Censo de luminarias')).toMatchObject({ state: 'done', conflicts: [] });
  expect(document.activeElement?.tagName).toBe('H1');
});

test('an observer sees both versions, without a button to decide', async () => {
  const device = await aDeviceOf('observer');
  const action = await recordTitled(device, 'action', 'Censo de luminarias');
  await aColleagueSets(device, action, 'title', 'Censo completo', Date.UTC(2026, 4, 1));
  await openCensus(device);
  await screen.findByText('Dos versiones distintas: Acción');
  expect(screen.getByText('«Censo completo»')).toBeTruthy();
  await expectOnlyHistory();
});

test('a line and an action are added from their dialogs', async () => {
  const device = await aDeviceOf('liaison');
  const { services, address } = await openPlan(device);
  await userEvent.click(screen.getByRole('button', { name: 'Agregar línea de acción' }));
  await userEvent.type(await screen.findByLabelText('Nombre de la línea de acción'), 'Mantenimiento{Enter}');
  await screen.findByRole('heading', { name: 'Mantenimiento' });
  await userEvent.click(screen.getByRole('button', { name: 'Agregar acción a «Mantenimiento»' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Agregar acción' }));
  await screen.findByText('Este dato no puede quedar vacío.');
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Acción')));
  await userEvent.type(screen.getByLabelText('Acción'), 'Cambiar focos');
  await userEvent.selectOptions(screen.getByLabelText('Responsable'), 'Obras públicas');
  await userEvent.click(screen.getByRole('button', { name: 'Agregar acción' }));
  await screen.findByRole('link', { name: 'Cambiar focos' });
  expect(address()).toMatch(/^\/plans\/\w+$/);
  const [added] = (await recordsOf(services.database, 'action')).filter(({ title }) => title === 'Cambiar focos');
  expect(added).toMatchObject({ state: 'not-started', responsible: { position: 'Obras públicas' }, period: null });
});

test('a deleted line takes its actions out of sight, and undo brings them back', async () => {
  const { announced } = await openPlan(await aDeviceOf('liaison'));
  await userEvent.click(screen.getByRole('button', { name: 'Más opciones de la línea de acción: Alumbrado' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Eliminar la línea de acción' }));
  await waitFor(() => expect(screen.queryByRole('link', { name: 'Censo de luminarias' })).toBeNull());
  expect(await screen.findByText('Este plan aún no tiene líneas de acción')).toBeTruthy();
  announced.at(-1)?.action?.run();
  expect(await screen.findByRole('link', { name: 'Censo de luminarias' })).toBeTruthy();
});

test('an address of a deleted action says so and offers it back', async () => {
  const device = await aDeviceOf('official');
  const action = await recordTitled(device, 'action', 'Censo de luminarias');
  const { services, unmount } = await openPlan(device);
  await services.save(deleteRecord(action));
  unmount();
  const at = `/plans/${action.plan}?action=${action.id}`;
  await showOn(device, <PlanPage planId={action.plan} />, at, 'Esta acción se eliminó');
  await userEvent.click(screen.getByRole('button', { name: 'Restaurar' }));
  await screen.findByText('Lista de verificación');
  expect((await recordById(device.database, 'action', action.id))?.deleted).toBe(false);
});

test('an address of an unknown plan leads back to the plans', async () => {
  const device = await aDeviceOf('official');
  await showOn(device, <PlanPage planId="01UNKNOWN" />, '/plans/01UNKNOWN', 'Este plan no está en este dispositivo');
  expect(await planContents(device.database, '01UNKNOWN')).toBeUndefined();
});

test('a deleted plan comes back with one tap, and one is on it again', async () => {
  const device = await aDeviceOf('liaison');
  const plan = await recordTitled(device, 'plan', 'Calles con luz');
  const { announced, address } = await openPlan(device);
  await userEvent.click(screen.getByRole('button', { name: 'Más opciones del plan: Calles con luz' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Eliminar el plan' }));
  await waitFor(() => expect(address()).toBe('/plans'));
  expect(await screen.findByText('Este plan se eliminó')).toBeTruthy();
  announced.at(-1)?.action?.run();
  await waitFor(() => expect(address()).toBe(`/plans/${plan.id}`));
  expect(await screen.findByRole('link', { name: 'Censo de luminarias' })).toBeTruthy();
});

test('once every point is ticked, one tap says that the action is done', async () => {
  const device = await aDeviceOf('official');
  await openCensus(device);
  await userEvent.click(screen.getByRole('checkbox', { name: 'Recorrer la cabecera' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'Capturar' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Marcar como concluida' }));
  await waitFor(async () => expect((await recordTitled(device, 'action', 'Censo de luminarias')).state).toBe('done'));
});

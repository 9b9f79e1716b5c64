// @vitest-environment happy-dom
import 'fake-indexeddb/auto'; // before anything that loads dexie
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { currentActor, roundFacts } from '#data/round-queries.ts';
import { setFields } from '#domain/change.ts';
import type { Json } from '#domain/json.ts';
import { ok, refuse } from '#domain/result.ts';
import { stampOf } from '#domain/stamps.ts';
import { PlanPage } from '#features/plans/plan-page.tsx';
import type { Services } from '#features/services.ts';
import type { HistoryPage } from '#protocol/history.ts';
import { saved } from '#tests/support/device.ts';
import { leaveScreens, showScreen } from '#tests/support/screens.tsx';
import { aDeviceOf, recordTitled, type SmallDevice } from '#tests/support/services.tsx';

beforeEach(() => localStorage.clear());
afterEach(leaveScreens);

const officials = 'Obras públicas (Chapa de Mota)';

/** What the endpoint tells of somebody's changes, the first of 10 July, one a day. */
async function told(device: SmallDevice, position: string, ops: readonly Partial<HistoryPage['ops'][number]>[]) {
  const person = (await roundFacts(device.database)).people.find((each) => each.position === position)?.id ?? '';
  const op = { node: 'ELSEWHERE', person, type: 'set', field: 'state' } as const;
  return ops.map((one, index) => ({ ...op, n: index + 1, stamp: stampOf(Date.UTC(2026, 6, 10 + index, 18), 0), ...one }));
}

async function openHistory(device: SmallDevice, history: Services['history']) {
  const action = await recordTitled(device, 'action', 'Censo de luminarias');
  const at = `/plans/${action.plan}?action=${action.id}`;
  const shown = await showScreen(<PlanPage planId={action.plan} />, device, { at, services: { history } });
  await userEvent.click(await screen.findByRole('button', { name: 'Más opciones de la acción: Censo de luminarias' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Ver el historial' }));
  return { ...shown, dialog: within(await screen.findByRole('dialog')), action };
}

const entryOf = (text: HTMLElement) => text.closest('li')?.textContent ?? '';

test('without a line it shows what this device knows, and asks again when told to', async () => {
  const device = await aDeviceOf('liaison');
  const action = await recordTitled(device, 'action', 'Censo de luminarias');
  await saved(device, await currentActor(device.database), setFields(action, 'action', { state: 'cancelled' }));
  const history = vi.fn<Services['history']>(async () => refuse('cut'));
  const { dialog } = await openHistory(device, history);
  expect(await dialog.findByText(/^No se pudo preguntar al servidor/)).toBeTruthy();
  expect(entryOf(await dialog.findByText('Cancelada'))).toMatch(/EstadoCanceladaUsted, 15 jul 2026.*Pendiente de enviar$/);
  history.mockResolvedValue(ok({ ops: await told(device, 'Obras públicas', [{ value: 'done' }]) }));
  await userEvent.click(dialog.getByRole('button', { name: 'Intentar de nuevo' }));
  expect(entryOf(await dialog.findByText('Concluida'))).toContain(officials);
  expect(dialog.getByText('Cancelada')).toBeTruthy();
});

test('names who wrote what and when, newest first, and says what was not taken in', async () => {
  const device = await aDeviceOf('observer');
  const ops = await told(device, 'Obras públicas', [
    { field: 'title', value: 'Censo' },
    { field: 'state', value: 'done', refused: 'not-in-your-role' },
    { field: 'period', value: { dueDay: 7 }, refused: 'bad-value' },
    { field: 'order', value: 'a1' },
  ]);
  const { dialog } = await openHistory(device, async () => ok({ ops }));
  await dialog.findByText('«Censo»');
  const texts = dialog.getAllByRole('listitem').map((row) => row.textContent ?? '');
  const elsewhere = texts.filter((text) => text.includes(officials) && text.includes(' jul 2026'));
  expect(elsewhere.slice(0, 3)).toEqual([
    expect.stringMatching(/^Fechas de la acción\(Esta versión.*12 jul 2026.*No aceptado$/),
    expect.stringMatching(/^EstadoConcluida.*11 jul 2026.*No aceptado$/),
    expect.stringMatching(/^Acción«Censo».*10 jul 2026/),
  ]);
  expect(dialog.queryByRole('button', { name: /Usar de nuevo/ })).toBeNull(); // an observer only reads
});

test('a version can be taken again, which is an ordinary change', async () => {
  const device = await aDeviceOf('liaison');
  const ops = await told(device, 'Obras públicas', [{ value: 'done' }]);
  const { dialog } = await openHistory(device, async () => ok({ ops }));
  await userEvent.click(await dialog.findByRole('button', { name: 'Usar de nuevo esta versión: Estado, Concluida' }));
  await waitFor(async () => expect((await recordTitled(device, 'action', 'Censo de luminarias')).state).toBe('done'));
  await dialog.findByText('Pendiente de enviar');
  await waitFor(() => expect(dialog.queryByRole('button', { name: /Estado, Concluida/ })).toBeNull());
  expect(dialog.getByRole('button', { name: /Estado, En proceso/ })).toBeTruthy();
});

test('older changes come a page at a time', async () => {
  const device = await aDeviceOf('liaison');
  const value = (text: Json) => ({ field: 'title', value: text });
  const [old, newer] = await told(device, 'Obras públicas', [value('Antes'), value('Después')]);
  if (!old || !newer) throw new Error('no ops');
  const history: Services['history'] = async (_ref, after) => ok(after ? { ops: [old] } : { ops: [newer], next: 'there' });
  const { dialog } = await openHistory(device, history);
  expect(await dialog.findByText('«Después»')).toBeTruthy();
  expect(dialog.queryByText('«Antes»')).toBeNull();
  await userEvent.click(dialog.getByRole('button', { name: 'Mostrar cambios anteriores' }));
  expect(await dialog.findByText('«Antes»')).toBeTruthy();
  expect(dialog.getByText('«Después»')).toBeTruthy();
  expect(dialog.queryByRole('button', { name: 'Mostrar cambios anteriores' })).toBeNull();
});

test('a point tells who verified it and who took that back, and nobody can repeat another’s deed', async () => {
  const device = await aDeviceOf('liaison');
  const item = await recordTitled(device, 'item', 'Recorrer el centro');
  const { database } = device;
  const by = (await roundFacts(database)).people.find(({ position }) => position === 'Obras públicas')?.id ?? '';
  const ops = await told(device, 'Obras públicas', [
    { field: 'action', value: item.action },
    { field: 'check', value: { by, at: Date.UTC(2026, 6, 10, 18) } },
    { field: 'check', value: null },
  ]);
  const at = `/plans/${item.plan}?action=${item.action}`;
  await showScreen(<PlanPage planId={item.plan} />, device, { at, services: { history: async () => ok({ ops }) } });
  await userEvent.click(await screen.findByRole('button', { name: 'Más opciones del punto: Recorrer el centro' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Ver el historial' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Historial: Recorrer el centro' }));
  await dialog.findByText('Por verificar');
  const texts = dialog.getAllByRole('listitem').map((row) => row.textContent ?? '');
  expect(texts[0]).toMatch(/^Verificación del puntoPor verificarObras públicas \(Chapa de Mota\), 12 jul 2026/);
  expect(texts[1]).toMatch(/^Verificación del puntoVerificado: Obras públicas.*11 jul 2026/);
  expect(texts.some((text) => text.includes(item.action))).toBe(false);
  expect(dialog.queryByRole('button', { name: /Usar de nuevo esta versión: Verificación del punto/ })).toBeNull();
});

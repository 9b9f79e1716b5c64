// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { mutate } from '#data/mutate.ts';
import { currentActor } from '#data/round-queries.ts';
import { createPlan } from '#domain/commands/plan-commands.ts';
import { deviceSpace } from '#domain/ids.ts';
import { LeavePage } from '#features/settings/leave-page.tsx';
import { leaveScreens, showScreen } from '#tests/support/screens.tsx';
import { aDeviceOf, type SmallDevice } from '#tests/support/services.tsx';

afterEach(leaveScreens);
beforeEach(() => localStorage.clear());

const draft = { title: 'Un plan', objective: '', problem: '', theme: '', period: null };

async function writePlan(device: SmallDevice, place: { readonly space: string; readonly town: string | null }, id: string) {
  expect((await mutate(device, await currentActor(device.database), createPlan(place, id, draft, []))).ok).toBe(true);
}

test('says that nothing is lost where everything is sent, and leaves after a question', async () => {
  const user = userEvent.setup();
  const leave = vi.fn(async () => {});
  await showScreen(<LeavePage waiting={null} />, await aDeviceOf('liaison'), { services: { leave } });
  await user.click(await screen.findByRole('button', { name: 'Salir y borrar' }));
  expect(leave).not.toHaveBeenCalled();
  const dialog = within(screen.getByRole('dialog'));
  expect(dialog.getByText('Todo lo suyo está enviado. Al salir no se pierde nada.')).toBeTruthy();
  await user.click(dialog.getByRole('button', { name: 'Salir y borrar' }));
  expect(leave).toHaveBeenCalledOnce();
  expect(screen.getByText('Borrando sus datos de este dispositivo…')).toBeTruthy();
});

test('names all that is nowhere else before it lets anybody leave', async () => {
  const user = userEvent.setup();
  const device = await aDeviceOf('liaison');
  const grants = (await currentActor(device.database)).grants;
  const group = grants.find(({ space }) => space.startsWith('group:'));
  await writePlan(device, { space: group?.space ?? '', town: group?.town ?? null }, 'PLAN-SHARED');
  await writePlan(device, { space: deviceSpace, town: null }, 'PLAN-OWN');
  localStorage.setItem('tequio.draft.tequio.note', '{"text":"a medias"}');
  await showScreen(<LeavePage waiting={<p>Enviar ahora</p>} />, device);
  const losses = ['1 cambio que todavía no se ha enviado', '1 plan solo en este dispositivo', '1 formulario a medio llenar'];
  for (const loss of losses) expect(await screen.findByText(loss)).toBeTruthy();
  expect(screen.getByText('Enviar ahora')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Guardar todo en un archivo' })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Salir y borrar' }));
  const dialog = within(screen.getByRole('dialog'));
  for (const loss of losses) expect(dialog.getByText(loss)).toBeTruthy();
  await user.click(dialog.getByRole('button', { name: 'Cancelar' }));
  expect(screen.queryByRole('dialog')).toBeNull();
});

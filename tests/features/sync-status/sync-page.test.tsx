// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { noteOutcome } from '#data/line.ts';
import { discardRefused, listRefused, listUnsent } from '#data/outbox.ts';
import { recordsOf } from '#data/record-queries.ts';
import { currentActor } from '#data/round-queries.ts';
import { refOf, setFields } from '#domain/change.ts';
import { SyncChip } from '#features/sync-status/sync-chip.tsx';
import { SyncPage } from '#features/sync-status/sync-page.tsx';
import { aDevice, saved } from '#tests/support/device.ts';
import { aJoinedDevice, aSync, leaveScreens, showScreen } from '#tests/support/screens.tsx';

afterEach(leaveScreens);

type Device = Awaited<ReturnType<typeof aDevice>>;

/** Sets the state of an action that the practising liaison may write. */
async function changeAnAction(device: Device) {
  const actor = await currentActor(device.database);
  const action = (await recordsOf(device.database, 'action')).find(({ town }) => town === actor.grants.at(-1)?.town);
  if (!action) throw new Error('the example has no action of this town');
  await saved(device, actor, setFields(refOf(action), 'action', { state: 'done' }));
  return action;
}

async function acknowledgeAll({ database }: Device, refused?: 'not-your-town') {
  const rows = await listUnsent(database);
  for (const { node, n } of rows) {
    await database.ops.update([node, n], refused ? { verdict: 'refused', refused } : { verdict: 'accepted', sentAt: 1 });
  }
  const device = await database.meta.get('device');
  if (device?.key === 'device') await database.meta.put({ ...device, acked: device.n });
}

test('the chip counts what no receipt covers, and turns to "sent" only with the receipt', async () => {
  const device = await aJoinedDevice();
  await changeAnAction(device);
  await showScreen(<SyncChip />, device);
  expect(await screen.findByText('1 cambio en este dispositivo')).toBeTruthy();
  await acknowledgeAll(device);
  await noteOutcome(device, { type: 'synced' });
  expect(await screen.findByText(/^Todo enviado \d\d:\d\d$/)).toBeTruthy();
});

test('the chip leads to the page, and speaks German', async () => {
  const device = await aJoinedDevice();
  await changeAnAction(device);
  const sending = aSync({ state: () => 'running' });
  const { address } = await showScreen(<SyncChip />, device, { language: 'de', services: { sync: sending } });
  await userEvent.click(await screen.findByText('1 Änderung unterwegs …'));
  expect(address()).toBe('/sync');
});

test('before joining nothing is said to be sent, and the button still answers', async () => {
  await showScreen(<SyncPage />, await aDevice());
  expect(await screen.findByText(/Todavía no participa en una edición/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Enviar ahora' }));
  expect(screen.getByText(/No hay a dónde enviar/)).toBeTruthy();
  expect(screen.queryByText('Último acuse de recibo')).toBeNull();
});

test('lists what waits in words, with the age of the oldest change', async () => {
  const device = await aJoinedDevice();
  const action = await changeAnAction(device);
  device.clock.ms += 3 * 86_400_000;
  await showScreen(<SyncPage />, device);
  const list = await screen.findByRole('list', { name: 'Pendientes de enviar' });
  expect(within(list).getByText(`Acción «${action.title}»: estado`)).toBeTruthy();
  expect(screen.getByText('El cambio más antiguo espera desde hace 3 días.')).toBeTruthy();
});

test('the button tells what came of it', async () => {
  const device = await aJoinedDevice();
  await changeAnAction(device);
  const request = vi.fn(() => noteOutcome(device, { type: 'cut' }));
  await showScreen(<SyncPage />, device, { services: { sync: aSync({ request }) } });
  const button = await screen.findByRole('button', { name: 'Enviar ahora' });
  await userEvent.click(button);
  await waitFor(() => expect(screen.getAllByText(/No hay conexión con el servidor/).length).toBeGreaterThan(0));
  request.mockImplementation(async () => {
    await acknowledgeAll(device);
    await noteOutcome(device, { type: 'synced' });
  });
  await userEvent.click(button);
  expect(await screen.findByText(/Listo: todo llegó al servidor/)).toBeTruthy();
  expect(await screen.findByText('Nada pendiente')).toBeTruthy();
});

test('the button says that another window is sending', async () => {
  const device = await aJoinedDevice();
  await showScreen(<SyncPage />, device);
  await userEvent.click(await screen.findByRole('button', { name: 'Enviar ahora' }));
  expect(await screen.findByText('Otra ventana de Tequio está enviando en este momento.')).toBeTruthy();
});

test('a refused change shows its reason and what was written; discarding hides it, and can be undone', async () => {
  const user = userEvent.setup();
  const device = await aJoinedDevice();
  await changeAnAction(device);
  await acknowledgeAll(device, 'not-your-town');
  const { announced } = await showScreen(<SyncPage />, device);
  expect(await screen.findByText(/El servidor no aceptó 1 cambio/)).toBeTruthy();
  expect(await screen.findByText(/Esto pertenece a otro municipio/)).toBeTruthy();
  expect(screen.getByText('estado: concluida')).toBeTruthy();

  await user.click(screen.getByRole('button', { name: 'Copiar' }));
  expect(await navigator.clipboard.readText()).toContain('estado: concluida');

  await user.click(screen.getByRole('button', { name: 'Quitar de la lista' }));
  await waitFor(() => expect(screen.queryByText('estado: concluida')).toBeNull());
  announced.at(-1)?.action?.run();
  expect(await screen.findByText('estado: concluida')).toBeTruthy();
});

test('what was put aside can be shown again at any time', async () => {
  const user = userEvent.setup();
  const device = await aJoinedDevice();
  await changeAnAction(device);
  await acknowledgeAll(device, 'not-your-town');
  await discardRefused(device.database, await listRefused(device.database));
  await showScreen(<SyncPage />, device);
  await user.click(await screen.findByText('Quitado de la lista (1)'));
  expect(screen.queryByText('estado: concluida')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Volver a mostrar' }));
  expect(await screen.findByText('estado: concluida')).toBeTruthy();
});

test('a question about it holds the words and the reason; without another app it waits to be pasted', async () => {
  const user = userEvent.setup();
  const device = await aJoinedDevice();
  const { title } = await changeAnAction(device);
  await acknowledgeAll(device, 'not-your-town');
  const { announced } = await showScreen(<SyncPage />, device);
  await user.click(await screen.findByRole('button', { name: 'Preguntar' }));
  const question = await navigator.clipboard.readText();
  for (const part of [title, 'estado: concluida', 'Esto pertenece a otro municipio']) expect(question).toContain(part);
  expect(announced.at(-1)?.text).toMatch(/^Se copió la pregunta/);
});

test('a device that was revoked is led to a new code, also when something was refused', async () => {
  const device = await aJoinedDevice();
  await changeAnAction(device);
  await acknowledgeAll(device, 'not-your-town');
  await noteOutcome(device, { type: 'error', error: 'session-revoked' });
  await showScreen(<SyncPage />, device);
  expect(await screen.findByRole('link', { name: 'Usar un código de invitación nuevo' })).toBeTruthy();
});

test('says that an expired access needs a new code, and leads there', async () => {
  const device = await aJoinedDevice();
  await noteOutcome(device, { type: 'error', error: 'no-session' });
  const { address } = await showScreen(<SyncPage />, device);
  await userEvent.click(await screen.findByRole('link', { name: 'Usar un código de invitación nuevo' }));
  expect(address()).toBe('/join');
});

test('says that a newer app is needed, keeps what waits, and fetches it on the user’s word', async () => {
  const device = await aJoinedDevice();
  await changeAnAction(device);
  await noteOutcome(device, { type: 'error', error: 'version' });
  const takeNewest = vi.fn(async () => false);
  await showScreen(<SyncPage />, device, { services: { takeNewest } });
  expect(await screen.findByText(/Actualice la aplicación/, { selector: 'p' })).toBeTruthy();
  expect(screen.getByText(/1 cambio/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Actualizar la aplicación' }));
  expect(takeNewest).toHaveBeenCalledOnce();
  expect(await screen.findByText(/Todavía no se pudo traer una versión nueva/)).toBeTruthy();
});

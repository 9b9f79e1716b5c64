// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { recordById, recordsOf } from '#data/record-queries.ts';
import { currentAccount, currentActor } from '#data/round-queries.ts';
import type { Account } from '#data/rows.ts';
import type { Actor } from '#domain/grants.ts';
import type { Device } from '#domain/kinds/device.ts';
import { devicesOf } from '#features/device-view.ts';
import { CrashPage } from '#features/settings/crash-page.tsx';
import { InstallOffer } from '#features/settings/install-offer.tsx';
import { SettingsPage } from '#features/settings/settings-page.tsx';
import { applyTheme } from '#features/settings/theme.ts';
import { UpdateNotice } from '#features/settings/update-notice.tsx';
import { aDevice } from '#tests/support/device.ts';
import { aJoinedDevice, showScreen } from '#tests/support/screens.tsx';

afterEach(() => {
  cleanup();
  localStorage.clear();
  applyTheme();
});

const device = (id: string, more: Partial<Device> = {}): Device => ({
  space: 'round:R',
  kind: 'device',
  id,
  town: 'T',
  deleted: false,
  conflicts: [],
  person: 'P',
  name: id,
  node: id,
  nodes: [],
  revoked: false,
  ...more,
});
const account: Account = { person: 'P', device: 'B', round: 'R' };
const official: Actor = { person: 'P', grants: [{ space: 'round:R', role: 'official', town: 'T' }] };

test('lists one’s own devices: this one first, lost ones last', () => {
  const all = [device('A', { revoked: true }), device('C'), device('B'), device('X', { person: 'Q' })];
  expect(devicesOf('P', all, account, official).map((own) => own.device.id)).toEqual(['B', 'C', 'A']);
});

test('the device in one’s hand cannot be marked as lost, and a lost one not again', () => {
  const [mine, other] = devicesOf('P', [device('B'), device('C')], account, official);
  expect(mine).toMatchObject({ mayRename: true, mayMarkLost: false });
  expect(other).toMatchObject({ mayRename: true, mayMarkLost: true });
  const [lost] = devicesOf('P', [device('C', { revoked: true })], account, official);
  expect(lost).toMatchObject({ mayRename: false, mayMarkLost: false });
});

test('whoever only reads may still rename an own device and mark it as lost', () => {
  const observer: Actor = { person: 'P', grants: [{ space: 'round:R', role: 'observer', town: 'T' }] };
  expect(devicesOf('P', [device('C')], account, observer)[0]).toMatchObject({
    mayRename: true,
    mayMarkLost: true,
  });
});

async function aPersonWithTwoDevices() {
  const phone = await aJoinedDevice();
  const { database } = phone;
  const [joined, actor] = [await currentAccount(database), await currentActor(database)];
  const town = actor.grants.find((grant) => grant.town)?.town ?? null;
  const about = { space: `round:${joined?.round}`, person: joined?.person ?? '', town, owner: '' } as const;
  await database.records.bulkPut([
    { shown: { ...device(joined?.device ?? '', { name: 'Celular' }), ...about } },
    { shown: { ...device('OLD', { name: 'Celular viejo' }), ...about } },
  ]);
  return phone;
}

test('renames a device', async () => {
  const user = userEvent.setup();
  const phone = await aPersonWithTwoDevices();
  await showScreen(<SettingsPage />, phone);
  await user.click(await screen.findByRole('button', { name: 'Más opciones del dispositivo: Celular viejo' }));
  await user.click(screen.getByRole('menuitem', { name: 'Cambiar nombre' }));
  const dialog = screen.getByRole('dialog');
  const name = within(dialog).getByRole('textbox', { name: 'Nombre' });
  await user.clear(name);
  await user.click(within(dialog).getByRole('button', { name: 'Guardar nombre' }));
  expect(within(dialog).getByText('Escriba un nombre.')).toBeTruthy();
  await user.type(name, 'Tableta de campo');
  await user.click(within(dialog).getByRole('button', { name: 'Guardar nombre' }));
  await waitFor(async () => expect((await recordById(phone.database, 'device', 'OLD'))?.name).toBe('Tableta de campo'));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('says what happens before a device is marked as lost', async () => {
  const user = userEvent.setup();
  const phone = await aPersonWithTwoDevices();
  await showScreen(<SettingsPage />, phone);
  await user.click(await screen.findByRole('button', { name: 'Más opciones del dispositivo: Celular viejo' }));
  await user.click(screen.getByRole('menuitem', { name: 'Dar de baja por pérdida' }));
  expect(screen.getByText(/Lo que no alcanzó a enviar queda solo en él/)).toBeTruthy();
  expect((await recordById(phone.database, 'device', 'OLD'))?.revoked).toBe(false);
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Dar de baja por pérdida' }));
  await waitFor(async () => expect((await recordById(phone.database, 'device', 'OLD'))?.revoked).toBe(true));
  expect(await recordsOf(phone.database, 'device')).toHaveLength(2);
});

test('dark and light are remembered and applied at once; automatic leaves it to the device', async () => {
  const user = userEvent.setup();
  await showScreen(<SettingsPage />, await aDevice());
  await user.click(screen.getByRole('radio', { name: 'Oscuro' }));
  expect(document.documentElement.dataset.theme).toBe('dark');
  delete document.documentElement.dataset.theme;
  applyTheme();
  expect(document.documentElement.dataset.theme).toBe('dark');
  await user.click(screen.getByRole('radio', { name: /Automático/ }));
  expect(document.documentElement.dataset.theme).toBeUndefined();
});

test('the whole page changes its language at once', async () => {
  const user = userEvent.setup();
  await showScreen(<SettingsPage />, await aDevice());
  await user.click(screen.getByRole('radio', { name: 'Deutsch' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Einstellungen' })).toBeTruthy();
});

test('saves everything to a file, and says in words when it failed', async () => {
  const user = userEvent.setup();
  const saveFile = vi.fn(async () => {});
  await showScreen(<SettingsPage />, await aDevice(), { services: { saveFile } });
  await user.click(screen.getByRole('button', { name: 'Guardar todo en un archivo' }));
  expect(await screen.findByText(/El archivo está en las descargas/)).toBeTruthy();
  saveFile.mockRejectedValueOnce(new Error('disk full'));
  await user.click(screen.getByRole('button', { name: 'Guardar todo en un archivo' }));
  expect(await screen.findByText(/No se pudo guardar el archivo/)).toBeTruthy();
});

test('practice is entered and left with one button', async () => {
  const user = userEvent.setup();
  const enter = vi.fn(async () => {});
  const phone = await aDevice();
  const { unmount } = await showScreen(<SettingsPage />, phone, { services: { enter } });
  await user.click(screen.getByRole('button', { name: 'Empezar a practicar' }));
  expect(enter).toHaveBeenLastCalledWith('practice');
  unmount();
  await showScreen(<SettingsPage />, phone, { services: { enter, mode: 'practice' } });
  await user.click(screen.getByRole('button', { name: 'Salir de la práctica' }));
  expect(enter).toHaveBeenLastCalledWith('real');
});

test('the offer to install appears where it can be taken, and stays away once put aside', async () => {
  const user = userEvent.setup();
  const phone = await aDevice();
  const install = vi.fn(async () => {});
  const first = await showScreen(<InstallOffer />, phone, { install: { available: true, install } });
  await user.click(screen.getByRole('button', { name: 'Instalar' }));
  expect(install).toHaveBeenCalledOnce();
  await user.click(screen.getByRole('button', { name: 'Ahora no' }));
  expect(screen.queryByText('Tenga Tequio en su pantalla de inicio')).toBeNull();
  first.unmount();
  await showScreen(<InstallOffer />, phone, { install: { available: true, install } });
  expect(screen.queryByText('Tenga Tequio en su pantalla de inicio')).toBeNull();
});

test('on an iPhone the steps to install are told in words', async () => {
  await showScreen(<InstallOffer />, await aDevice(), { install: { platform: 'ios' } });
  expect(screen.getAllByRole('listitem')).toHaveLength(3);
  expect(screen.queryByRole('button', { name: 'Instalar' })).toBeNull();
});

test('an installed app is not offered to be installed', async () => {
  await showScreen(<InstallOffer />, await aDevice(), { install: { available: true, isStandalone: true } });
  expect(screen.queryByRole('button')).toBeNull();
});

test('a new version waits for the word, and what is half typed is kept', async () => {
  const user = userEvent.setup();
  const [accept, later] = [vi.fn(), vi.fn()];
  const phone = await aDevice();
  const { unmount } = await showScreen(<UpdateNotice state="offered" accept={accept} later={later} />, phone);
  expect(screen.getByText('Lo que esté escribiendo se conserva.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Más tarde' }));
  await user.click(screen.getByRole('button', { name: 'Actualizar ahora' }));
  expect([accept.mock.calls.length, later.mock.calls.length]).toEqual([1, 1]);
  unmount();
  await showScreen(<UpdateNotice state="none" accept={accept} later={later} />, phone);
  expect(screen.queryByRole('status')).toBeNull();
});

test('after a crash everything can still be saved to a file', async () => {
  const user = userEvent.setup();
  const [saveFile, reload] = [vi.fn(async () => {}), vi.fn()];
  await showScreen(<CrashPage error={new Error('no such field')} saveFile={saveFile} reload={reload} />, await aDevice());
  await user.click(screen.getByRole('button', { name: 'Guardar todo en un archivo' }));
  await user.click(screen.getByRole('button', { name: 'Volver a abrir' }));
  expect(saveFile).toHaveBeenCalledOnce();
  expect(reload).toHaveBeenCalledOnce();
  expect(screen.getByText('Error: no such field')).toBeTruthy();
});

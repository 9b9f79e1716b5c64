// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { roundFacts } from '#data/round-queries.ts';
import { HelpPage } from '#features/more/help-page.tsx';
import { MorePage } from '#features/more/more-page.tsx';
import { RoundPage } from '#features/more/round-page.tsx';
import { roundView } from '#features/more/round-view.ts';
import { aDevice } from '#tests/support/device.ts';
import { aJoinedDevice, leaveScreens, showScreen } from '#tests/support/screens.tsx';

afterEach(leaveScreens);

test('the round lists its towns by part, and each group with the towns that meet in it', async () => {
  const { database } = await aJoinedDevice();
  const view = roundView(await roundFacts(database));
  expect(view?.mentors.map(({ name }) => name)).toEqual(['Corregidora', 'Huixquilucan', 'Querétaro']);
  expect(view?.receivers.map(({ name }) => name)).toContain('Chapa de Mota');
  expect(view?.groups.map(({ theme }) => theme)).toEqual(['Seguridad pública', 'Servicios públicos', 'Finanzas municipales']);
  expect(view?.groups[0]).toMatchObject({
    mentors: ['Huixquilucan', 'Querétaro'],
    receivers: ['San Martín de las Pirámides'],
  });
});

test('people come by role: the liaison before the officials, the observer last', async () => {
  const { database } = await aJoinedDevice();
  const town = roundView(await roundFacts(database))?.receivers.find(({ name }) => name === 'Chapa de Mota');
  expect(town?.people.map(({ role }) => role)).toEqual(['liaison', 'official', 'official', 'observer']);
});

test('there is no round to show before one has joined', async () => {
  const { database } = await aDevice();
  expect(roundView(await roundFacts(database))).toBeUndefined();
});

test('the round page shows when the round runs, and who coordinates it', async () => {
  await showScreen(<RoundPage />, await aJoinedDevice());
  expect(await screen.findByRole('heading', { level: 1, name: 'Segunda edición, 2026' })).toBeTruthy();
  expect(screen.getByText('Del 7 may 2026 al 30 oct 2026')).toBeTruthy();
  const towns = screen.getByRole('list', { name: 'Municipios receptores' });
  expect(within(towns).getByText('Titular de la Contraloría Municipal · Solo lectura')).toBeTruthy();
  expect(screen.getByText('Coordinación del programa, KAS México y ANAC')).toBeTruthy();
});

test('the round page says how to join, or that the round is on its way', async () => {
  const device = await aDevice();
  const { unmount } = await showScreen(<RoundPage />, device);
  expect(await screen.findByText('Todavía no participa en una edición')).toBeTruthy();
  unmount();
  await showScreen(<RoundPage />, device, { services: { account: { person: 'P', device: 'D', round: 'R' } } });
  expect(await screen.findByText('Los datos de la edición todavía están llegando')).toBeTruthy();
});

test('"more" offers to join only as long as one has not', async () => {
  const { unmount } = await showScreen(<MorePage />, await aDevice());
  expect(screen.getByRole('link', { name: 'Unirse con una invitación' })).toBeTruthy();
  unmount();
  await showScreen(<MorePage />, await aJoinedDevice());
  expect(screen.queryByRole('link', { name: 'Unirse con una invitación' })).toBeNull();
  expect(screen.getByRole('link', { name: 'Ayuda' })).toBeTruthy();
});

test('help tells the three words for three facts', async () => {
  await showScreen(<HelpPage />, await aDevice(), { language: 'de' });
  const words = screen.getAllByRole('term').map(({ textContent }) => textContent);
  expect(words).toEqual(['Auf diesem Gerät gespeichert', 'Übertragen', 'Gesichert']);
});

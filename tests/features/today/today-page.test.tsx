// @vitest-environment happy-dom
import 'fake-indexeddb/auto'; // before anything that loads dexie
import { screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TodayPage } from '#features/today/today-page.tsx';
import { leaveScreens } from '#tests/support/screens.tsx';
import { aDeviceOf, recordTitled, showOn } from '#tests/support/services.tsx';

beforeEach(() => localStorage.clear());
afterEach(leaveScreens);

const title = 'Hoy es miércoles, 15 de julio';

test('says which day it is, what is due this week, and when the group meets', async () => {
  const device = await aDeviceOf('official');
  await showOn(device, <TodayPage />, '/today', title);
  const action = await recordTitled(device, 'action', 'Censo de luminarias');
  const link = screen.getByRole('link', { name: 'Censo de luminarias' });
  expect(link.getAttribute('href')).toBe(`/plans/${action.plan}?action=${action.id}`);
  expect(link.closest('li')?.textContent).toContain('A su cargo. Vence en 5\u00a0días, el 20 jul 2026');
  expect(screen.getByText('jueves, 16 de julio')).toBeTruthy();
  expect(screen.getByText('mañana')).toBeTruthy();
});

test('an example round says that it stands still', async () => {
  await showOn(await aDeviceOf('official'), <TodayPage />, '/today', title);
  expect(screen.getByText('Esta es una edición de ejemplo y no avanza: aquí siempre es 15 jul 2026.')).toBeTruthy();
});

test('a mentor sees how the towns stand, each leading to its plan', async () => {
  const device = await aDeviceOf('mentor');
  await showOn(device, <TodayPage />, '/today', title);
  const plan = await recordTitled(device, 'plan', 'Calles con luz');
  expect(screen.getByRole('link', { name: 'Chapa de Mota' }).getAttribute('href')).toBe(`/plans/${plan.id}`);
});

test('a coordinator in a round without towns is pointed to setting it up', async () => {
  const device = await aDeviceOf('coordinator');
  await device.database.records.filter(({ shown }) => ['town', 'plan'].includes(shown.kind)).delete();
  await showOn(device, <TodayPage />, '/today', title);
  expect(await screen.findByText('Prepare la edición')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Ir a la edición' }).getAttribute('href')).toBe('/round');
});

test('before joining it points to the plans and to joining', async () => {
  await showOn(await aDeviceOf(null), <TodayPage />, '/today', title);
  expect(screen.getByRole('link', { name: 'Ver los planes' }).getAttribute('href')).toBe('/plans');
  expect(screen.getByRole('link', { name: 'Unirse con una invitación' }).getAttribute('href')).toBe('/join');
});

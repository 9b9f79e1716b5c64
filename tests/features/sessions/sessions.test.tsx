// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { Actor } from '#domain/grants.ts';
import { nobody } from '#domain/grants.ts';
import { SessionsPage } from '#features/sessions/sessions-page.tsx';
import { sessionsView } from '#features/sessions/sessions-view.ts';
import { aDevice } from '#tests/support/device.ts';
import { aJoinedDevice, leaveScreens, showScreen } from '#tests/support/screens.tsx';

afterEach(leaveScreens);

const groups = [
  { id: 'S', name: 'Seguridad', sessionDays: ['2026-05-07', '2026-07-14', '2026-07-28'] },
  { id: 'F', name: 'Finanzas', sessionDays: ['2026-05-07', '2026-07-15', '2026-08-05'] },
];
const inSecurity: Actor = { person: 'P', grants: [{ space: 'group:S', role: 'official', town: 'T' }] };

test('the next session is the next one of the own group, even if another group meets before', () => {
  const view = sessionsView(groups, inSecurity, '2026-07-15');
  expect(view.next).toMatchObject({ day: '2026-07-28', daysUntil: 13 });
  expect(view.upcoming.map(({ day }) => day)).toEqual(['2026-07-15', '2026-08-05']);
  expect(view.distinguishesOwn).toBe(true);
});

test('a session is today until the day is over', () => {
  expect(sessionsView(groups, nobody, '2026-07-15').next).toMatchObject({ day: '2026-07-15', daysUntil: 0 });
});

test('groups that meet on one day are one session, and past ones come latest first', () => {
  const { past } = sessionsView(groups, nobody, '2026-07-15');
  expect(past.map(({ day }) => day)).toEqual(['2026-07-14', '2026-05-07']);
  expect(past[1]?.groups.map(({ name }) => name)).toEqual(['Finanzas', 'Seguridad']);
});

test('whoever has all groups or none is not told which are theirs', () => {
  expect(sessionsView(groups, nobody, '2026-07-15').distinguishesOwn).toBe(false);
  const coordinator: Actor = {
    person: 'P',
    grants: ['group:S', 'group:F'].map((space) => ({ space, role: 'coordinator', town: null })),
  };
  expect(sessionsView(groups, coordinator, '2026-07-15').distinguishesOwn).toBe(false);
});

test('after the last session there is no next one', () => {
  expect(sessionsView(groups, inSecurity, '2026-12-01')).toMatchObject({ next: undefined, upcoming: [] });
});

test('shows the next session of the group in words', async () => {
  await showScreen(<SessionsPage />, await aJoinedDevice());
  expect(await screen.findByRole('heading', { name: 'Próxima sesión de su grupo de trabajo' })).toBeTruthy();
  expect(screen.getByText('Mañana')).toBeTruthy();
  expect(screen.getByText('jueves, 16 de julio')).toBeTruthy();
});

test('before joining the page says how to get a calendar', async () => {
  await showScreen(<SessionsPage />, await aDevice());
  expect(await screen.findByRole('link', { name: 'Unirse con una invitación' })).toBeTruthy();
});

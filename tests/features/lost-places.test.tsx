// @vitest-environment happy-dom
import 'fake-indexeddb/auto'; // before anything that loads dexie
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { wipeSpace } from '#data/lost-space.ts';
import type { Space } from '#domain/ids.ts';
import { RoundPage } from '#features/more/round-page.tsx';
import { PlanPage } from '#features/plans/plan-page.tsx';
import { PlansPage } from '#features/plans/plans-page.tsx';
import { SessionsPage } from '#features/sessions/sessions-page.tsx';
import { SyncPage } from '#features/sync-status/sync-page.tsx';
import { TodayPage } from '#features/today/today-page.tsx';
import { leaveScreens, showScreen } from '#tests/support/screens.tsx';
import { aDeviceOf, recordTitled, type SmallDevice, showOn } from '#tests/support/services.tsx';

beforeEach(() => localStorage.clear());
afterEach(leaveScreens);

const lostGroup = 'Usted ya no ve «Grupo de servicios».';
const lostRound = 'Usted ya no participa en la edición.';

async function lose({ database, clock }: SmallDevice, spaces: readonly Space[]) {
  await database.transaction('rw', database.tables, async () => {
    for (const space of spaces) await wipeSpace(database, space, 'COLLEAGUE:7', clock.ms);
  });
}

/** The liaison's device without the working group; gives the plan that was in it. */
async function withoutTheGroup() {
  const device = await aDeviceOf('liaison');
  const plan = await recordTitled(device, 'plan', 'Calles con luz');
  await lose(device, [plan.space]);
  return { device, plan };
}

async function withoutAnything() {
  const device = await aDeviceOf('liaison');
  const plan = await recordTitled(device, 'plan', 'Calles con luz');
  await lose(
    device,
    (await device.database.spaces.toArray()).map(({ space }) => space),
  );
  return { device, plan };
}

test('the sync page says what is gone, when it was told, who did it, and what became of one’s words', async () => {
  const { device } = await withoutTheGroup();
  await showOn(device, <SyncPage />, '/sync', lostGroup);
  expect(screen.getByText(/^Aviso del servidor: 15 jul 2026, .*Obras públicas \(Chapa de Mota\)\.$/)).toBeTruthy();
  expect(screen.getByText(/está en «No aceptados», en esta página/)).toBeTruthy();
});

test('it says so in German, and without an author where nobody is known', async () => {
  const { device } = await withoutAnything();
  await showScreen(<SyncPage />, device, { language: 'de' });
  expect(await screen.findByText('Sie nehmen nicht mehr an der Runde teil.')).toBeTruthy();
  expect(screen.getByText(/^Nachricht vom Server: 15\. Juli 2026[^.]*\.$/)).toBeTruthy();
  expect(screen.queryByText(/Sie sehen/)).toBeNull();
});

test.each([
  ['Today', <TodayPage key="today" />],
  ['Plans', <PlansPage key="plans" />],
])('%s says that a group is gone until its reader has noted it', async (_name, page) => {
  const { device } = await withoutTheGroup();
  const { address } = await showOn(device, page, '/', lostGroup);
  await userEvent.click(screen.getByRole('button', { name: 'Entendido' }));
  await waitFor(() => expect(screen.queryByText(lostGroup)).toBeNull());
  await leaveScreens();
  await showOn(device, <SyncPage />, '/sync', lostGroup); // where it stays
  expect(address()).toBe('/');
});

test.each([
  ['Today', <TodayPage key="today" />],
  ['Plans', <PlansPage key="plans" />],
  ['Sessions', <SessionsPage key="sessions" />],
  ['The round', <RoundPage key="round" />],
])('%s says that one takes part no more, and leads on', async (_name, page) => {
  const { device } = await withoutAnything();
  const { address } = await showOn(device, page, '/', lostRound);
  expect(screen.queryByText(/llegando/)).toBeNull();
  expect(screen.queryByRole('button', { name: 'Entendido' })).toBeNull();
  await userEvent.click(screen.getByRole('link', { name: 'Ver qué pasó con mis cambios' }));
  expect(address()).toBe('/sync');
});

test('the address of a plan that is gone says so and leads back', async () => {
  const { device, plan } = await withoutAnything();
  const { address } = await showOn(device, <PlanPage planId={plan.id} />, '/', 'Este plan no está en este dispositivo');
  await userEvent.click(screen.getByRole('link', { name: 'Ver los planes' }));
  expect(address()).toBe('/plans');
});

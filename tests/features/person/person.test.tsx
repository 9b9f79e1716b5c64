// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { recordById, recordsOf } from '#data/record-queries.ts';
import { roundFacts } from '#data/round-queries.ts';
import { ok } from '#domain/result.ts';
import { contactState } from '#features/device-view.ts';
import { PersonPage } from '#features/person/person-page.tsx';
import { personView } from '#features/person/person-view.ts';
import { leaveScreens, showScreen } from '#tests/support/screens.tsx';
import { aDeviceOf, type SmallDevice } from '#tests/support/services.tsx';

afterEach(leaveScreens);

async function personWith({ database }: SmallDevice, role: string): Promise<string> {
  return (await recordsOf(database, 'membership')).find((one) => one.role === role)?.person ?? '';
}

async function colleaguesDevice({ database }: SmallDevice, person: string): Promise<string> {
  return (await recordsOf(database, 'device')).find((one) => one.person === person)?.id ?? '';
}

test('a liaison may look after a colleague, an official may not', async () => {
  const device = await aDeviceOf('liaison');
  const facts = await roundFacts(device.database);
  const [official, liaison] = [await personWith(device, 'official'), await personWith(device, 'liaison')];
  const town = facts.memberships.find(({ person }) => person === official)?.town ?? null;
  const actorAs = (person: string, role: 'liaison' | 'official') => ({
    person,
    grants: facts.memberships
      .filter((one) => one.person === person)
      .flatMap(({ space, groups }) => [space, ...groups.map((group) => `group:${group}`)])
      .map((space) => ({ space, role, town })),
  });
  const byLiaison = personView(official, facts, actorAs(liaison, 'liaison'));
  expect(byLiaison).toMatchObject({ mayInvite: true, mayEdit: true, mayEnd: true, isSelf: false });
  expect(byLiaison?.devices).toHaveLength(1);
  const byColleague = personView(liaison, facts, actorAs(official, 'official'));
  expect(byColleague).toMatchObject({ mayInvite: false, mayEdit: false, mayEnd: false, devices: undefined });
  expect(personView(liaison, facts, actorAs(liaison, 'liaison'))).toMatchObject({ isSelf: true, mayInvite: true, mayEnd: false });
});

test('somebody who is not there, or takes part no longer, has a page that says so', async () => {
  await showScreen(<PersonPage personId="NOBODY" />, await aDeviceOf('liaison'));
  expect(await screen.findByText('Esta persona no está aquí')).toBeTruthy();
});

test('the liaison sees when a colleague’s device was last in contact, and marks it as lost', async () => {
  const user = userEvent.setup();
  const device = await aDeviceOf('liaison');
  const person = await personWith(device, 'official');
  const lost = await colleaguesDevice(device, person);
  const seen = { device: lost, lastSeenAt: Date.UTC(2026, 6, 14, 12), leftAt: null };
  await showScreen(<PersonPage personId={person} />, device, {
    services: { deviceContacts: async () => ok({ devices: [seen] }) },
  });
  expect(await screen.findByText(/^Último contacto: 14 jul 2026/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Más opciones del dispositivo: Computadora' }));
  await user.click(screen.getByRole('menuitem', { name: 'Dar de baja por pérdida' }));
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Dar de baja por pérdida' }));
  await waitFor(async () => expect(await recordById(device.database, 'device', lost)).toMatchObject({ revoked: true }));
  expect(await screen.findByText('Dado de baja por pérdida')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Invitación para otro dispositivo' }).getAttribute('href')).toBe(
    `/invite?person=${person}`,
  );
});

test('not even a coordinator is offered to undo a loss, since the device stays out', async () => {
  const user = userEvent.setup();
  const device = await aDeviceOf('coordinator');
  const { announced } = await showScreen(<PersonPage personId={await personWith(device, 'official')} />, device);
  await user.click(await screen.findByRole('button', { name: 'Más opciones del dispositivo: Computadora' }));
  await user.click(screen.getByRole('menuitem', { name: 'Dar de baja por pérdida' }));
  expect(screen.getByText(/^No se puede deshacer\./)).toBeTruthy();
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Dar de baja por pérdida' }));
  await waitFor(() => expect(announced).toEqual([{ text: 'Se dio de baja «Computadora».' }]));
});

test('without a line the last contact is said to be unknown', async () => {
  const device = await aDeviceOf('liaison');
  await showScreen(<PersonPage personId={await personWith(device, 'official')} />, device);
  expect(await screen.findByText('Sin conexión: no se sabe cuándo fue el último contacto.')).toBeTruthy();
});

test('a participation ends after a question', async () => {
  const user = userEvent.setup();
  const device = await aDeviceOf('liaison');
  const person = await personWith(device, 'official');
  const { announced } = await showScreen(<PersonPage personId={person} />, device);
  await user.click(await screen.findByRole('button', { name: 'Terminar su participación' }));
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Terminar su participación' }));
  expect(await screen.findByText('Esta persona no está aquí')).toBeTruthy();
  expect((await recordsOf(device.database, 'membership')).some((one) => one.person === person)).toBe(false);
  expect(announced).toHaveLength(1);
});

test('a name is corrected, and only what was changed is written', async () => {
  const user = userEvent.setup();
  const device = await aDeviceOf('liaison');
  const person = await personWith(device, 'official');
  await showScreen(<PersonPage personId={person} />, device);
  await user.click(await screen.findByRole('button', { name: 'Corregir nombre y cargo' }));
  const position = within(screen.getByRole('dialog')).getByLabelText('Cargo');
  await user.clear(position);
  await user.type(position, 'Dirección de agua');
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Guardar' }));
  await waitFor(async () =>
    expect(await recordById(device.database, 'person', person)).toMatchObject({ position: 'Dirección de agua' }),
  );
});

test('what is known of a device: lost, left, seen, never heard of, or not to be asked now', async () => {
  const device = await aDeviceOf('liaison');
  const [one] = await recordsOf(device.database, 'device');
  if (!one) throw new Error('The small round has no device');
  const contact = { device: one.id, lastSeenAt: 7, leftAt: null };
  expect(contactState({ ...one, revoked: true }, [contact])).toEqual({ type: 'lost' });
  expect(contactState(one, [{ ...contact, leftAt: 9 }])).toEqual({ type: 'left', at: 9 });
  expect(contactState(one, [contact])).toEqual({ type: 'seen', at: 7 });
  expect(contactState(one, [])).toEqual({ type: 'never' });
  expect(contactState(one, undefined)).toEqual({ type: 'unknown' });
});

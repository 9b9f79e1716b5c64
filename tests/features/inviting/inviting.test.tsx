// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { roundFacts } from '#data/round-queries.ts';
import { ok, refuse } from '#domain/result.ts';
import { InvitationsPage } from '#features/inviting/invitations-page.tsx';
import { InvitePage } from '#features/inviting/invite-page.tsx';
import { countOf, groupChoices, roleChoices } from '#features/inviting/invite-view.ts';
import type { Inviting } from '#features/services.ts';
import type { ListedInvitation, MadeInvitation } from '#protocol/inviting.ts';
import { leaveScreens, showScreen } from '#tests/support/screens.tsx';
import { aDeviceOf, type SmallDevice } from '#tests/support/services.tsx';

afterEach(leaveScreens);
beforeEach(() => localStorage.clear());

const made: MadeInvitation = {
  id: 'I1',
  link: '16ZFWSARQ4NM9NNH8FFR3VBQCW',
  typed: 'ERYC-29H-ADW',
  uses: 1,
  expiresAt: Date.UTC(2026, 6, 22),
};

function fakeInviting(given: Partial<Inviting>): Inviting {
  const cut = async () => refuse('cut' as const);
  return { make: cut, list: cut, withdraw: cut, ...given };
}

async function showInvite(device: SmallDevice, inviting: Inviting, at = '/invite') {
  return showScreen(<InvitePage />, device, { at, services: { inviting: async () => inviting } });
}

test('a coordinator may choose every role, a liaison the colleagues of the own town', async () => {
  const device = await aDeviceOf('liaison');
  const facts = await roundFacts(device.database);
  const round = facts.round?.id ?? '';
  const grants = (role: 'coordinator' | 'liaison', town: string | null) => ({
    person: 'P',
    grants: [{ space: `round:${round}`, role, town }],
  });
  const [town] = facts.towns;
  const choices = roleChoices(grants('liaison', town?.id ?? null), round, facts.towns);
  expect(choices.map(({ role }) => role)).toEqual(['liaison', 'official', 'observer']);
  expect(choices.map(({ towns }) => towns.map(({ id }) => id))).toEqual([[town?.id], [town?.id], [town?.id]]);
  const all = roleChoices(grants('coordinator', null), round, facts.towns);
  expect(all.map(({ role }) => role)).toEqual(['liaison', 'official', 'mentor', 'observer', 'coordinator']);
  expect(all.find(({ role }) => role === 'coordinator')?.towns).toEqual([]);
});

test('groups are offered where the actor may let somebody in', async () => {
  const device = await aDeviceOf('liaison');
  const { services } = await showInvite(device, fakeInviting({}));
  const facts = await roundFacts(device.database);
  const town = services.actor.grants.find((grant) => grant.town)?.town ?? null;
  const round = facts.round?.id ?? '';
  expect(groupChoices(services.actor, round, { role: 'official', town }, facts.groups)).toHaveLength(1);
  expect(groupChoices(services.actor, round, { role: 'coordinator', town: null }, facts.groups)).toEqual([]);
});

test.each([
  ['', '7', 1],
  ['many', '7', 7],
  ['many', '51', undefined],
  ['many', '0', undefined],
  ['many', 'diez', undefined],
  ['many', '', undefined],
])('for "%s" people and "%s" written, the number is %s', (many, count, expected) => {
  expect(countOf({ many, count }, 50)).toBe(expected);
});

test('shows the codes once they are made, and how often and until when they open', async () => {
  const user = userEvent.setup();
  const make = vi.fn(async () => ok(made));
  await showInvite(await aDeviceOf('liaison'), fakeInviting({ make }));
  await user.selectOptions(await screen.findByLabelText('Función'), 'Persona servidora pública');
  await user.type(screen.getByLabelText('Cargo'), 'Tesorería');
  await user.click(screen.getByRole('button', { name: 'Crear invitación' }));
  expect(await screen.findByText('ERYC-29H-ADW')).toBeTruthy();
  expect(screen.getByText(/\/join#16ZFWSARQ4NM9NNH8FFR3VBQCW$/)).toBeTruthy();
  expect(screen.getByText(/^Se abre una sola vez, hasta el/)).toBeTruthy();
  expect(await screen.findByRole('img', { name: 'Código QR con la liga de la invitación' })).toBeTruthy();
  expect(make).toHaveBeenCalledExactlyOnceWith({
    whom: expect.objectContaining({ type: 'newcomer', role: 'official', position: 'Tesorería' }),
    uses: 1,
    lifeDays: 7,
  });
});

test('without a line it says so, and keeps what was chosen, also over a reload', async () => {
  const user = userEvent.setup();
  const device = await aDeviceOf('liaison');
  const { unmount } = await showInvite(device, fakeInviting({}));
  await user.type(await screen.findByLabelText('Cargo'), 'Tesorería');
  await user.click(screen.getByRole('button', { name: 'Crear invitación' }));
  expect(await screen.findByText(/No hay conexión con el servidor\..* Lo que eligió sigue aquí\./)).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>('Cargo').value).toBe('Tesorería');
  unmount();
  await showInvite(device, fakeInviting({}));
  expect((await screen.findByLabelText<HTMLInputElement>('Cargo')).value).toBe('Tesorería');
});

test('whoever may invite nobody is told who does', async () => {
  await showInvite(await aDeviceOf('official'), fakeInviting({}));
  expect(await screen.findByText('Usted no puede crear esta invitación')).toBeTruthy();
});

test('before joining there is nobody to invite', async () => {
  await showInvite(await aDeviceOf(null), fakeInviting({}));
  expect(await screen.findByText('Primero únase a una edición')).toBeTruthy();
});

test('a further device for oneself is asked for by name of the person, once', async () => {
  const user = userEvent.setup();
  const device = await aDeviceOf('official');
  const make = vi.fn(async () => ok(made));
  const person = (await roundFacts(device.database)).memberships.find(({ role }) => role === 'official')?.person ?? '';
  await showInvite(device, fakeInviting({ make }), `/invite?person=${person}`);
  await user.click(await screen.findByRole('button', { name: 'Crear invitación' }));
  await screen.findByText('ERYC-29H-ADW');
  expect(make).toHaveBeenCalledExactlyOnceWith({ whom: { type: 'again', person }, uses: 1, lifeDays: 1 });
});

function listed(changes: Partial<ListedInvitation> = {}): ListedInvitation {
  return {
    id: 'I1',
    round: 'R',
    role: 'official',
    town: null,
    position: 'Tesorería',
    groups: [],
    person: null,
    uses: 10,
    usesLeft: 7,
    createdAt: 0,
    expiresAt: Date.UTC(2026, 6, 22),
    madeBy: null,
    ...changes,
  };
}

async function showList(inviting: Inviting) {
  return showScreen(<InvitationsPage />, await aDeviceOf('liaison'), { services: { inviting: async () => inviting } });
}

test('the list says for whom an invitation is, what is left of it, and by whom it was made', async () => {
  await showList(fakeInviting({ list: async () => ok({ invitations: [listed()] }) }));
  const row = within(await screen.findByRole('list', { name: 'Invitaciones abiertas' }));
  expect(row.getByText('Persona servidora pública')).toBeTruthy();
  expect(row.getByText('Tesorería')).toBeTruthy();
  expect(row.getByText('Quedan 7 usos de 10')).toBeTruthy();
  expect(row.getByText('La creó el servidor al inicio')).toBeTruthy();
});

test('an invitation is withdrawn after a question, and the list asked for again', async () => {
  const user = userEvent.setup();
  let open = [listed()];
  const withdraw = vi.fn(async (id: string) => {
    open = [];
    return ok({ withdrawn: id });
  });
  const { announced } = await showList(fakeInviting({ withdraw, list: async () => ok({ invitations: open }) }));
  await user.click(await screen.findByRole('button', { name: /^Retirar la invitación/ }));
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Retirar' }));
  expect(await screen.findByText('No hay invitaciones abiertas')).toBeTruthy();
  expect(withdraw).toHaveBeenCalledExactlyOnceWith('I1');
  expect(announced.map(({ text }) => text)).toEqual(['La invitación ya no se puede abrir.']);
});

async function withdrawing(withdraw: Inviting['withdraw']) {
  const user = userEvent.setup();
  const list = vi.fn<Inviting['list']>(async () => ok({ invitations: [listed()] }));
  const screenOf = await showList(fakeInviting({ withdraw, list }));
  await user.click(await screen.findByRole('button', { name: /^Retirar la invitación/ }));
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Retirar' }));
  return { ...screenOf, list };
}

test('an invitation that could not be withdrawn is said to be open still', async () => {
  const { announced } = await withdrawing(async () => refuse('cut'));
  expect(await screen.findByText('No se retiró la invitación')).toBeTruthy();
  expect(screen.getByText('No hay conexión con el servidor. Inténtelo de nuevo cuando haya señal.')).toBeTruthy();
  expect(screen.getByRole('button', { name: /^Retirar la invitación/ })).toBeTruthy();
  expect(announced).toEqual([]);
});

test('an invitation that somebody else withdrew meanwhile is as good as withdrawn', async () => {
  const { announced, list } = await withdrawing(async () => refuse('not-found'));
  await waitFor(() => expect(list).toHaveBeenCalledTimes(2));
  expect(announced.map(({ text }) => text)).toEqual(['La invitación ya no se puede abrir.']);
  expect(screen.queryByText('No se retiró la invitación')).toBeNull();
});

test('a position of nothing but control characters is none, and those in it do not go along', async () => {
  const user = userEvent.setup();
  const make = vi.fn<Inviting['make']>(async () => refuse('cut'));
  await showInvite(await aDeviceOf('liaison'), fakeInviting({ make }));
  const field = await screen.findByLabelText('Cargo');
  for (const pasted of ['\0\u0007', 'Obras\0públicas']) {
    await user.clear(field);
    await user.type(field, pasted);
    await user.click(screen.getByRole('button', { name: 'Crear invitación' }));
    await screen.findByText('No se creó la invitación');
  }
  const positions = make.mock.calls.map(([{ whom }]) => whom.type === 'newcomer' && whom.position);
  expect(positions).toEqual(['Enlace municipal', 'Obras públicas']);
});

test('without a line the list says that it is not known, and asks again by a button', async () => {
  const user = userEvent.setup();
  const list = vi.fn<Inviting['list']>(async () => refuse('cut'));
  await showList(fakeInviting({ list }));
  expect(await screen.findByText('La lista no está al día')).toBeTruthy();
  list.mockResolvedValue(ok({ invitations: [] }));
  await user.click(screen.getByRole('button', { name: 'Consultar de nuevo' }));
  await waitFor(() => expect(screen.getByText('No hay invitaciones abiertas')).toBeTruthy());
});

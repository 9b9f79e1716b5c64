// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { ok, refuse } from '#domain/result.ts';
import { JoinPage } from '#features/join/join-page.tsx';
import type { Services } from '#features/services.ts';
import type { Invitation } from '#protocol/invitation.ts';
import { aDevice } from '#tests/support/device.ts';
import { aJoinedDevice, showScreen } from '#tests/support/screens.tsx';

afterEach(() => {
  cleanup();
  sessionStorage.clear();
});

const invitation: Invitation = {
  role: 'liaison',
  town: { id: 'T', name: 'Nopaltepec' },
  position: 'Titular de la Tesorería',
  round: { id: 'R', name: 'Segunda edición' },
  groups: ['Finanzas municipales'],
  expiresAt: Date.UTC(2026, 7, 30, 18),
};

const joiningWith = (look: Services['joining']['look'], join: Services['joining']['join'] = async () => refuse('cut')) => ({
  look: vi.fn(look),
  join: vi.fn(join),
});

const found = async () => ok(invitation);
const codeField = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Código de invitación' });
const button = (name: string) => screen.getByRole('button', { name });

test('shows what an invitation offers, and redeems it only by a tap', async () => {
  const user = userEvent.setup();
  const joining = joiningWith(found, async () => ok({ person: 'P', device: 'D', round: 'R' }));
  const enter = vi.fn(async () => {});
  await showScreen(<JoinPage />, await aDevice(), { at: '/join', services: { joining, enter } });

  await user.type(codeField(), 'ab12 cd34');
  await user.click(button('Ver invitación'));
  expect(await screen.findByText('Nopaltepec')).toBeTruthy();
  expect(screen.getByText('Enlace municipal')).toBeTruthy();
  expect(document.activeElement?.textContent).toBe('Su invitación');
  expect(joining.join).not.toHaveBeenCalled();

  const name = screen.getByRole('textbox', { name: 'Nombre de este dispositivo' });
  await user.clear(name);
  await user.click(button('Unirse'));
  expect(screen.getByText(/Escriba un nombre/)).toBeTruthy();
  await user.type(name, 'Celular de Tesorería');
  await user.click(button('Unirse'));
  expect(joining.join).toHaveBeenCalledWith('ab12 cd34', 'Celular de Tesorería');
  await waitFor(() => expect(enter).toHaveBeenCalledWith('real'));
  expect(sessionStorage.getItem('tequio.invitation')).toBeNull();
});

test('a round without a name is said to have none yet', async () => {
  const joining = joiningWith(async () => ok({ ...invitation, round: { id: 'R', name: '' } }));
  await showScreen(<JoinPage />, await aDevice(), { at: '/join', services: { joining } });
  await userEvent.type(codeField(), 'ab12 cd34');
  await userEvent.click(button('Ver invitación'));
  expect(await screen.findByText('Todavía sin nombre')).toBeTruthy();
});

test('a link is looked at by itself, but never redeemed', async () => {
  const joining = joiningWith(found);
  await showScreen(<JoinPage />, await aDevice(), { at: '/join#AB12-CD34', services: { joining } });
  expect(await screen.findByText('Segunda edición')).toBeTruthy();
  expect(joining.look).toHaveBeenCalledWith('AB12-CD34');
  expect(joining.join).not.toHaveBeenCalled();
});

test('keeps the typed code when there is no line, and says so', async () => {
  const user = userEvent.setup();
  const device = await aDevice();
  const first = await showScreen(<JoinPage />, device, { at: '/join' });
  await user.type(codeField(), 'ab12cd34');
  await user.click(button('Ver invitación'));
  expect(await screen.findByText(/Su código queda guardado aquí/)).toBeTruthy();
  first.unmount();
  await showScreen(<JoinPage />, device, { at: '/join' });
  expect(codeField().value).toBe('ab12cd34');
});

test('asks for a code when there is none', async () => {
  const user = userEvent.setup();
  const joining = joiningWith(found);
  await showScreen(<JoinPage />, await aDevice(), { at: '/join', services: { joining } });
  await user.click(button('Ver invitación'));
  expect(screen.getByText('Capture el código que viene en su invitación.')).toBeTruthy();
  expect(joining.look).not.toHaveBeenCalled();
});

test('an invitation that somebody else used in the meantime leads back to the code', async () => {
  const user = userEvent.setup();
  const joining = joiningWith(found, async () => refuse('invitation-used'));
  await showScreen(<JoinPage />, await aDevice(), { at: '/join#AB12', services: { joining } });
  await user.click(await screen.findByRole('button', { name: 'Unirse' }));
  expect(await screen.findByText(/Esta invitación ya se usó/)).toBeTruthy();
  expect(document.activeElement).toBe(codeField());
});

test('a line that breaks while joining keeps the offer, and trying again is one tap', async () => {
  const user = userEvent.setup();
  const joining = joiningWith(found);
  await showScreen(<JoinPage />, await aDevice(), { at: '/join#AB12', services: { joining } });
  await user.click(await screen.findByRole('button', { name: 'Unirse' }));
  expect(await screen.findByText('Todavía no se pudo unir a la edición')).toBeTruthy();
  await user.click(button('Unirse'));
  expect(joining.join).toHaveBeenCalledTimes(2);
});

test('says as whom this device takes part already', async () => {
  await showScreen(<JoinPage />, await aJoinedDevice(), { at: '/join' });
  expect(await screen.findByText('Participa en «Segunda edición, 2026»: Enlace municipal, Chapa de Mota.')).toBeTruthy();
  expect(codeField()).toBeTruthy();
});

test('practice has to be left before joining', async () => {
  const user = userEvent.setup();
  const enter = vi.fn(async () => {});
  await showScreen(<JoinPage />, await aJoinedDevice(), { at: '/join', services: { mode: 'practice', enter } });
  expect(screen.queryByRole('textbox')).toBeNull();
  await user.click(button('Salir de la práctica'));
  expect(enter).toHaveBeenCalledWith('real');
});

test('on an iPhone one installs first, and the installed app does not say so again', async () => {
  const device = await aDevice();
  const { unmount } = await showScreen(<JoinPage />, device, { at: '/join', install: { platform: 'ios' } });
  expect(screen.getByText('Instale primero la aplicación')).toBeTruthy();
  unmount();
  await showScreen(<JoinPage />, device, { at: '/join', install: { platform: 'ios', isStandalone: true } });
  expect(screen.queryByText('Instale primero la aplicación')).toBeNull();
});

// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { WelcomePage } from '#features/join/welcome-page.tsx';
import { aDevice } from '#tests/support/device.ts';
import { leaveScreens, showScreen } from '#tests/support/screens.tsx';

afterEach(leaveScreens);

test('speaks German at once, and remembers it', async () => {
  const user = userEvent.setup();
  await showScreen(<WelcomePage />, await aDevice());
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Le damos la bienvenida a Tequio');
  await user.click(screen.getByRole('button', { name: 'Deutsch' }));
  expect((await screen.findByRole('heading', { level: 1, name: 'Willkommen bei Tequio' })).textContent).toBeTruthy();
  expect(localStorage.getItem('tequio.language')).toBe('de');
  expect(screen.getByRole('button', { name: 'Deutsch' }).getAttribute('aria-pressed')).toBe('true');
});

test('offers three ways, and says that nothing is sent', async () => {
  const user = userEvent.setup();
  const enter = vi.fn(async () => {});
  const { address } = await showScreen(<WelcomePage />, await aDevice(), { services: { enter } });
  expect(screen.getByText(/nada sale de este dispositivo/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Usar solo en este dispositivo' }));
  expect(enter).toHaveBeenLastCalledWith('real');
  await user.click(screen.getByRole('button', { name: 'Practicar con una edición de ejemplo' }));
  expect(enter).toHaveBeenLastCalledWith('practice');
  await user.click(screen.getByRole('link', { name: 'Unirse con una invitación' }));
  expect(address()).toBe('/join');
});

// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import { recordsOf } from '#data/record-queries.ts';
import type { RoundFacts } from '#data/round-queries.ts';
import type { Actor } from '#domain/grants.ts';
import type { Round } from '#domain/kinds/round.ts';
import type { Town } from '#domain/kinds/town.ts';
import { RoundPage } from '#features/more/round-page.tsx';
import { checkDays, nameProblem, roundSetup } from '#features/more/round-setup.ts';
import { leaveScreens, showScreen } from '#tests/support/screens.tsx';
import { aDeviceOf } from '#tests/support/services.tsx';

afterEach(leaveScreens);

const head = { space: 'round:R', deleted: false, conflicts: [], town: null };
const round: Round = { ...head, kind: 'round', id: 'R', programme: '', name: '', number: 1, period: null, fixedToday: null };
const town: Town = { ...head, kind: 'town', id: 'T', town: 'T', name: 'Nopaltepec', part: 'receiver' };
const group = { ...head, kind: 'group', id: 'G', name: 'Grupo', theme: '', sessionDays: [] };
const empty: RoundFacts = { round, themes: [], towns: [], groups: [], people: [], memberships: [], devices: [] };
const coordinator: Actor = { person: 'P', grants: [{ space: 'round:R', role: 'coordinator', town: null }] };

describe('setting a round up', () => {
  test('begins with its name, then a town, then a working group, then people', () => {
    const named = { ...empty, round: { ...round, name: 'Primera' } };
    expect(roundSetup(coordinator, empty)).toEqual({ open: ['name', 'town', 'group', 'invite'], next: 'name' });
    expect(roundSetup(coordinator, named).next).toBe('town');
    expect(roundSetup(coordinator, { ...named, towns: [town] }).next).toBe('group');
    expect(roundSetup(coordinator, { ...named, towns: [town], groups: [group] }).next).toBe('invite');
  });

  test('is the coordinator’s; a liaison invites, an observer does nothing', () => {
    const as = (role: 'liaison' | 'observer'): Actor => ({ person: 'P', grants: [{ space: 'round:R', role, town: 'T' }] });
    expect(roundSetup(as('liaison'), { ...empty, towns: [town] })).toEqual({ open: ['invite'], next: 'invite' });
    expect(roundSetup(as('observer'), { ...empty, towns: [town] })).toEqual({ open: [], next: undefined });
  });

  test('takes both days or none, in their order', () => {
    expect(checkDays('', '')).toEqual({ type: 'sound', period: null });
    expect(checkDays('2027-05-01', '2027-10-30')).toMatchObject({ period: { opensOn: '2027-05-01', closesOn: '2027-10-30' } });
    for (const [opens, closes] of [
      ['2027-05-01', ''],
      ['', '2027-05-01'],
      ['2027-05-02', '2027-05-01'],
    ] as const) {
      expect(checkDays(opens, closes)).toEqual({ type: 'wrong' });
    }
  });

  test('takes a town once', () => {
    expect(nameProblem(' nopaltepec ', [town])).toBe('there');
    expect(nameProblem('  ', [town])).toBe('missing');
    expect(nameProblem('Otumba', [town])).toBeUndefined();
  });
});

test('a coordinator adds a town by the menu, and it stands in the round', async () => {
  const user = userEvent.setup();
  const device = await aDeviceOf('coordinator');
  await showScreen(<RoundPage />, device);
  await user.click(await screen.findByRole('button', { name: 'Más opciones de la edición' }));
  await user.click(screen.getByRole('menuitem', { name: 'Agregar municipio' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(dialog.getByRole('button', { name: 'Agregar municipio' }));
  expect(dialog.getByText('Escriba un nombre.')).toBeTruthy();
  await user.type(dialog.getByLabelText('Nombre del municipio'), 'Otumba');
  await user.click(dialog.getByLabelText('Municipio mentor: comparte su buena práctica'));
  await user.click(dialog.getByRole('button', { name: 'Agregar municipio' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const towns = await recordsOf(device.database, 'town');
  const added = towns.find(({ name }) => name === 'Otumba');
  expect(added).toMatchObject({ part: 'mentor' });
  expect(added?.town).toBe(added?.id);
  expect(await within(screen.getByRole('list', { name: 'Municipios mentores' })).findByText('Otumba')).toBeTruthy();
});

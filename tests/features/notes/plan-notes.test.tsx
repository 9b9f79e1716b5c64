// @vitest-environment happy-dom
import 'fake-indexeddb/auto'; // before anything that loads dexie
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordsOf } from '#data/record-queries.ts';
import { openText } from '#data/text-document.ts';
import { textUpdates } from '#data/text-queries.ts';
import { PlanNotes } from '#features/notes/plan-notes.tsx';
import { leaveScreens } from '#tests/support/screens.tsx';
import { aColleagueWrites, aDeviceOf, recordTitled, type SmallDevice, showOn } from '#tests/support/services.tsx';

beforeEach(() => localStorage.clear());
afterEach(leaveScreens);

const known = 'Faltan doce luminarias en el centro.';

async function openNotes(device: SmallDevice) {
  const plan = await recordTitled(device, 'plan', 'Calles con luz');
  return showOn(device, <PlanNotes planId={plan.id} />, '/', known);
}

async function theNote(device: SmallDevice) {
  const [note] = await recordsOf(device.database, 'note');
  if (!note) throw new Error('no note');
  return { note, text: openText('body', await textUpdates(device.database, note, 'body')).read() };
}

async function editTheNote() {
  await userEvent.click(screen.getByRole('button', { name: /Más opciones de la nota/ }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Editar' }));
  return screen.findByLabelText<HTMLTextAreaElement>('Texto de la nota');
}

test('a new note comes first, with who wrote it', async () => {
  const device = await aDeviceOf('official');
  await openNotes(device);
  await userEvent.type(screen.getByLabelText('Nueva nota'), 'Llegó el material');
  expect(screen.getByText('Borrador guardado en este dispositivo')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Guardar nota' }));
  await screen.findByText('Llegó el material', { selector: 'p' });
  const [first] = screen.getAllByRole('listitem');
  expect(first?.textContent).toContain('Usted');
  expect(screen.getByLabelText<HTMLTextAreaElement>('Nueva nota').value).toBe('');
});

test('half a note is still there after the page was closed', async () => {
  const device = await aDeviceOf('official');
  const { unmount } = await openNotes(device);
  await userEvent.type(screen.getByLabelText('Nueva nota'), 'A medias');
  unmount();
  await openNotes(device);
  expect(screen.getByLabelText<HTMLTextAreaElement>('Nueva nota').value).toBe('A medias');
});

test('100 kB pasted into a note stay on the screen and are not saved', async () => {
  const device = await aDeviceOf('official');
  await openNotes(device);
  const field = screen.getByLabelText<HTMLTextAreaElement>('Nueva nota');
  await userEvent.click(field);
  await userEvent.paste('x'.repeat(100_000));
  await userEvent.click(screen.getByRole('button', { name: 'Guardar nota' }));
  expect(await screen.findByText(/El texto tiene 100,000 caracteres y caben 15,000/)).toBeTruthy();
  expect(field.value).toHaveLength(100_000);
  expect(await recordsOf(device.database, 'note')).toHaveLength(1);
});

test('a note of the own town is written on in place and saves itself', async () => {
  const device = await aDeviceOf('official');
  await openNotes(device);
  await userEvent.type(await editTheNote(), ' Ya se pidieron.');
  await userEvent.tab();
  await screen.findByText('Guardado en este dispositivo');
  expect((await theNote(device)).text).toBe(`${known} Ya se pidieron.`);
  await userEvent.click(screen.getByRole('button', { name: 'Listo' }));
  expect(await screen.findByText(`${known} Ya se pidieron.`, { selector: 'p' })).toBeTruthy();
});

test('what a colleague writes comes into the text that is being written, and nothing is lost', async () => {
  const device = await aDeviceOf('official');
  await openNotes(device);
  const field = await editTheNote();
  await userEvent.type(field, ' Ya se pidieron.');
  const { note } = await theNote(device);
  const elsewhere = openText('body', await textUpdates(device.database, note, 'body'));
  await aColleagueWrites(device, note, 'body', elsewhere.write(`Urgente: ${elsewhere.read()}`) ?? '');
  await waitFor(() => expect(field.value).toContain('Urgente: '));
  expect(field.value).toBe(`Urgente: ${known} Ya se pidieron.`);
  await userEvent.click(screen.getByRole('button', { name: 'Listo' }));
  await screen.findByText(`Urgente: ${known} Ya se pidieron.`, { selector: 'p' });
});

test('a deleted note comes back with one tap', async () => {
  const { announced } = await openNotes(await aDeviceOf('official'));
  await userEvent.click(screen.getByRole('button', { name: /Más opciones de la nota/ }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Eliminar' }));
  await waitFor(() => expect(screen.queryByText(known)).toBeNull());
  announced.at(-1)?.action?.run();
  expect(await screen.findByText(known)).toBeTruthy();
});

test('an observer reads notes and is offered nothing to write with', async () => {
  await openNotes(await aDeviceOf('observer'));
  expect(screen.queryAllByRole('textbox')).toEqual([]);
  expect(screen.queryAllByRole('button')).toEqual([]);
});

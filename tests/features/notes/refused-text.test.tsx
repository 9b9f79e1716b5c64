// @vitest-environment happy-dom
import 'fake-indexeddb/auto'; // before anything that loads dexie
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listRefused } from '#data/outbox.ts';
import { recordsOf } from '#data/record-queries.ts';
import { openText } from '#data/text-document.ts';
import { storedText, textUpdates } from '#data/text-queries.ts';
import { PlanNotes } from '#features/notes/plan-notes.tsx';
import { RefusedWords } from '#features/notes/refused-words.tsx';
import { SyncPage } from '#features/sync-status/sync-page.tsx';
import { leaveScreens } from '#tests/support/screens.tsx';
import { aColleagueWrites, aDeviceOf, recordTitled, type SmallDevice, showOn } from '#tests/support/services.tsx';

beforeEach(() => localStorage.clear());
afterEach(leaveScreens);

const known = 'Faltan doce luminarias en el centro.';

async function openNotes(device: SmallDevice) {
  const plan = await recordTitled(device, 'plan', 'Calles con luz');
  return showOn(device, <PlanNotes planId={plan.id} />, '/', known);
}

async function editTheNote() {
  await userEvent.click(screen.getByRole('button', { name: /Más opciones de la nota/ }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Editar' }));
  return screen.findByLabelText<HTMLTextAreaElement>('Texto de la nota');
}

async function theNote(device: SmallDevice) {
  const [note] = await recordsOf(device.database, 'note');
  if (!note) throw new Error('no note');
  return note;
}

async function textOf(device: SmallDevice) {
  return openText('body', await textUpdates(device.database, await theNote(device), 'body')).read();
}

/** The endpoint refuses everything that was not judged yet. */
async function refuseAll({ database }: SmallDevice) {
  await database.transaction('rw', database.ops, database.texts, async () => {
    for (const row of await database.ops.toArray()) {
      if (row.verdict) continue;
      await database.ops.put({ ...row, verdict: 'refused', refused: 'no-access' });
      const { space, kind, id, field } = row.op;
      await database.texts.update([space, kind, id, field], { lastOwn: undefined });
    }
  });
}

const writtenOps = ({ database }: SmallDevice) => database.ops.filter(({ op }) => op.type === 'text').count();

test('what is written on after a refusal builds on nothing that was refused', async () => {
  const device = await aDeviceOf('official');
  await openNotes(device);
  const field = await editTheNote();
  await userEvent.type(field, ' Uno.');
  await userEvent.tab();
  await screen.findByText('Guardado en este dispositivo');
  await refuseAll(device);
  const elsewhere = openText('body', await textUpdates(device.database, await theNote(device), 'body'));
  await aColleagueWrites(device, await theNote(device), 'body', elsewhere.write(`Urgente: ${known}`) ?? '');
  await waitFor(() => expect(field.value).toBe(`Urgente: ${known} Uno.`));
  expect(await textOf(device)).toBe(`Urgente: ${known}`);
  await userEvent.type(field, ' Dos.');
  await userEvent.click(screen.getByRole('button', { name: 'Listo' }));
  await screen.findByText(`Urgente: ${known} Uno. Dos.`, { selector: 'p' });
  expect(await textOf(device)).toBe(`Urgente: ${known} Uno. Dos.`);
});

test('refused words are not sent again by themselves, but when their writer finishes', async () => {
  const device = await aDeviceOf('official');
  await openNotes(device);
  await userEvent.type(await editTheNote(), ' Uno.');
  await userEvent.tab();
  await screen.findByText('Guardado en este dispositivo');
  const before = await writtenOps(device);
  await refuseAll(device);
  await waitFor(async () => expect(await textOf(device)).toBe(known));
  document.dispatchEvent(new Event('visibilitychange'));
  expect(await writtenOps(device)).toBe(before);
  await userEvent.click(screen.getByRole('button', { name: 'Listo' }));
  await screen.findByText(`${known} Uno.`, { selector: 'p' });
  expect(screen.queryByText(title)).toBeNull();
  expect(await listRefused(device.database)).toEqual([]);
});

test('the words of a refused note are listed, and copied whole', async () => {
  const user = userEvent.setup();
  const device = await aDeviceOf('official');
  await openNotes(device);
  const long = `Acuerdo con la comunidad: ${'faena, '.repeat(60)}fin.`;
  await user.click(screen.getByLabelText('Nueva nota'));
  await user.paste(long);
  await user.click(screen.getByRole('button', { name: 'Guardar nota' }));
  await screen.findByText('La nota quedó guardada en este dispositivo.');
  await user.type(await editAgain(), ' Uno.');
  await user.tab();
  await screen.findByText('Guardado en este dispositivo');
  await refuseAll(device);
  await leaveScreens();
  await showOn(device, <SyncPage />, '/sync', 'No aceptados');
  expect(await screen.findByText(/^texto: Acuerdo con la comunidad: .*…$/)).toBeTruthy();
  expect(screen.getByText('texto: Uno.')).toBeTruthy();
  const [copy] = screen.getAllByRole('button', { name: 'Copiar' });
  if (copy) await user.click(copy);
  expect(await navigator.clipboard.readText()).toContain(long);
});

async function editAgain() {
  const [more] = screen.getAllByRole('button', { name: /Más opciones de la nota/ });
  if (more) await userEvent.click(more);
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Editar' }));
  return screen.findByLabelText<HTMLTextAreaElement>('Texto de la nota');
}

test('a note with a part that cannot be read shows the rest and says so', async () => {
  const device = await aDeviceOf('mentor');
  await aColleagueWrites(device, await theNote(device), 'body', 'not yjs at all');
  await openNotes(device);
  expect(await screen.findByText('Una parte de esta nota no se puede leer.')).toBeTruthy();
});

const title = 'El servidor no aceptó parte de lo que usted escribió en esta nota.';

/** A note whose last words were refused after its editor was left. */
async function aNoteWithRefusedWords() {
  const device = await aDeviceOf('official');
  await openNotes(device);
  await userEvent.type(await editTheNote(), ' Uno.');
  await userEvent.click(screen.getByRole('button', { name: 'Listo' }));
  await screen.findByText(`${known} Uno.`, { selector: 'p' });
  await refuseAll(device);
  await screen.findByText(title);
  return device;
}

test('refused words stand under the accepted text, with the reason, and are saved again with one tap', async () => {
  const device = await aNoteWithRefusedWords();
  expect(screen.getByText(known, { selector: 'p' })).toBeTruthy();
  expect(screen.getByText(`${known} Uno.`, { selector: 'blockquote' })).toBeTruthy();
  expect(screen.getByText(/Usted no tiene acceso al grupo/)).toBeTruthy();
  const elsewhere = openText('body', await textUpdates(device.database, await theNote(device), 'body'));
  await aColleagueWrites(device, await theNote(device), 'body', elsewhere.write(`Urgente: ${known}`) ?? '');
  await screen.findByText(`Urgente: ${known} Uno.`, { selector: 'blockquote' });
  await userEvent.click(screen.getByRole('button', { name: 'Guardar mi texto de nuevo' }));
  await screen.findByText(`Urgente: ${known} Uno.`, { selector: 'p' });
  await waitFor(() => expect(screen.queryByText(title)).toBeNull());
  expect(await listRefused(device.database)).toEqual([]);
  expect(await device.database.ops.where('refused').above('').count()).toBe(1);
});

test('refused words are copied, and put aside until undo brings them back', async () => {
  const user = userEvent.setup();
  const device = await aDeviceOf('official');
  const { announced } = await openNotes(device);
  await user.type(await editTheNote(), ' Uno.');
  await user.click(screen.getByRole('button', { name: 'Listo' }));
  await screen.findByText(`${known} Uno.`, { selector: 'p' });
  await refuseAll(device);
  await user.click(await screen.findByRole('button', { name: 'Copiar' }));
  expect(await navigator.clipboard.readText()).toBe(`${known} Uno.`);
  await user.click(screen.getByRole('button', { name: 'Quitar' }));
  await waitFor(() => expect(screen.queryByText(title)).toBeNull());
  announced.at(-1)?.action?.run();
  expect(await screen.findByText(title)).toBeTruthy();
  expect(await textOf(device)).toBe(known);
});

test('words that are refused while one writes stay in the field, beside the text that holds', async () => {
  const device = await aDeviceOf('official');
  await openNotes(device);
  const field = await editTheNote();
  await userEvent.type(field, ' Uno.');
  await userEvent.tab();
  await screen.findByText('Guardado en este dispositivo');
  await refuseAll(device);
  await screen.findByText(title);
  expect(screen.getAllByText(title)).toHaveLength(1);
  expect(field.value).toBe(`${known} Uno.`);
  expect(screen.getByText(known, { selector: 'blockquote' })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Volver al texto aceptado' }));
  expect(field.value).toBe(known);
  await waitFor(() => expect(screen.queryByText(title)).toBeNull());
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(field.value).toBe(`${known} Uno.`);
  await userEvent.click(screen.getByRole('button', { name: 'Listo' }));
  await screen.findByText(`${known} Uno.`, { selector: 'p' });
  expect(screen.queryByText(title)).toBeNull();
});

test('who may no longer write there is offered to copy, not to save again', async () => {
  const device = await aNoteWithRefusedWords();
  const stored = await storedText(device.database, await theNote(device), 'body');
  await leaveScreens();
  const words = <RefusedWords note={await theNote(device)} stored={stored} mayEdit={false} onTaken={() => {}} />;
  await showOn(device, words, '/', title);
  expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Copiar', 'Quitar']);
});

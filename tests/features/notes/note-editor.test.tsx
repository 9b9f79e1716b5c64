// @vitest-environment happy-dom
// Writing on a note while a colleague does: what stays where it was, and what undo takes back.
import 'fake-indexeddb/auto'; // before anything that loads dexie
import { fireEvent, screen, waitFor } from '@testing-library/react';
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

async function openEditor() {
  const device = await aDeviceOf('official');
  const plan = await recordTitled(device, 'plan', 'Calles con luz');
  await showOn(device, <PlanNotes planId={plan.id} />, '/', known);
  await userEvent.click(screen.getByRole('button', { name: /Más opciones de la nota/ }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Editar' }));
  const field = await screen.findByLabelText<HTMLTextAreaElement>('Texto de la nota');
  return { device, field };
}

async function stored(device: SmallDevice) {
  const [note] = await recordsOf(device.database, 'note');
  if (!note) throw new Error('no note');
  return { note, updates: await textUpdates(device.database, note, 'body') };
}

/** What a colleague made of the text as this device last saved it. */
async function aColleagueMakes(device: SmallDevice, change: (text: string) => string) {
  const { note, updates } = await stored(device);
  const elsewhere = openText('body', updates);
  await aColleagueWrites(device, note, 'body', elsewhere.write(change(elsewhere.read())) ?? '');
}

async function leaveSaved() {
  await userEvent.click(screen.getByRole('button', { name: 'Listo' }));
  await waitFor(() => expect(screen.queryByLabelText('Texto de la nota')).toBeNull());
}

function caretOf(field: HTMLTextAreaElement) {
  return [field.value.slice(0, field.selectionStart), field.value.slice(field.selectionEnd)];
}

test('the caret stays behind its word when text comes in before it and behind it', async () => {
  const { device, field } = await openEditor();
  await userEvent.type(field, ' nuevas', { initialSelectionStart: 22, initialSelectionEnd: 22 });
  await aColleagueMakes(device, (text) => `Urgente: ${text}`);
  await waitFor(() => expect(field.value).toContain('Urgente'));
  expect(caretOf(field)).toEqual(['Urgente: Faltan doce luminarias nuevas', ' en el centro.']);
  await aColleagueMakes(device, (text) => `${text} Fin.`);
  await waitFor(() => expect(field.value).toContain('Fin.'));
  await userEvent.keyboard(' y altas');
  expect(field.value).toBe('Urgente: Faltan doce luminarias nuevas y altas en el centro. Fin.');
});

test('a selection stays around its words', async () => {
  const { device, field } = await openEditor();
  field.setSelectionRange(7, 11);
  await aColleagueMakes(device, (text) => `Urgente: ${text}`);
  await waitFor(() => expect(field.value).toContain('Urgente'));
  await userEvent.keyboard('trece');
  expect(field.value).toBe('Urgente: Faltan trece luminarias en el centro.');
});

test('undo takes back one’s own words and leaves a colleague’s; redo writes them again', async () => {
  const { device, field } = await openEditor();
  await userEvent.type(field, ' Uno.');
  await aColleagueMakes(device, (text) => `Urgente: ${text}`);
  await waitFor(() => expect(field.value).toBe(`Urgente: ${known} Uno.`));
  await userEvent.keyboard(' Dos.');
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(field.value).toBe(`Urgente: ${known} Uno.`);
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(field.value).toBe(`Urgente: ${known}`);
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(field.value).toBe(`Urgente: ${known}`);
  await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
  expect(caretOf(field)).toEqual([`Urgente: ${known} Uno.`, '']);
  await leaveSaved();
  expect(openText('body', (await stored(device)).updates).read()).toBe(`Urgente: ${known} Uno.`);
});

test('undo from the menu of the browser does the same', async () => {
  const { field } = await openEditor();
  await userEvent.type(field, ' Uno.');
  fireEvent(field, new InputEvent('beforeinput', { inputType: 'historyUndo', bubbles: true, cancelable: true }));
  expect(field.value).toBe(known);
});

test('a word that the keyboard is composing is not disturbed; the colleague’s text comes right after it', async () => {
  const { device, field } = await openEditor();
  fireEvent.compositionStart(field);
  await userEvent.type(field, ' Un');
  await aColleagueMakes(device, (text) => `Urgente: ${text}`);
  await userEvent.type(field, 'o. Y así se sigue, letra por letra.');
  expect(field.value).toBe(`${known} Uno. Y así se sigue, letra por letra.`);
  fireEvent.compositionEnd(field);
  expect(field.value).toBe(`Urgente: ${known} Uno. Y así se sigue, letra por letra.`);
});

test('words that begin like those behind them stay whole when a colleague deletes those', async () => {
  const { device, field } = await openEditor();
  await userEvent.type(field, 'lumbreras y ', { initialSelectionStart: 12, initialSelectionEnd: 12 });
  expect(field.value).toBe('Faltan doce lumbreras y luminarias en el centro.');
  await aColleagueMakes(device, (text) => text.replace('luminarias ', ''));
  await waitFor(() => expect(field.value).toBe('Faltan doce lumbreras y en el centro.'));
});

test('typing at two places in one go leaves alone what a colleague changes between them', async () => {
  const { device, field } = await openEditor();
  await userEvent.type(field, 'Hoy. ', { initialSelectionStart: 0, initialSelectionEnd: 0 });
  field.setSelectionRange(field.value.length, field.value.length);
  await userEvent.keyboard(' Uno.');
  await aColleagueMakes(device, (text) => text.replace('doce', 'trece'));
  await waitFor(() => expect(field.value).toBe('Hoy. Faltan trece luminarias en el centro. Uno.'));
});

test('typing on takes along words on the screen that a restored endpoint lost', async () => {
  const { device, field } = await openEditor();
  const { note, updates } = await stored(device);
  await aColleagueMakes(device, (text) => `${text} Uno.`);
  await waitFor(() => expect(field.value).toBe(`${known} Uno.`));
  const where = [note.space, 'note', note.id, 'body'] as const;
  const row = await device.database.texts.get([...where]);
  const kept = row?.accepted.updates.filter(({ value }) => updates.includes(String(value))) ?? [];
  await device.database.texts.update([...where], { accepted: { type: 'text', updates: kept, seen: row?.accepted.seen ?? {} } });
  await waitFor(async () => expect((await stored(device)).updates).toHaveLength(updates.length));
  await userEvent.type(field, ' Dos.', { initialSelectionStart: field.value.length, initialSelectionEnd: field.value.length });
  await leaveSaved();
  expect(openText('body', (await stored(device)).updates).read()).toBe(`${known} Uno. Dos.`);
});

// Two people type in one note at the same time, one at its beginning and one at its end: every letter of both is there, each
// caret stays behind its own words, and undo takes back only one's own.

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { anEndpoint, twoPhones } from './stage.ts';
import { chapaPlan, notes, openPlan, textsOf, untilAllSent, writeNote } from './walk.ts';

const t = textsOf['es-MX'];
const known = 'Faltan doce luminarias en el centro.';

type Field = Awaited<ReturnType<typeof editNote>>;

/** Opens the note for writing, with the caret at a place. */
async function editNote(page: Page, caret: number) {
  const [before = ''] = t.notes.more.split('{{');
  await notes(page).filter({ hasText: known }).getByRole('button', { name: before.trim() }).click();
  await page.getByRole('menuitem', { name: t.common.actions.edit, exact: true }).click();
  const field = page.getByLabel(t.notes.edit, { exact: true });
  await field.evaluate((area, at) => (area as HTMLTextAreaElement).setSelectionRange(at, at), caret);
  return field;
}

/** The words before the caret, and those behind it. */
async function aroundCaret(field: Field) {
  return field.evaluate((element) => {
    const { value, selectionStart, selectionEnd } = element as HTMLTextAreaElement;
    return [value.slice(0, selectionStart), value.slice(selectionEnd)];
  });
}

test('two who type in one note at the same time find every letter, their caret and their undo', async () => {
  const [liaison, official] = await twoPhones(await anEndpoint(), (page) => openPlan(page, chapaPlan));
  const [one, other] = [liaison.page(), official.page()];
  await writeNote(one, known);
  await untilAllSent(one);
  await notes(other).filter({ hasText: known }).first().waitFor();
  const first = await editNote(one, 0);
  const second = await editNote(other, known.length);

  const [begun, ended] = ['Urgente para el cabildo, se revisa el jueves: ', ' Ya se pidieron doce lámparas a la tesorería.'];
  await Promise.all([one.keyboard.type(begun, { delay: 90 }), other.keyboard.type(ended, { delay: 90 })]);
  await expect.poll(() => aroundCaret(first)).toEqual([begun, `${known}${ended}`]);
  await expect.poll(() => aroundCaret(second)).toEqual([`${begun}${known}${ended}`, '']);

  await one.keyboard.type('urge. ');
  await expect.poll(() => second.inputValue()).toContain('urge. ');
  await other.keyboard.type(' Falta la firma.');
  await expect.poll(() => first.inputValue()).toContain('firma.');
  await one.keyboard.press('Control+z');
  const left = `${begun}${known}${ended} Falta la firma.`;
  expect(await first.inputValue()).toBe(left);
  await expect.poll(() => second.inputValue()).toBe(left);

  for (const page of [one, other]) {
    await page.getByRole('button', { name: t.notes.finished, exact: true }).click();
    await untilAllSent(page);
  }
  await one.reload();
  await notes(one).filter({ hasText: left }).first().waitFor();
  expect([...liaison.problems(), ...official.problems()]).toEqual([]);
});

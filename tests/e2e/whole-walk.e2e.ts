// A new official's whole way, from the invitation in their hand to what a mentor reads in another language: once with
// everything on the screen in Spanish, once in German.

import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { asLanguage, languageNames } from '#i18n/languages.ts';
import type { Invitation } from '#tests/support/endpoint-process.ts';
import type { Phone } from '#tests/support/phone.ts';
import { anEndpoint, aPhone, joinedPhone } from './stage.ts';
import {
  addAction,
  addItem,
  chapaAction,
  chapaPlan,
  checklist,
  everyAddress,
  fill,
  foreignTexts,
  fromItemMenu,
  goTo,
  type Locale,
  notes,
  openAction,
  openPlan,
  speakOnWelcome,
  textsOf,
  untilAllSent,
  untilWaiting,
  visit,
  writeNote,
} from './walk.ts';

const line = 'Conocer el alumbrado que tenemos';
const overdueItem = 'Acta de conciliación firmada por ambas partes';
const responsible = 'Titular de la Dirección de Obras Públicas';
const newAction = 'Rotular los postes de la sierra';
const firstNote = 'La cuadrilla no llegó: llovió toda la tarde.';
const editedNote = 'La cuadrilla no llegó: llovió toda la tarde. Regresa el viernes.';

const otherOf = { 'es-MX': 'de-DE', 'de-DE': 'es-MX' } as const satisfies Record<Locale, Locale>;
const actionDayOf = { 'es-MX': '20 ago 2026', 'de-DE': '20. August 2026' } as const satisfies Record<Locale, string>;

for (const locale of ['es-MX', 'de-DE'] as const) {
  test(`a new official walks from the invitation to a mentor who reads it all, in ${locale}`, async () => {
    const t = textsOf[locale];
    const other = otherOf[locale];
    const endpoint = await anEndpoint();
    const { typed } = endpoint.invitation('official');
    // The phone itself speaks the other language.
    const phone = await aPhone(endpoint, { locale: other });
    const page = phone.page();

    // The first start: the language, then the code as one copies it from paper.
    await page.goto(phone.url('/welcome'));
    await page.getByRole('heading', { name: textsOf[other].join.welcome.title }).waitFor();
    expect(await foreignTexts(page, locale)).toContain(textsOf[other].join.welcome.title);
    await speakOnWelcome(page, locale);
    expect(await foreignTexts(page, locale)).toEqual([]);
    await page.getByRole('link', { name: t.join.welcome.join, exact: true }).click();
    await page.getByLabel(t.join.code.label, { exact: true }).fill(` ${typed.toLowerCase().replaceAll('-', ' ')} `);
    await page.getByRole('button', { name: t.join.code.look, exact: true }).click();
    await page.getByRole('heading', { name: t.join.offer.title }).waitFor();
    await page.getByText('Chapa de Mota', { exact: true }).waitFor();
    await page.getByText(t.common.roles.official, { exact: true }).waitFor();
    expect(await foreignTexts(page, locale)).toEqual([]);
    await page.getByLabel(t.join.offer.deviceName, { exact: true }).fill('Moto de campo');
    await page.getByRole('button', { name: t.join.offer.join, exact: true }).click();
    await page.waitForURL('**/today');

    // Today says what is due, and leads to it.
    const overdue = page.getByRole('list', { name: t.today.overdue.title, exact: true });
    await overdue.getByRole('link', { name: chapaAction }).waitFor();
    await page.getByRole('list', { name: t.today.week.title, exact: true }).waitFor();
    await phone.untilInstalled();
    await untilAllSent(page, locale);
    expect(await foreignTexts(page, locale)).toEqual([]);
    await overdue.getByRole('link', { name: chapaAction }).click();
    await page.getByRole('heading', { name: chapaAction, level: 1 }).waitFor();

    // No signal from here on.
    await phone.goOffline();
    await page.getByRole('checkbox', { name: overdueItem }).click();
    await untilWaiting(page, 1, locale);
    expect(await checklist(page)).toContain(`x ${overdueItem}`);
    await page.getByRole('link', { name: chapaPlan }).first().click();
    await page.getByRole('heading', { name: chapaPlan, level: 1 }).waitFor();
    await addAction(page, line, { title: newAction, responsible, dueDay: '2026-08-20' }, locale);
    await openAction(page, newAction);
    await page.getByText(fill(t.common.due.on, { day: actionDayOf[locale] })).waitFor();
    for (const title of ['Plantilla lista', 'Pintura comprada', 'Postes limpios']) await addItem(page, title, locale);
    await fromItemMenu(page, 'Pintura comprada', t.plans.checklist.rename, locale);
    const renaming = page.getByRole('dialog', { name: t.plans.checklist.rename });
    await renaming.getByLabel(t.plans.field.itemTitle, { exact: true }).fill('Pintura reflejante comprada');
    await renaming.getByRole('button', { name: t.plans.saveName, exact: true }).click();
    await page.getByRole('checkbox', { name: 'Pintura reflejante comprada' }).waitFor();
    await fromItemMenu(page, 'Postes limpios', t.common.actions.moveUp, locale);
    await expect.poll(() => checklist(page)).toEqual(['- Plantilla lista', '- Postes limpios', '- Pintura reflejante comprada']);
    await fromItemMenu(page, 'Plantilla lista', t.common.actions.delete, locale);
    await page.getByText(fill(t.plans.checklist.deleted, { title: 'Plantilla lista' })).waitFor();
    await page.getByRole('checkbox', { name: 'Plantilla lista' }).waitFor({ state: 'detached' });
    expect(await foreignTexts(page, locale)).toEqual([]);
    await page.getByRole('button', { name: t.common.actions.undo, exact: true }).click();
    await expect.poll(() => checklist(page)).toEqual(['- Plantilla lista', '- Postes limpios', '- Pintura reflejante comprada']);
    await untilWaiting(page, 9, locale);

    await openPlan(page, chapaPlan, locale);
    await writeNote(page, firstNote, locale);
    const note = notes(page, locale).filter({ hasText: firstNote });
    await note.getByRole('button').click();
    await page.getByRole('menuitem', { name: t.common.actions.edit, exact: true }).click();
    await page.getByLabel(t.notes.edit, { exact: true }).fill(editedNote);
    await page.getByRole('button', { name: t.notes.finished, exact: true }).click();
    await page.getByText(editedNote, { exact: true }).waitFor();
    await untilWaiting(page, 11, locale);
    expect(await foreignTexts(page, locale)).toEqual([]);

    // Each change that waits, in words.
    await page.locator('header a[href="/sync"]').click();
    const item = (title: string, what: string) => wordsOfChange(locale, t.sync.kind.item, title, what);
    const pending = page.getByRole('list', { name: t.sync.pending.title, exact: true }).getByRole('listitem');
    await pending.first().waitFor();
    const said = (await pending.allInnerTexts()).map((text) => text.split('\n')[0]);
    expect(said).toEqual([
      item(overdueItem, t.sync.field.check),
      wordsOfChange(locale, t.sync.kind.action, newAction, t.sync.what.created),
      item('Plantilla lista', t.sync.what.created),
      item('Pintura comprada', t.sync.what.created),
      item('Postes limpios', t.sync.what.created),
      item('Pintura reflejante comprada', t.sync.field.title),
      item('Postes limpios', t.sync.field.order),
      item('Plantilla lista', t.sync.what.deleted),
      item('Plantilla lista', t.sync.what.restored),
      fill(t.sync.change.about, { about: t.sync.kind.note, what: t.sync.what.created }),
      fill(t.sync.change.about, { about: t.sync.kind.note, what: t.sync.field.body }),
    ]);
    await page.getByText(fill(t.sync.sentence.waiting_other, { count: 11 })).waitFor();
    expect(await foreignTexts(page, locale)).toEqual([]);

    await phone.goOnline();
    await untilAllSent(page, locale);
    await page.getByText(t.sync.pending.noneText, { exact: true }).waitFor();

    // A mentor reads it all, in the other language.
    const mentor = await joinedPhone(endpoint, 'mentor', { locale: other });
    await mentorSeesIt(mentor.page(), other);

    await settleTheSettings(phone, endpoint.invitation('official'), locale);
    for (const address of everyAddress) {
      await visit(phone, address);
      await untilAllSent(page, locale);
      expect(await foreignTexts(page, locale), address).toEqual([]);
    }
    expect([...phone.problems(), ...mentor.problems()]).toEqual([]);
  });
}

function wordsOfChange(locale: Locale, kind: string, title: string, what: string): string {
  const { titled, about } = textsOf[locale].sync.change;
  return fill(about, { about: fill(titled, { kind, title }), what });
}

async function mentorSeesIt(page: Page, locale: Locale): Promise<void> {
  const t = textsOf[locale];
  await openPlan(page, chapaPlan, locale);
  await page.getByText(editedNote, { exact: true }).waitFor();
  await openAction(page, newAction);
  await page.getByText(responsible, { exact: true }).waitFor();
  await page.getByText(actionDayOf[locale], { exact: true }).waitFor();
  const points = page.getByRole('list', { name: t.plans.checklist.title, exact: true }).getByRole('listitem');
  const open = (title: string) => `${t.plans.checklist.isOpen} ${title}`;
  const shown = (await points.allTextContents()).map((text) => text.replace(/\s+/g, ' ').trim());
  expect(shown).toEqual([open('Plantilla lista'), open('Postes limpios'), open('Pintura reflejante comprada')]);
  expect(await foreignTexts(page, locale)).toEqual([]);
  await openPlan(page, chapaPlan, locale);
  await openAction(page, chapaAction);
  const ticked = points.filter({ hasText: overdueItem });
  expect(await ticked.textContent()).toContain(t.plans.checklist.isTicked);
}

/** Language without a line, a new name for the phone, and everything in a file. */
async function settleTheSettings(phone: Phone, used: Invitation, locale: Locale): Promise<void> {
  const t = textsOf[locale];
  const other = otherOf[locale];
  const page = phone.page();
  await phone.goOffline();
  await goTo(page, t.common.nav.more);
  await page.getByRole('link', { name: t.more.settings.title }).click();
  await page.getByRole('radio', { name: languageNames[asLanguage(other)] }).click();
  await page.getByRole('heading', { name: textsOf[other].settings.title, level: 1 }).waitFor();
  await goTo(page, textsOf[other].common.nav.plans);
  await page.reload();
  await page.getByRole('heading', { name: textsOf[other].plans.list.title, level: 1 }).waitFor();
  expect(await foreignTexts(page, other)).toEqual([]);
  await page.goto(phone.url('/settings'));
  await page.getByRole('radio', { name: languageNames[asLanguage(locale)] }).click();
  await page.getByRole('heading', { name: t.settings.title, level: 1 }).waitFor();

  await page.getByRole('button', { name: fill(t.settings.devices.more, { name: 'Moto de campo' }), exact: true }).click();
  await page.getByRole('menuitem', { name: t.common.actions.rename, exact: true }).click();
  const renaming = page.getByRole('dialog', { name: t.settings.devices.renameTitle });
  await renaming.getByLabel(t.settings.devices.name, { exact: true }).fill('Moto nueva');
  await renaming.getByRole('button', { name: t.settings.devices.saveName, exact: true }).click();
  await renaming.waitFor({ state: 'detached' });
  await page.getByRole('listitem').filter({ hasText: 'Moto nueva' }).waitFor();
  await untilWaiting(page, 1, locale);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: t.common.file.save, exact: true }).click(),
  ]);
  await page.getByText(t.common.file.saved, { exact: true }).waitFor();
  expect(download.suggestedFilename()).toMatch(/^tequio-\d{4}-\d\d-\d\d\.json$/);
  const text = await readFile(await download.path(), 'utf8');
  const file = JSON.parse(text) as Record<'ops' | 'texts' | 'records', readonly unknown[]>;
  for (const part of ['ops', 'texts', 'records'] as const) expect(file[part].length, part).toBeGreaterThan(0);
  expect(JSON.stringify(file.ops)).toContain('Moto nueva');
  expect(text).toContain(overdueItem);
  const { typed, link } = used;
  const cookies = await phone.context().cookies();
  expect(cookies).not.toEqual([]);
  const secrets = [...cookies.map(({ value }) => value), typed, typed.replaceAll('-', ''), link.split('#')[1] ?? ''];
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(8);
    expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
  }

  await phone.goOnline();
  await untilAllSent(page, locale);
}

// The steps of an official, by what the screen says: every name comes from the texts of the language that the phone shows.

import { join as joinPath } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { exampleRound } from '#example/content/round.ts';
import { asLanguage, languageNames } from '#i18n/languages.ts';
import { laterTexts as laterDe } from '#i18n/later-texts-de.ts';
import { laterTexts as laterEs } from '#i18n/later-texts-es.ts';
import { seldomTexts as seldomDe } from '#i18n/seldom-texts-de.ts';
import { seldomTexts as seldomEs } from '#i18n/seldom-texts-es.ts';
import { texts as firstDe } from '#i18n/texts-de.ts';
import { texts as firstEs } from '#i18n/texts-es.ts';
import type { EndpointProcess } from '#tests/support/endpoint-process.ts';
import type { Phone } from '#tests/support/phone.ts';

const es = { ...firstEs, ...laterEs, ...seldomEs };
const de: unknown = { ...firstDe, ...laterDe, ...seldomDe };
export const textsOf = { 'es-MX': es, 'de-DE': de as typeof es } as const;
export type Locale = keyof typeof textsOf;

export const chapaPlan = 'Calles con luz y comunidades limpias';
/** In that plan: under way and five days overdue on the example's day, with ticked and unticked points. */
export const chapaAction = 'Conciliar el censo con la facturación de la CFE';

/** Every screen that has an address of its own for somebody who has joined. */
export const everyAddress = [
  '/today',
  '/plans',
  '/sessions',
  '/more',
  '/round',
  '/invitations',
  '/invite',
  '/sync',
  '/settings',
  '/leave',
  '/help',
  '/join',
] as const;

/** Joins with this link; resolves once the plans have arrived and the phone could lose its line. */
export async function join(phone: Phone, link: string, locale: Locale = 'es-MX'): Promise<void> {
  const t = textsOf[locale];
  const page = phone.page();
  await page.goto(phone.url(link));
  await page.getByRole('button', { name: t.join.offer.join, exact: true }).click();
  await page.waitForURL('**/today');
  await phone.untilInstalled();
  await untilAllSent(page, locale);
}

/** Opens an address or a link; resolves once its screen has its title. */
export async function visit(phone: Phone, address: string): Promise<void> {
  await phone.page().goto(phone.url(address));
  await phone.page().getByRole('heading', { level: 1 }).first().waitFor();
}

/** Resolves once the chip says that everything is sent. */
export async function untilAllSent(page: Page, locale: Locale = 'es-MX'): Promise<void> {
  const [before] = textsOf[locale].sync.chip.sent.split('{{');
  await chip(page).filter({ hasText: before?.trim() }).waitFor();
}

/** Resolves once the chip counts this many changes that wait. */
export async function untilWaiting(page: Page, count: number, locale: Locale = 'es-MX'): Promise<void> {
  const { waiting_one, waiting_other } = textsOf[locale].sync.chip;
  const text = (count === 1 ? waiting_one : waiting_other).replace('{{count}}', String(count));
  await chip(page).filter({ hasText: text }).waitFor();
}

export function chip(page: Page) {
  return page.locator('header a[href="/sync"]');
}

/** Opens a plan from the list, as one does with the places at the edge of the screen. */
export async function openPlan(page: Page, title: string, locale: Locale = 'es-MX'): Promise<void> {
  await goTo(page, textsOf[locale].common.nav.plans);
  await page.getByRole('link', { name: title }).first().click();
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
}

export async function goTo(page: Page, place: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: place, exact: true }).click();
}

export async function openAction(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: title }).first().click();
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
}

export async function openChapaAction(page: Page): Promise<void> {
  await openPlan(page, chapaPlan);
  await openAction(page, chapaAction);
}

/** By its address, which is another one on each phone. */
export async function backOnChapaAction(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('heading', { name: chapaAction, level: 1 }).waitFor();
}

/** From the open action to the sync page and back: what the others have sent is there then. */
export async function comeUpToDate(page: Page): Promise<void> {
  const address = page.url();
  await sendNow(page);
  await backOnChapaAction(page, address);
}

/** The points of the open action in their order, as "x text" when ticked and "- text" when not. */
export async function checklist(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLInputElement>('main input[type=checkbox]')].map((box) => {
      const label = document.getElementById(box.getAttribute('aria-labelledby') ?? '');
      return `${box.checked ? 'x' : '-'} ${label?.textContent?.trim() ?? ''}`;
    }),
  );
}

/** The texts of the open action's points without a tick. */
export async function untickedPoints(page: Page): Promise<readonly string[]> {
  return (await checklist(page)).filter((point) => point.startsWith('- ')).map((point) => point.slice(2));
}

export async function addItem(page: Page, title: string, locale: Locale = 'es-MX'): Promise<void> {
  const t = textsOf[locale].plans.checklist;
  await page.getByLabel(t.new).fill(title);
  await page.getByRole('button', { name: t.add, exact: true }).click();
  await page.getByRole('checkbox', { name: title }).waitFor();
}

/** Ticks a point; resolves once it says who did it, which is when it is saved. */
export async function tick(page: Page, title: string, locale: Locale = 'es-MX'): Promise<void> {
  const row = page.getByRole('listitem').filter({ has: page.getByRole('checkbox', { name: title }) });
  await row.getByRole('checkbox').click();
  const [saved = ''] = textsOf[locale].plans.checklist.tickedByYou.split('{{');
  await row.getByText(saved.trim()).waitFor();
}

export async function fromItemMenu(page: Page, title: string, entry: string, locale: Locale = 'es-MX'): Promise<void> {
  await page.getByRole('button', { name: textsOf[locale].plans.checklist.more.replace('{{title}}', title) }).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

export async function setState(page: Page, state: string, locale: Locale = 'es-MX'): Promise<void> {
  await page.getByLabel(textsOf[locale].plans.field.state, { exact: true }).selectOption(state);
}

/** By the chip to the sync page, its button, and back when the endpoint has confirmed. */
export async function sendNow(page: Page, locale: Locale = 'es-MX'): Promise<void> {
  const t = textsOf[locale].sync.send;
  await chip(page).click();
  await page.getByRole('button', { name: t.button }).click();
  await page.getByText(t.done.split('{{')[0]?.trim() ?? '').waitFor();
}

/** A text with its placeholders filled in; what is not given stays as it is. */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The language chooser of the first screen: each language is called by its own name there. */
export async function speakOnWelcome(page: Page, locale: Locale): Promise<void> {
  await page.getByRole('button', { name: languageNames[asLanguage(locale)], exact: true }).click();
  await page.getByRole('heading', { name: textsOf[locale].join.welcome.title, level: 1 }).waitFor();
}

/** Makes the app speak this language from the next page on. */
export async function speak(phone: Phone, locale: Locale): Promise<void> {
  await phone.page().evaluate((language) => localStorage.setItem('tequio.language', language), locale.slice(0, 2));
}

export type NewAction = { readonly title: string; readonly responsible?: string; readonly dueDay?: string };

/** On the open plan: a new action in the line of this title, by the dialog. */
export async function addAction(page: Page, lineTitle: string, action: NewAction, locale: Locale = 'es-MX'): Promise<void> {
  const t = textsOf[locale].plans;
  await page.getByRole('button', { name: fill(t.action.addTo, { line: lineTitle }), exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t.field.actionTitle, { exact: true }).fill(action.title);
  if (action.responsible) await dialog.getByLabel(t.field.responsible, { exact: true }).selectOption(action.responsible);
  if (action.dueDay) await dialog.getByLabel(t.field.dueDay).fill(action.dueDay);
  await dialog.getByRole('button', { name: t.action.add, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: action.title }).first().waitFor();
}

/** On the open plan: a new line of action. */
export async function addLine(page: Page, title: string, locale: Locale = 'es-MX'): Promise<void> {
  const t = textsOf[locale].plans.line;
  await page
    .getByRole('button', { name: t.addFirst, exact: true })
    .or(page.getByRole('button', { name: t.add, exact: true }))
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(textsOf[locale].plans.field.lineTitle, { exact: true }).fill(title);
  await dialog.getByRole('button', { name: t.add, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: title, level: 2 }).waitFor();
}

/** On the open plan: a new note. */
export async function writeNote(page: Page, text: string, locale: Locale = 'es-MX'): Promise<void> {
  const t = textsOf[locale].notes;
  await page.getByLabel(t.new, { exact: true }).fill(text);
  await page.getByRole('button', { name: t.save, exact: true }).click();
  await notes(page, locale).filter({ hasText: text }).first().waitFor();
}

export function notes(page: Page, locale: Locale = 'es-MX') {
  return page.getByRole('list', { name: textsOf[locale].notes.title, exact: true }).getByRole('listitem');
}

/**
 * The texts of other languages that stand on the screen or in the names of what stands there. What both languages share,
 * and what somebody wrote in the example round, is no such text.
 */
export async function foreignTexts(page: Page, locale: Locale): Promise<readonly string[]> {
  const own = leaves(textsOf[locale]).join('\n');
  const foreign = (Object.keys(textsOf) as Locale[])
    .filter((other) => other !== locale)
    .flatMap((other) => leaves(textsOf[other]))
    .flatMap((text) => text.split(/\{\{\w+\}\}/))
    .map((part) => part.replace(/^[\s«»„“.,:;()]+|[\s«»„“.,:;()]+$/g, ''))
    .filter((part) => part.length >= 4 && !own.includes(part) && !exampleWords.includes(part));
  const names = await page.evaluate(() => {
    const named = [...document.querySelectorAll('[aria-label], [placeholder], [title]')];
    const words = named.flatMap((element) =>
      ['aria-label', 'placeholder', 'title'].map((name) => element.getAttribute(name) ?? ''),
    );
    return [document.title, ...words].join('\n');
  });
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden does not count, and rows must not run together
  const shown = `${names}\n${await page.locator('body').innerText()}`;
  // Whole words only: "Alle" stands in "calle", and says nothing.
  const words = ` ${shown.replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return [...new Set(foreign)].filter((part) => words.includes(` ${part.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `));
}

const exampleWords = JSON.stringify(exampleRound);

function leaves(texts: unknown): readonly string[] {
  if (typeof texts === 'string') return [texts];
  return typeof texts === 'object' && texts !== null ? Object.values(texts).flatMap(leaves) : [];
}

/** Runs `look` on the endpoint's database, which may be in use. */
export function inDatabase<Value>(endpoint: EndpointProcess, look: (database: DatabaseSync) => Value): Value {
  const database = new DatabaseSync(joinPath(endpoint.dataDir, 'tequio.sqlite'));
  try {
    database.exec('pragma busy_timeout = 5000');
    return look(database);
  } finally {
    database.close();
  }
}

/** How many accepted changes have set a title to this. */
export function timesTitled(endpoint: EndpointProcess, title: string): number {
  return inDatabase(
    endpoint,
    (database) =>
      database.prepare("select id from op where field = 'title' and code is null and value = ?").all(JSON.stringify(title))
        .length,
  );
}

/** A new plan by its dialog; ends on the plan's page. */
export async function createPlan(page: Page, title: string, locale: Locale = 'es-MX'): Promise<void> {
  const t = textsOf[locale].plans;
  await goTo(page, textsOf[locale].common.nav.plans);
  await page.getByRole('button', { name: t.list.new, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t.field.planTitle, { exact: true }).fill(title);
  await dialog.getByRole('button', { name: t.newPlan.create, exact: true }).click();
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
}

// The core walk without a mouse and without a finger: Tab, Shift+Tab, Enter, Space, arrows, Escape and letters only. After
// each key the focus is somewhere, on the screen, not covered, and marked where it can be worked with.

import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { anEndpoint, aPhone } from './stage.ts';
import { chapaAction, chapaPlan, checklist, chip, fill, notes, textsOf, untilAllSent } from './walk.ts';

const t = textsOf['es-MX'];
const item = 'Acta de conciliación firmada por ambas partes';
const lastItem = 'Ajuste solicitado para el siguiente periodo de facturación';
const maxStops = 90;

for (const { screen, ...viewport } of [
  { screen: 'pc', width: 1366, height: 768 },
  { screen: 'phone', width: 360, height: 740 },
]) {
  test(`the core walk works by keyboard alone on a ${screen}, and the focus is never lost`, async () => {
    const endpoint = await anEndpoint();
    const phone = await aPhone(endpoint, { viewport });
    const page = phone.page();
    await page.goto(phone.url(endpoint.invitation('liaison').link));
    await page.getByRole('heading', { name: t.join.offer.title }).waitFor();
    await tabTo(page, page.getByRole('button', { name: t.join.offer.join, exact: true }));
    await press(page, 'Enter');
    await page.waitForURL('**/today');
    await page.getByRole('list', { name: t.today.overdue.title, exact: true }).waitFor();
    await untilAllSent(page);

    await page.keyboard.press('Tab'); // from the top of the new page
    expect(await page.getByRole('link', { name: t.common.nav.skip }).evaluate(isFocused)).toBe(true);
    await press(page, 'Enter');
    await tabBackTo(page, page.getByRole('navigation').getByRole('link', { name: t.common.nav.plans, exact: true }));
    await press(page, 'Enter');
    await arriveAt(page, t.plans.list.title);
    await tabTo(page, page.locator('main').getByRole('link', { name: chapaPlan }));
    await press(page, 'Enter');
    await arriveAt(page, chapaPlan);
    await tabTo(page, page.getByRole('link', { name: chapaAction }));
    await press(page, 'Enter');
    await arriveAt(page, chapaAction);

    await workOnChecklist(page);

    await tabBackTo(page, page.locator('main').getByRole('link', { name: chapaPlan }).last());
    await press(page, 'Enter');
    await arriveAt(page, chapaPlan);
    await expect.poll(() => page.getByRole('link', { name: chapaAction }).evaluate(isFocused)).toBe(true);
    await workOnNotes(page);

    await tabBackTo(page, chip(page));
    await press(page, 'Enter');
    await arriveAt(page, t.sync.title);
    await tabTo(page, page.getByRole('button', { name: t.sync.send.button }));
    await press(page, 'Enter');
    await page.getByText(t.sync.send.done.split('{{')[0]?.trim() ?? '').waitFor();
    await settled(page);
    expect(phone.problems()).toEqual([]);
  });
}

test('the inspection sees a focus that is lost, one without a mark, and one that is covered', async () => {
  const phone = await aPhone(await anEndpoint());
  const page = phone.page();
  await page.goto(phone.url('/welcome'));
  await page.getByRole('heading', { name: t.join.welcome.title }).waitFor();
  expect(await page.evaluate(focusProblem)).toContain('is lost');
  await page.keyboard.press('Tab');
  await tabTo(page, page.getByRole('link', { name: t.join.welcome.join, exact: true }));
  const focused = page.locator(':focus');
  const outline = (style: string) =>
    focused.evaluate((element: HTMLElement, text) => element.style.setProperty('outline', text), style);
  await outline('none');
  expect(await page.evaluate(focusProblem)).toContain('without a mark');
  await outline('');
  expect(await page.evaluate(focusProblem)).toBe('');
  await page.evaluate(() => {
    const cover = document.createElement('div');
    cover.style.cssText = 'position: fixed; inset: 0; z-index: 9';
    document.body.append(cover);
  });
  expect(await page.evaluate(focusProblem)).toContain('below DIV');
});

/** The title stands there, and the focus has come along. */
async function arriveAt(page: Page, title: string): Promise<void> {
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  await settled(page);
}

async function workOnChecklist(page: Page): Promise<void> {
  const menuOf = (title: string) => page.getByRole('button', { name: fill(t.plans.checklist.more, { title }), exact: true });
  await tabTo(page, page.getByRole('checkbox', { name: item }));
  await press(page, 'Space');
  await expect.poll(() => checklist(page)).toContain(`x ${item}`);

  const field = page.getByLabel(t.plans.checklist.new);
  await tabTo(page, field);
  for (const title of ['Primero por teclado', 'Segundo por teclado']) {
    await page.keyboard.type(title);
    await press(page, 'Enter');
    await page.getByRole('checkbox', { name: title }).waitFor();
    await settled(page);
    expect(await field.evaluate(isFocused)).toBe(true);
    await expect.poll(() => field.inputValue()).toBe('');
  }

  await tabBackTo(page, menuOf('Segundo por teclado'));
  await choose(page, t.common.actions.moveUp);
  const ends = async () => (await checklist(page)).slice(-3);
  await expect.poll(ends).toEqual([`- ${lastItem}`, '- Segundo por teclado', '- Primero por teclado']);
  await expect.poll(() => menuOf('Segundo por teclado').evaluate(isFocused)).toBe(true);
  await settled(page);

  await choose(page, t.plans.checklist.rename);
  await page.getByRole('dialog').waitFor();
  await expect.poll(() => page.getByLabel(t.plans.field.itemTitle, { exact: true }).evaluate(isFocused)).toBe(true);
  await press(page, 'Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => menuOf('Segundo por teclado').evaluate(isFocused)).toBe(true);
  await choose(page, t.plans.checklist.rename);
  await page.getByRole('dialog').waitFor();
  await expect.poll(() => page.getByLabel(t.plans.field.itemTitle, { exact: true }).evaluate(isFocused)).toBe(true);
  await press(page, 'End');
  await page.keyboard.type(', revisado');
  await press(page, 'Enter');
  const renamed = 'Segundo por teclado, revisado';
  await expect.poll(() => menuOf(renamed).evaluate(isFocused)).toBe(true);
  await settled(page);

  await choose(page, t.common.actions.delete);
  await expect.poll(ends).not.toContain(`- ${renamed}`);
  await settled(page);
  expect(await page.getByRole('checkbox', { name: 'Primero por teclado' }).evaluate(isFocused)).toBe(true);
  await tabTo(page, page.getByRole('button', { name: t.common.actions.undo, exact: true }));
  await press(page, 'Enter');
  await expect.poll(ends).toContain(`- ${renamed}`);
  await expect.poll(() => page.getByRole('checkbox', { name: renamed }).evaluate(isFocused)).toBe(true);
  await settled(page);
}

async function workOnNotes(page: Page): Promise<void> {
  await tabTo(page, page.getByLabel(t.notes.new, { exact: true }));
  await page.keyboard.type('Escrita sin ratón.');
  await tabTo(page, page.getByRole('button', { name: t.notes.save, exact: true }));
  await press(page, 'Enter');
  const note = notes(page).filter({ hasText: 'Escrita sin ratón.' });
  await note.waitFor();
  await settled(page);
  await tabTo(page, note.getByRole('button'));
  await choose(page, t.common.actions.edit);
  await expect.poll(() => page.getByLabel(t.notes.edit, { exact: true }).evaluate(isFocused)).toBe(true);
  await press(page, 'Control+End');
  await page.keyboard.type(' Y corregida.');
  await tabTo(page, page.getByRole('button', { name: t.notes.finished, exact: true }));
  await press(page, 'Enter');
  await notes(page).filter({ hasText: 'Escrita sin ratón. Y corregida.' }).waitFor();
  await settled(page);
}

/** From a menu's button: opens it, goes down to the entry and takes it. */
async function choose(page: Page, entry: string): Promise<void> {
  await press(page, 'Enter');
  const wanted = page.getByRole('menuitem', { name: entry, exact: true });
  await wanted.waitFor();
  for (let steps = 0; !(await wanted.evaluate(isFocused)); steps++) {
    if (steps > 10) throw new Error(`The arrows do not reach "${entry}".`);
    await press(page, 'ArrowDown');
  }
  await press(page, 'Enter');
}

async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor({ state: 'attached' });
  for (let stops = 0; !(await target.evaluate(isFocused)); stops++) {
    if (stops > maxStops) throw new Error(`${key} does not reach ${target}.`);
    await press(page, key);
  }
}

function tabBackTo(page: Page, target: Locator): Promise<void> {
  return tabTo(page, target, 'Shift+Tab');
}

async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await settled(page);
}

async function settled(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(focusProblem), { timeout: 5_000 }).toBe('');
}

function isFocused(element: Element): boolean {
  return element === document.activeElement;
}

/** What is wrong with the focus, or ''. Runs in the page. */
function focusProblem(): string {
  const at = document.activeElement;
  if (!at || at === document.body) return 'the focus is lost';
  const name = `${at.tagName} ${at.getAttribute('type') ?? ''} "${(at.getAttribute('aria-label') ?? at.textContent ?? '').slice(0, 60)}"`;
  const box = at.getBoundingClientRect();
  const [left, right] = [Math.max(0, box.left), Math.min(innerWidth, box.right)];
  const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
  if (right <= left || bottom <= top) return `${name} has the focus outside of the screen`;
  const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  // At the very end of the page a message may lie over what has the focus: there is nowhere to scroll to, and it goes away.
  const isAtEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
  const isBelowMessage = isAtEnd && over?.closest('[role=status]');
  if (!isBelowMessage && (!over || !(at.contains(over) || over.contains(at))))
    return `${name} has the focus below ${over?.tagName} ${over?.className}`;
  // Headings and the like take the focus only to be read out from there.
  if (at.matches('[tabindex="-1"]:not([role])')) return '';
  // A date field's own calendar button is a stop of its own, which the browser marks.
  if (at.matches('input[type=date]:not(:focus)')) return '';
  if (!at.matches(':focus-visible')) return `${name} has the focus and does not show it`;
  const isMarked = [undefined, '::before', '::after'].some((part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(at, part);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
  });
  return isMarked ? '' : `${name} has the focus without a mark`;
}

// What goes wrong around an official: bad codes, far too long texts, an endpoint that is down, a lost phone, an access that
// has ended, two windows, a wrong clock. Each gets a sentence, work goes on, and nothing is lost or sent broken.

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { EndpointProcess, Invitation } from '#tests/support/endpoint-process.ts';
import { anEndpoint, aPhone, joinedPhone } from './stage.ts';
import {
  addItem,
  backOnChapaAction,
  chapaAction,
  chapaPlan,
  checklist,
  chip,
  comeUpToDate,
  fill,
  goTo,
  inDatabase,
  join,
  notes,
  openAction,
  openChapaAction,
  openPlan,
  sendNow,
  setState,
  textsOf,
  timesTitled,
  untickedPoints,
  untilAllSent,
  untilWaiting,
} from './walk.ts';

const t = textsOf['es-MX'];
const line = 'Conocer el alumbrado que tenemos';
const hugeLength = 100_000;
const huge = 'Muy largo. '.repeat(hugeLength / 10).slice(0, hugeLength);
const tooLong = t.common.field.tooLong.split('{{length}}')[1]?.split('{{max}}')[0] ?? '';

test('a code that is missing, unknown, used or expired is told apart in words, and stays in its field', async () => {
  const endpoint = await anEndpoint();
  const { typed: used } = endpoint.invitation('official');
  const { typed: expired } = endpoint.invitation('observer');
  await joinedPhone(endpoint, 'official');
  const phone = await aPhone(endpoint);
  const page = phone.page();
  await page.goto(phone.url('/join'));
  const field = page.getByLabel(t.join.code.label, { exact: true });
  const look = page.getByRole('button', { name: t.join.code.look, exact: true });
  await look.click();
  await page.getByText(t.join.code.missing, { exact: true }).waitFor();

  // The offer was on the screen already when its time ran out.
  await field.fill(expired);
  await look.click();
  await page.getByRole('button', { name: t.join.offer.join, exact: true }).waitFor();
  inDatabase(endpoint, (database) => database.exec("update invitation set expires_at = 1 where role = 'observer'"));
  await page.getByRole('button', { name: t.join.offer.join, exact: true }).click();
  await page.getByText(t.errors.line.invitationExpired, { exact: true }).waitFor();
  expect(await field.inputValue()).toBe(expired);

  for (const [code, words] of [
    ['NADA-NAD-NAD', t.errors.line.invitationUnknown],
    [used, t.errors.line.invitationUsed],
    [expired, t.errors.line.invitationExpired],
  ] as const) {
    await field.fill(code);
    await look.click();
    await page.getByText(words, { exact: true }).waitFor();
    expect(await field.inputValue()).toBe(code);
  }
  await page.reload();
  await expect.poll(() => field.inputValue()).toBe(expired);
  expect(phone.problems()).toEqual([]);
});

test('an endpoint that goes down while somebody joins costs a second tap, and no code', async () => {
  const endpoint = await anEndpoint();
  const { link } = endpoint.invitation('liaison');
  const phone = await aPhone(endpoint);
  const page = phone.page();
  await page.goto(phone.url(link));
  const tap = page.getByRole('button', { name: t.join.offer.join, exact: true });
  await tap.waitFor();
  await endpoint.kill();
  await tap.click();
  await page.getByText(t.join.error.cut, { exact: true }).waitFor();
  await endpoint.restart();

  // It comes back, takes the tap, and its answer gets lost on the way.
  phone.line.set('one-way');
  await tap.click();
  await expect.poll(() => usesLeft(endpoint, 'liaison')).toContain(0);
  phone.line.set('open');
  await page.getByText(t.join.error.cut, { exact: true }).waitFor();
  await tap.click();
  await page.waitForURL('**/today');
  await untilAllSent(page);
  expect(phone.problems()).toEqual([]);
});

function usesLeft(endpoint: EndpointProcess, role: string): readonly unknown[] {
  return inDatabase(endpoint, (database) => database.prepare('select uses_left from invitation where role = ?').all(role)).map(
    (row) => row.uses_left,
  );
}

test('an empty form and 100 kB of text get a sentence; nothing is cut, lost or sent', async () => {
  const endpoint = await anEndpoint();
  const phone = await joinedPhone(endpoint, 'liaison');
  const page = phone.page();
  const opsBefore = opCount(endpoint);
  await openPlan(page, chapaPlan);
  await page.getByRole('button', { name: t.notes.save, exact: true }).click();
  await page.getByText(t.common.field.empty, { exact: true }).waitFor();
  const note = page.getByLabel(t.notes.new, { exact: true });
  await paste(page, t.notes.new, huge);
  await page.getByRole('button', { name: t.notes.save, exact: true }).click();
  await page.getByText(tooLong).first().waitFor();
  expect(await notes(page).filter({ hasText: 'Muy largo' }).count()).toBe(0);

  await page.getByRole('button', { name: fill(t.plans.action.addTo, { line }), exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: t.plans.action.add, exact: true }).click();
  await dialog.getByText(t.common.field.empty, { exact: true }).waitFor();
  await paste(page, t.plans.field.actionTitle, huge);
  await dialog.getByRole('button', { name: t.plans.action.add, exact: true }).click();
  await dialog.getByText(tooLong).waitFor();
  await page.reload();
  await expect.poll(() => dialog.getByLabel(t.plans.field.actionTitle, { exact: true }).inputValue()).toBe(huge);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => note.inputValue()).toBe(huge);

  await openAction(page, chapaAction);
  await page.getByRole('button', { name: t.plans.checklist.add, exact: true }).click();
  await page.getByText(t.common.field.empty, { exact: true }).waitFor();
  await paste(page, t.plans.checklist.new, huge);
  await page.getByRole('button', { name: t.plans.checklist.add, exact: true }).click();
  await page.getByText(tooLong).waitFor();
  await page.reload();
  await expect.poll(() => page.getByLabel(t.plans.checklist.new).inputValue()).toBe(huge);
  await page.getByLabel(t.plans.checklist.new).fill('');

  // A field that saves itself holds back what does not fit, and saves it once it does.
  await paste(page, t.plans.field.actionTitle, huge);
  await page.getByText(tooLong).waitFor();
  await page.getByRole('heading', { name: chapaAction, level: 1 }).waitFor();
  expect(await page.getByLabel(t.plans.field.actionTitle, { exact: true }).inputValue()).toBe(huge);
  expect(opCount(endpoint)).toBe(opsBefore);
  await page.getByLabel(t.plans.field.actionTitle, { exact: true }).fill('Título que sí cabe');
  await page.getByRole('heading', { name: 'Título que sí cabe', level: 1 }).waitFor();
  await untilAllSent(page);
  await expect.poll(() => timesTitled(endpoint, 'Título que sí cabe')).toBe(1);
  expect(opCount(endpoint)).toBe(opsBefore + 1);
  expect(phone.problems()).toEqual([]);
});

/** As the clipboard does it: all at once. */
async function paste(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).last().selectText();
  await page.keyboard.insertText(text);
}

function opCount(endpoint: EndpointProcess): number {
  return Number(inDatabase(endpoint, (database) => database.prepare('select count(*) as count from op').get())?.count);
}

test('a phone that was reported lost says so, keeps what it has not sent, and works on', async () => {
  const endpoint = await anEndpoint();
  const keeper = await joinedPhone(endpoint, 'liaison');
  const { link } = await aFreshInvitation(endpoint);
  const lost = await aPhone(endpoint);
  await lost.page().goto(lost.url(link));
  await lost.page().getByLabel(t.join.offer.deviceName, { exact: true }).fill('Celular prestado');
  await lost.page().getByRole('button', { name: t.join.offer.join, exact: true }).click();
  await lost.page().waitForURL('**/today');
  await lost.untilInstalled();
  await untilAllSent(lost.page());
  const page = lost.page();
  await openChapaAction(page);
  await lost.goOffline();
  await addItem(page, 'Escrito en el celular perdido');
  await untilWaiting(page, 1);

  const mine = keeper.page();
  await sendNow(mine);
  await goTo(mine, t.common.nav.more);
  await mine.getByRole('link', { name: t.more.settings.title }).click();
  await mine.getByRole('button', { name: fill(t.settings.devices.more, { name: 'Celular prestado' }), exact: true }).click();
  await mine.getByRole('menuitem', { name: t.settings.devices.markLost, exact: true }).click();
  const sure = mine.getByRole('dialog');
  await sure.getByText(t.settings.devices.lostEffect, { exact: true }).waitFor();
  await sure.getByRole('button', { name: t.settings.devices.markLost, exact: true }).click();
  await mine.getByRole('listitem').filter({ hasText: t.settings.devices.lost }).waitFor();
  await sendNow(mine);

  await lost.goOnline();
  await chip(page).filter({ hasText: t.sync.chip.stopped }).waitFor();
  await addItem(page, 'Escrito después');
  await chip(page).click();
  await page.getByText(t.errors.line.sessionRevoked, { exact: true }).first().waitFor();
  await page.getByText(fill(t.sync.sentence.waiting_other, { count: 2 })).waitFor();
  await page.reload();
  await page.getByText(fill(t.sync.sentence.waiting_other, { count: 2 })).waitFor();
  await openChapaAction(page);
  await expect.poll(() => checklist(page)).toContain('- Escrito después');
  expect(timesTitled(endpoint, 'Escrito en el celular perdido')).toBe(0);

  // It turned up again: with a new invitation everything that waited is sent.
  await chip(page).click();
  await joinWithNewCode(page, endpoint);
  expect(timesTitled(endpoint, 'Escrito en el celular perdido')).toBe(1);
  expect(timesTitled(endpoint, 'Escrito después')).toBe(1);
  expect([...lost.problems(), ...keeper.problems()]).toEqual([]);
});

test('an access that has ended stops the sending and not the work, and a new code takes it up again', async () => {
  const endpoint = await anEndpoint();
  const phone = await joinedPhone(endpoint, 'liaison');
  const page = phone.page();
  await openChapaAction(page);
  await phone.context().clearCookies();
  await addItem(page, 'Sin acceso');
  await chip(page).filter({ hasText: t.sync.chip.stopped }).waitFor();
  await addItem(page, 'Sin acceso todavía');
  await chip(page).click();
  await page.getByText(t.errors.line.noSession, { exact: true }).first().waitFor();
  await page.getByText(fill(t.sync.sentence.waiting_other, { count: 2 })).waitFor();
  await joinWithNewCode(page, endpoint);
  expect([timesTitled(endpoint, 'Sin acceso'), timesTitled(endpoint, 'Sin acceso todavía')]).toEqual([1, 1]);
  expect(phone.problems()).toEqual([]);
});

/** For the same liaison: every start prints new ones. */
async function aFreshInvitation(endpoint: EndpointProcess): Promise<Invitation> {
  await endpoint.kill();
  await endpoint.restart();
  return endpoint.lastInvitation('liaison');
}

/** From the page that says what stopped: with a fresh invitation for the same person. */
async function joinWithNewCode(page: Page, endpoint: EndpointProcess): Promise<void> {
  const { typed } = await aFreshInvitation(endpoint);
  await page.getByRole('link', { name: t.sync.sentence.newCode, exact: true }).click();
  await page.getByLabel(t.join.code.label, { exact: true }).fill(typed);
  await page.getByRole('button', { name: t.join.code.look, exact: true }).click();
  await page.getByRole('button', { name: t.join.offer.join, exact: true }).click();
  await page.waitForURL('**/today');
  await untilAllSent(page);
}

test('two windows of one phone work on one action, see one another at once, and count their changes without a hole', async () => {
  const endpoint = await anEndpoint();
  const phone = await joinedPhone(endpoint, 'liaison');
  const one = phone.page();
  await openChapaAction(one);
  await phone.goOffline();
  const other = await phone.context().newPage();
  await backOnChapaAction(other, one.url());
  const before = await checklist(one);
  const [first = '', second = ''] = await untickedPoints(one);

  const inOne = [1, 2, 3].map((number) => `Ventana A ${number}`);
  const inOther = [1, 2, 3].map((number) => `Ventana B ${number}`);
  await Promise.all([addAll(one, inOne), addAll(other, inOther)]);
  await Promise.all([one.getByRole('checkbox', { name: first }).click(), other.getByRole('checkbox', { name: second }).click()]);
  for (const page of [one, other]) {
    await untilWaiting(page, 8);
    await expect.poll(async () => (await checklist(page)).length).toBe(before.length + 6);
    await expect.poll(() => checklist(page)).toEqual(expect.arrayContaining([`x ${first}`, `x ${second}`]));
  }
  expect(await checklist(one)).toEqual(await checklist(other));
  await setState(one, 'done');
  await expect.poll(() => other.getByLabel(t.plans.field.state, { exact: true }).inputValue()).toBe('done');

  await phone.goOnline();
  for (const page of [one, other]) await untilAllSent(page);
  const numbersOfNodes = inDatabase(endpoint, (database) => database.prepare('select node, n from op order by node, n').all());
  const numbers = [...Map.groupBy(numbersOfNodes, ({ node }) => node).values()].map((rows) => rows.map(({ n }) => n));
  expect(Math.max(...numbers.map((ofNode) => ofNode.length))).toBeGreaterThan(8);
  for (const ofNode of numbers) expect(ofNode).toEqual(ofNode.map((_, index) => index + 1));
  for (const title of [...inOne, ...inOther]) expect(timesTitled(endpoint, title)).toBe(1);
  expect(phone.problems()).toEqual([]);
});

async function addAll(page: Page, titles: readonly string[]): Promise<void> {
  for (const title of titles) await addItem(page, title);
}

for (const offByDays of [400, -400]) {
  test(`a phone whose clock is off by ${offByDays} days saves, sends, and gets in nobody's way`, async () => {
    const endpoint = await anEndpoint();
    const wrong = await aPhone(endpoint);
    await wrong.context().addInitScript((offMs) => {
      const RightDate = Date;
      const now = () => RightDate.now() + offMs;
      class WrongDate extends RightDate {
        constructor(...given: readonly unknown[]) {
          super(...((given.length > 0 ? given : [now()]) as [number]));
        }
        static override now = now;
      }
      globalThis.Date = WrongDate as DateConstructor;
    }, offByDays * 86_400_000);
    await join(wrong, endpoint.invitation('liaison').link);
    const right = await joinedPhone(endpoint, 'official');
    const [one, other] = [wrong.page(), right.page()];
    for (const page of [one, other]) await openChapaAction(page);
    expect(await one.evaluate(() => Math.round((Date.now() - performance.timeOrigin) / 86_400_000))).toBe(offByDays);

    await wrong.goOffline();
    await setState(one, 'cancelled');
    await addItem(one, 'Con el reloj mal');
    await one.getByRole('checkbox', { name: 'Con el reloj mal' }).click();
    await untilWaiting(one, 3);
    await wrong.goOnline();
    await untilAllSent(one);

    await comeUpToDate(other);
    await expect.poll(() => checklist(other)).toContain('x Con el reloj mal');
    const state = (page: Page) => page.getByLabel(t.plans.field.state, { exact: true }).inputValue();
    await expect.poll(() => state(other)).toBe('cancelled');
    // Whoever wrote later, having seen it, wins: whatever the first clock said.
    await setState(other, 'in-progress');
    await other.getByRole('checkbox', { name: 'Con el reloj mal' }).click();
    await expect.poll(() => checklist(other)).toContain('- Con el reloj mal');
    await comeUpToDate(other);
    await comeUpToDate(one);
    await expect.poll(() => state(one)).toBe('in-progress');
    await expect.poll(() => checklist(one)).toContain('- Con el reloj mal');
    await setState(one, 'done');
    await comeUpToDate(one);
    await comeUpToDate(other);
    await expect.poll(() => state(other)).toBe('done');
    for (const page of [one, other]) {
      expect(await page.getByText(fill(t.plans.conflict.title, { field: t.plans.field.state })).count()).toBe(0);
    }
    expect([...wrong.problems(), ...right.problems()]).toEqual([]);
  });
}

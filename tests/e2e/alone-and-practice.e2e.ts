// Working without having joined, and practising with the example: everything is kept, and nothing leaves the phone before
// its user has joined.

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { EndpointProcess } from '#tests/support/endpoint-process.ts';
import type { Phone } from '#tests/support/phone.ts';
import { anEndpoint, aPhone, joinedPhone } from './stage.ts';
import {
  addAction,
  addItem,
  addLine,
  chapaPlan,
  checklist,
  chip,
  createPlan,
  fill,
  goTo,
  join,
  notes,
  openAction,
  openChapaAction,
  openPlan,
  sendNow,
  textsOf,
  tick,
  timesTitled,
  untilAllSent,
  untilWaiting,
  writeNote,
} from './walk.ts';

const t = textsOf['es-MX'];
const ownPlan = 'Agua limpia en la escuela';
const ownAction = 'Lavar la cisterna';
const note = 'La directora presta la llave los sábados.';

async function begun(endpoint: EndpointProcess, way: 'alone' | 'practice'): Promise<Phone> {
  const phone = await aPhone(endpoint);
  await phone.page().goto(phone.url('/welcome'));
  await phone.page().getByRole('button', { name: t.join.welcome[way], exact: true }).click();
  await phone.page().waitForURL('**/today');
  await phone.untilInstalled();
  return phone;
}

/** Whether this phone has asked the endpoint to sync since the call. */
function watchSync(phone: Phone): { readonly seen: () => boolean } {
  let seen = false;
  void phone.line.nextSending('POST /api/sync').then(() => {
    seen = true;
  });
  return { seen: () => seen };
}

test('what somebody wrote before joining outlives a switched-off phone and joining, and can then be shared', async () => {
  const endpoint = await anEndpoint();
  const phone = await begun(endpoint, 'alone');
  const sync = watchSync(phone);
  await phone.goOffline();
  const page = phone.page();
  await createPlan(page, ownPlan);
  await addLine(page, 'Cisternas');
  await addAction(page, 'Cisternas', { title: ownAction, dueDay: '2031-03-01' });
  await writeNote(page, note);
  await openAction(page, ownAction);
  await addItem(page, 'Comprar cloro');
  await addItem(page, 'Vaciar la cisterna');
  await tick(page, 'Comprar cloro');
  await chip(page).filter({ hasText: t.sync.chip.alone }).waitFor();

  await phone.close();
  await phone.reopen();
  await phone.page().goto(phone.url('/today'));
  await seesOwnPlan(phone.page());
  await phone.goOnline();
  await phone.page().reload();
  await seesOwnPlan(phone.page());
  await phone.page().goto(phone.url('/sync'));
  await phone.page().getByRole('button', { name: t.sync.send.button }).click();
  await phone.page().getByText(t.sync.send.notJoined, { exact: true }).waitFor();
  expect(sync.seen()).toBe(false);

  await join(phone, endpoint.invitation('liaison').link);
  expect(sync.seen()).toBe(true);
  await openPlan(phone.page(), chapaPlan);
  await seesOwnPlan(phone.page());
  await phone.page().goto(phone.url('/sync'));
  await phone
    .page()
    .getByText(fill(t.sync.onlyHere_one, { count: 1 }))
    .waitFor();
  expect(timesTitled(endpoint, ownPlan)).toBe(0);

  await openPlan(phone.page(), ownPlan);
  await phone
    .page()
    .getByRole('button', { name: t.plans.takeAlong.toGroup.split('{{')[0]?.trim() ?? '' })
    .click();
  await phone
    .page()
    .getByText(fill(t.plans.takeAlong.done, { title: ownPlan }))
    .waitFor();
  await untilAllSent(phone.page());
  await seesOwnPlan(phone.page());
  await phone.page().goto(phone.url('/sync'));
  await phone.page().getByText(t.sync.pending.none, { exact: true }).waitFor();
  expect(
    await phone
      .page()
      .getByText(fill(t.sync.onlyHere_one, { count: 1 }))
      .count(),
  ).toBe(0);
  const official = await joinedPhone(endpoint, 'official');
  await seesOwnPlan(official.page());
  expect([...phone.problems(), ...official.problems()]).toEqual([]);
});

/** The plan with its action, its points and its note. */
async function seesOwnPlan(page: Page): Promise<void> {
  await openPlan(page, ownPlan);
  await notes(page).filter({ hasText: note }).waitFor();
  await openAction(page, ownAction);
  await expect.poll(() => checklist(page)).toEqual(['x Comprar cloro', '- Vaciar la cisterna']);
}

test('somebody practises with the whole example offline, and none of it is ever sent', async () => {
  const phone = await begun(await anEndpoint(), 'practice');
  const page = phone.page();
  const sync = watchSync(phone);
  const practising = () => chip(page).filter({ hasText: t.sync.chip.practice }).waitFor();
  await practising();
  await phone.goOffline();
  await page.reload();
  await practising();
  await goTo(page, t.common.nav.plans);
  const planLinks = page.locator('main a[href^="/plans/"]');
  await page.getByRole('heading', { name: t.plans.list.title, level: 1 }).waitFor();
  await expect.poll(() => planLinks.count()).toBeGreaterThanOrEqual(4);
  const titles = await planLinks.allTextContents();
  for (const title of titles) {
    await openPlan(page, title);
    await page.locator('main a[href*="action="]').first().waitFor();
  }
  for (const place of [t.common.nav.today, t.common.nav.sessions, t.common.nav.more]) {
    await goTo(page, place);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
  }
  await openChapaAction(page);
  await addItem(page, 'Punto de práctica');
  await page.reload();
  await expect.poll(() => checklist(page)).toContain('- Punto de práctica');

  await phone.goOnline();
  await page.reload();
  await addItem(page, 'Otro punto de práctica');
  await chip(page).click();
  await page.getByText(t.sync.sentence.practice, { exact: true }).first().waitFor();
  await page.getByRole('button', { name: t.sync.send.button }).click();
  await expect.poll(() => page.getByText(t.sync.sentence.practice, { exact: true }).count()).toBe(2);
  await page.goto(phone.url('/join'));
  await page.getByText(t.join.practice.text, { exact: true }).waitFor();
  await page.getByRole('button', { name: t.join.practice.leave, exact: true }).click();
  await chip(page).filter({ hasText: t.sync.chip.alone }).waitFor();
  await page.getByText(t.today.empty.title, { exact: true }).waitFor();
  expect(sync.seen()).toBe(false);
  expect(phone.problems()).toEqual([]);
});

test('somebody who has joined goes into the practice and comes back to the real round as they left it', async () => {
  const endpoint = await anEndpoint();
  const phone = await joinedPhone(endpoint, 'liaison');
  const page = phone.page();
  await openChapaAction(page);
  await phone.goOffline();
  await addItem(page, 'Punto verdadero');
  await untilWaiting(page, 1);

  await enterPractice(page);
  const sync = watchSync(phone);
  await phone.goOnline();
  await chip(page).filter({ hasText: t.sync.chip.practice }).waitFor();
  await openChapaAction(page);
  expect(await checklist(page)).not.toContain('- Punto verdadero');
  await addItem(page, 'Punto de práctica');
  await tick(page, 'Punto de práctica');
  await page.goto(phone.url('/settings'));
  await page.getByText(t.settings.practice.inside, { exact: true }).waitFor();
  expect(sync.seen()).toBe(false);

  await page.getByRole('button', { name: t.settings.practice.leave, exact: true }).click();
  await page.waitForURL('**/today');
  await untilAllSent(page);
  expect(sync.seen()).toBe(true);
  await openChapaAction(page);
  await expect.poll(() => checklist(page)).toContain('- Punto verdadero');
  expect((await checklist(page)).filter((point) => point.includes('práctica'))).toEqual([]);
  expect([timesTitled(endpoint, 'Punto verdadero'), timesTitled(endpoint, 'Punto de práctica')]).toEqual([1, 0]);

  await enterPractice(page);
  await openChapaAction(page);
  await expect.poll(() => checklist(page)).toContain('x Punto de práctica');
  await page.goto(phone.url('/settings'));
  await page.getByRole('button', { name: t.settings.practice.leave, exact: true }).click();
  await page.waitForURL('**/today');
  await sendNow(page);
  expect(phone.problems()).toEqual([]);
});

async function enterPractice(page: Page): Promise<void> {
  await goTo(page, t.common.nav.more);
  await page.getByRole('link', { name: t.more.settings.title }).click();
  await page.getByRole('button', { name: t.settings.practice.enter, exact: true }).click();
  await chip(page).filter({ hasText: t.sync.chip.practice }).waitFor();
}

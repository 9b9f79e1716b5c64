// Every screen and dialog, in both languages, light and dark, on a phone and on a PC: axe finds nothing, and nothing is wider
// than the screen.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EndpointProcess, startEndpoint } from '#tests/support/endpoint-process.ts';
import { launchPhone, type Phone } from '#tests/support/phone.ts';
import { inspect } from './inspect.ts';
import { chapaAction, chapaPlan, everyAddress, join, type Locale, openAction, openPlan, speak, textsOf, visit } from './walk.ts';

/** Of the liaison's town. */
const colleague = 'Titular de la Dirección de Servicios Públicos';
const locales: readonly Locale[] = ['es-MX', 'de-DE'];

let endpoint: EndpointProcess;
let joined: Phone;
let fresh: Phone;
let coordinator: Phone;

beforeAll(async () => {
  endpoint = await startEndpoint();
  joined = await launchPhone({ endpointPort: endpoint.port });
  await join(joined, endpoint.invitation('liaison').link);
  fresh = await launchPhone({ endpointPort: endpoint.port });
  coordinator = await launchPhone({ endpointPort: endpoint.port });
  await join(coordinator, endpoint.invitation('coordinator').link);
});

afterAll(async () => {
  await joined.discard();
  await fresh.discard();
  await coordinator.discard();
  await endpoint.stop();
});

for (const locale of locales) {
  test(`every screen of somebody who has joined is sound in ${locale}`, async () => {
    const page = joined.page();
    await speak(joined, locale);
    for (const address of everyAddress) {
      await visit(joined, address);
      await inspect(page, `${locale}${address.replace('/', '-')}`);
    }
    expect(joined.problems()).toEqual([]);
  });

  test(`every screen of a plan is sound in ${locale}`, async () => {
    const t = textsOf[locale];
    const page = joined.page();
    await speak(joined, locale);
    await visit(joined, '/plans');
    await openPlan(page, chapaPlan, locale);
    const planAddress = page.url();
    await inspect(page, `${locale}-plan`);
    await openAction(page, chapaAction);
    await inspect(page, `${locale}-action`);
    const more = page.getByRole('button', { name: t.plans.action.more.replace('{{title}}', chapaAction) });
    await inspect(page, `${locale}-action-menu`, async () => {
      if (!(await page.getByRole('menu').isVisible())) await more.click();
    });
    await page.keyboard.press('Escape');
    for (const form of ['new-action', 'new-line']) {
      await page.goto(planAddress);
      const name =
        form === 'new-line' ? t.plans.line.add : new RegExp(t.plans.action.addTo.split('«')[0]?.split('„')[0]?.trim() ?? '');
      await page.getByRole('button', { name }).first().click();
      await page.getByRole('dialog').waitFor();
      await inspect(page, `${locale}-${form}`);
      await page.keyboard.press('Escape');
    }
    await page.goto(joined.url('/plans'));
    await page.getByRole('button', { name: t.plans.list.new }).click();
    await page.getByRole('dialog').waitFor();
    await inspect(page, `${locale}-new-plan`);
    await page.keyboard.press('Escape');
    expect(joined.problems()).toEqual([]);
  });

  test(`every screen on which people are let in and looked after is sound in ${locale}`, async () => {
    const t = textsOf[locale];
    const page = joined.page();
    await speak(joined, locale);
    await visit(joined, '/invite');
    await page.getByRole('radio', { name: t.inviting.invite.many }).check();
    await inspect(page, `${locale}-invite-many`);
    await page.getByRole('button', { name: t.inviting.invite.make, exact: true }).click();
    await page.getByRole('img', { name: t.inviting.made.qrLabel }).waitFor();
    await inspect(page, `${locale}-invite-made`);
    await page.getByRole('link', { name: t.inviting.made.toOpen, exact: true }).click();
    const withdraw = page.getByRole('button', { name: t.inviting.invitations.withdraw }).first();
    await withdraw.waitFor();
    await inspect(page, `${locale}-invitations-open`);
    await withdraw.click();
    await page.getByRole('dialog').waitFor();
    await inspect(page, `${locale}-withdraw`);
    await page.getByRole('dialog').getByRole('button', { name: t.inviting.invitations.withdraw, exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await visit(joined, '/round');
    const town = page
      .getByRole('listitem')
      .filter({ has: page.getByText('Chapa de Mota', { exact: true }) })
      .first();
    await town.getByRole('link', { name: colleague }).click();
    await page.getByRole('heading', { name: colleague, level: 1 }).waitFor();
    await inspect(page, `${locale}-person`);
    await page.getByRole('button', { name: t.person.edit, exact: true }).click();
    await inspect(page, `${locale}-person-edit`);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: t.person.endButton, exact: true }).click();
    await inspect(page, `${locale}-person-end`);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: t.person.newPhoneInvite, exact: true }).click();
    await page.getByText(t.inviting.invite.againSecret).waitFor();
    await inspect(page, `${locale}-invite-again`);
    await visit(joined, '/people/NOBODY');
    await inspect(page, `${locale}-person-missing`);
    await visit(joined, '/leave');
    await page.getByRole('button', { name: t.settings.leave.button, exact: true }).click();
    await inspect(page, `${locale}-leave-sure`);
    await page.keyboard.press('Escape');
    expect(joined.problems()).toEqual([]);
  });

  test(`every dialog that sets a round up is sound in ${locale}`, async () => {
    const t = textsOf[locale];
    const page = coordinator.page();
    await speak(coordinator, locale);
    for (const dialog of ['editRound', 'addTown', 'addGroup'] as const) {
      await visit(coordinator, '/round');
      await page.getByRole('button', { name: t.more.setup.more, exact: true }).click();
      await page.getByRole('menuitem', { name: t.more.setup[dialog], exact: true }).click();
      await page.getByRole('dialog').waitFor();
      await inspect(page, `${locale}-${dialog}`);
      await page.keyboard.press('Escape');
    }
    expect(coordinator.problems()).toEqual([]);
  });

  test(`every first screen is sound in ${locale}`, async () => {
    const page = fresh.page();
    await page.goto(fresh.url('/welcome'));
    await speak(fresh, locale);
    await visit(fresh, '/welcome');
    await inspect(page, `${locale}-welcome`);
    await page.goto(fresh.url(endpoint.invitation('mentor').link));
    await page.getByRole('button', { name: textsOf[locale].join.offer.join, exact: true }).waitFor();
    await inspect(page, `${locale}-invitation`);
    await page.goto(fresh.url('/join#WRONGCODE'));
    await page.getByText(textsOf[locale].errors.line.invitationUnknown).waitFor();
    await inspect(page, `${locale}-wrong-invitation`);
    expect(fresh.problems()).toEqual([]);
  });
}

test('every screen of somebody who uses it alone is sound while empty', async () => {
  const page = fresh.page();
  await speak(fresh, 'es-MX');
  await page.goto(fresh.url('/welcome'));
  await page.getByRole('button', { name: textsOf['es-MX'].join.welcome.alone }).click();
  await page.waitForURL('**/today');
  for (const address of ['/today', '/plans', '/sessions', '/sync', '/round']) {
    await visit(fresh, address);
    await inspect(page, `empty${address.replace('/', '-')}`);
  }
  expect(fresh.problems()).toEqual([]);
});

test('the inspection sees a button without a name and a page that is too wide', async () => {
  const page = fresh.page();
  await visit(fresh, '/today');
  await page.evaluate(() => document.querySelector('main')?.insertAdjacentElement('beforeend', document.createElement('button')));
  await expect(inspect(page, 'planted')).rejects.toThrow('button-name');
  await page.reload();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.evaluate(() => {
    document.body.style.minWidth = '1500px';
  });
  await expect(inspect(page, 'planted')).rejects.toThrow('wider');
});

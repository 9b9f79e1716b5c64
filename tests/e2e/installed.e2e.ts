// The app on the phone: it opens with no line at any address, and a new version waits for its user's word.

import { expect, test } from 'vitest';
import { inspect } from './inspect.ts';
import { anEndpoint, anEndpointToUpdate, aPhone, joinedPhone } from './stage.ts';
import {
  addItem,
  backOnChapaAction,
  chapaAction,
  checklist,
  everyAddress,
  openChapaAction,
  textsOf,
  untilWaiting,
  visit,
} from './walk.ts';

const t = textsOf['es-MX'];

test('a phone that was switched off opens a deep link with no line, and works on', async () => {
  const endpoint = await anEndpoint();
  const phone = await joinedPhone(endpoint, 'liaison');
  await openChapaAction(phone.page());
  const address = phone.page().url();
  await phone.goOffline();
  await phone.close();
  await endpoint.kill();
  await phone.reopen();
  await backOnChapaAction(phone.page(), address);
  await addItem(phone.page(), 'Escrito sin señal');
  await untilWaiting(phone.page(), 1);
  await phone.close();
  await phone.reopen();
  await backOnChapaAction(phone.page(), address);
  await expect.poll(() => checklist(phone.page())).toContain('- Escrito sin señal');
  for (const screen of everyAddress) await visit(phone, screen);
  expect(phone.problems()).toEqual([]);
});

test.each([
  ['before the first screen has come', 'GET /assets/welcome-page-', t.common.crash.missing],
  ['in the middle', 'GET /index.html', t.join.welcome.title],
])('an installing that the line breaks off %s goes on by itself', async (moment, request, heading) => {
  const phone = await aPhone(await anEndpoint());
  const sending = phone.line.nextSending(request);
  await phone.page().goto(phone.url('/welcome'), { waitUntil: 'commit' });
  await sending;
  phone.line.set('cut');
  await phone.page().waitForTimeout(1_000);
  await phone.page().getByRole('heading', { name: heading, level: 1 }).waitFor();
  await inspect(phone.page(), `broken-off-${moment.replaceAll(' ', '-')}`);
  expect(await phone.page().evaluate(() => navigator.serviceWorker.controller)).toBe(null);
  phone.line.set('open');
  await phone.page().getByRole('heading', { name: t.join.welcome.title, level: 1 }).waitFor();
  await phone.untilInstalled();
  await phone.goOffline();
  await phone.page().reload();
  await phone.page().getByRole('heading', { name: t.join.welcome.title, level: 1 }).waitFor();
});

test('a window that was opened past the installed app works without a line all the same', async () => {
  const phone = await aPhone(await anEndpoint());
  const page = phone.page();
  await page.goto(phone.url('/welcome'));
  await phone.untilInstalled();
  const session = await phone.context().newCDPSession(page);
  await session.send('Page.reload', { ignoreCache: true }); // as with Shift and Reload: the browser passes the worker by
  await page.waitForURL('**/welcome');
  await phone.untilInstalled();
  await phone.goOffline();
  await page.reload();
  await page.getByRole('heading', { name: t.join.welcome.title, level: 1 }).waitFor();
});

test('the browser can install the app, in the language of its user', async () => {
  const phone = await joinedPhone(await anEndpoint(), 'liaison', { locale: 'de-DE' });
  const session = await phone.context().newCDPSession(phone.page());
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  expect(installabilityErrors).toEqual([]);
  const { url, data } = await session.send('Page.getAppManifest');
  expect(url).toContain('manifest.de');
  expect(JSON.parse(data ?? '')).toMatchObject({ lang: 'de', display: 'standalone', start_url: '/today' });
});

test('a new version is offered, put off, later accepted, and a half-typed form is kept', async () => {
  const { endpoint, update } = await anEndpointToUpdate();
  const phone = await joinedPhone(endpoint, 'liaison');
  const page = phone.page();
  await page.goto(phone.url('/settings'));
  const about = page.getByText(/0\.\d+\.\d+/).first();
  expect(await about.textContent()).not.toContain('99.0.0');

  await update();
  await page.reload();
  const offer = page.getByRole('button', { name: t.settings.update.accept });
  await offer.waitFor();
  await page.getByRole('button', { name: t.settings.update.later }).click();
  await offer.waitFor({ state: 'detached' });

  await openChapaAction(page);
  await page.reload();
  await offer.waitFor();
  const field = page.getByLabel(t.plans.checklist.new);
  await field.fill('A medio escribir');
  await Promise.all([page.waitForEvent('load'), offer.click()]);
  await page.getByRole('heading', { name: chapaAction, level: 1 }).waitFor();
  await expect.poll(() => field.inputValue()).toBe('A medio escribir');
  await page.goto(phone.url('/settings'));
  await page.getByText('99.0.0').first().waitFor();
});

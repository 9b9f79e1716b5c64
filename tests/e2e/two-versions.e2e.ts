// Two windows with different versions of the app: neither hangs, nothing is lost, and each says in words what to do.

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Phone } from '#tests/support/phone.ts';
import { anEndpoint, anEndpointToUpdate, aPhone, joinedPhone } from './stage.ts';
import { addItem, chip, openChapaAction, textsOf, timesTitled, untilAllSent } from './walk.ts';

const t = textsOf['es-MX'];

/** A second window of the same origin without the app, to play another version in. */
async function bareWindow(phone: Phone): Promise<Page> {
  const page = await phone.context().newPage();
  await page.goto(phone.url('/api/health'));
  return page;
}

/** Opens the app's database under this number and keeps it open; resolves when it is open. */
async function openDatabase(page: Page, version: number): Promise<void> {
  await page.evaluate(
    (number) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('tequio', number);
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          Object.assign(window, { opened: request.result });
          resolve();
        };
      }),
    version,
  );
}

test('the older window saves what is half typed, gives way and says so; an old app started again says so too', async () => {
  const phone = await joinedPhone(await anEndpoint(), 'liaison');
  const old = phone.page();
  await openChapaAction(old);
  const newer = await bareWindow(phone);
  await phone.goOffline();
  await old.getByLabel(t.plans.field.actionTitle, { exact: true }).fill('A medio escribir');
  await openDatabase(newer, 20);

  await old.getByRole('heading', { name: t.settings.older.title, level: 1 }).waitFor();
  const titles = await newer.evaluate(
    () =>
      new Promise<unknown[]>((resolve) => {
        const { opened } = window as unknown as { opened: IDBDatabase };
        const request = opened.transaction('ops').objectStore('ops').getAll();
        request.onsuccess = () => resolve(request.result.map(({ op }) => op.value));
      }),
  );
  expect(titles).toContain('A medio escribir');

  await phone.goOnline();
  await Promise.all([old.waitForEvent('load'), old.getByRole('button', { name: t.settings.older.load }).click()]);
  await old.getByRole('heading', { name: t.settings.older.title, level: 1 }).waitFor();
  expect(await newer.evaluate(() => (window as unknown as { opened: IDBDatabase }).opened.version)).toBe(20);
});

test('the newer window says that an older one holds the data, and goes on by itself', async () => {
  const phone = await aPhone(await anEndpoint());
  const older = await bareWindow(phone);
  await openDatabase(older, 5);
  const newer = phone.page();
  await newer.goto(phone.url('/welcome'));
  await newer.getByRole('heading', { name: t.settings.blocked.title, level: 1 }).waitFor();
  await older.close();
  await newer.getByRole('heading', { name: t.join.welcome.title, level: 1 }).waitFor();
  expect(phone.problems()).toEqual([]);
});

test('an app that the endpoint speaks no more says so and leads to the newer one, and nothing is lost', async () => {
  const { endpoint, update } = await anEndpointToUpdate();
  const phone = await joinedPhone(endpoint, 'liaison');
  const page = phone.page();
  await openChapaAction(page);
  await update();

  const tooOld = { status: 426, json: { error: 'version', speaks: [2] } };
  await page.route('**/api/sync', (route) => route.fulfill(tooOld));
  await addItem(page, 'Escrito con la versión anterior');
  await page.getByRole('button', { name: t.settings.update.accept }).waitFor(); // offered without being asked for
  await chip(page).click();
  await page.getByText(t.errors.line.version).first().waitFor();
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: t.sync.update.button }).click()]);

  await page.unroute('**/api/sync');
  await page.goto(phone.url('/settings'));
  await page.getByText('99.0.0').first().waitFor();
  await untilAllSent(page);
  expect(timesTitled(endpoint, 'Escrito con la versión anterior')).toBe(1);
});

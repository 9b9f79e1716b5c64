// How a round comes to its people: from an empty endpoint to a town whose liaison invites colleagues; a phone that gets lost; and
// a shared PC on which nothing stays.

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Phone } from '#tests/support/phone.ts';
import { inspect } from './inspect.ts';
import { anEndpoint, aPhone } from './stage.ts';
import { chip, createPlan, fill, goTo, inDatabase, join, openPlan, textsOf, untilAllSent, untilWaiting, visit } from './walk.ts';

const t = textsOf['es-MX'];
const town = 'San Felipe del Progreso';
const theme = 'Servicios públicos';
const position = 'Dirección de obras';
const planTitle = 'Luz en la calle Hidalgo';
const unsentPlan = 'Pintar la escuela';

type Codes = { readonly link: string; readonly typed: string };

/** On the screen with the codes of a new invitation. */
async function madeCodes(page: Page): Promise<Codes> {
  await page.getByText(t.inviting.made.onlyNow).waitFor();
  const link = await page.getByText(/\/join#[0-9A-Z]{26}$/).textContent();
  const typed = await page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{3}-[0-9A-Z]{3}$/).textContent();
  await page.getByRole('img', { name: t.inviting.made.qrLabel }).waitFor();
  return { link: (link ?? '').replace(/^.*(?=\/join#)/, ''), typed: typed ?? '' };
}

async function openRound(page: Page): Promise<void> {
  await goTo(page, t.common.nav.more);
  await page.getByRole('link', { name: t.more.round.title, exact: true }).click();
  await page.getByRole('heading', { level: 2 }).first().waitFor();
}

async function inDialog(
  page: Page,
  opener: string,
  submit: string,
  fillIn: (dialog: ReturnType<Page['getByRole']>) => Promise<void>,
) {
  await page.getByRole('button', { name: opener, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await fillIn(dialog);
  await dialog.getByRole('button', { name: submit, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

async function setUpRound(page: Page): Promise<void> {
  await openRound(page);
  await page.getByRole('heading', { name: t.more.round.empty }).waitFor();
  await inspect(page, 'round-empty');
  await inDialog(page, t.more.setup.nameRound, t.setup.save, async (dialog) => {
    await dialog.getByLabel(t.setup.roundName).fill('Tercera edición, 2027');
    await inspect(page, 'round-name');
  });
  await page.getByRole('heading', { name: 'Tercera edición, 2027', level: 1 }).waitFor();
  await inDialog(page, t.more.setup.addTown, t.more.setup.addTown, async (dialog) => {
    await dialog.getByLabel(t.setup.townName).fill(town);
  });
  await inDialog(page, t.more.setup.addGroup, t.more.setup.addGroup, async (dialog) => {
    await dialog.getByLabel(t.setup.themeName).fill(theme);
  });
  await page.getByText(fill(t.setup.groupOf, { theme })).waitFor();
  await inspect(page, 'round-set-up');
}

/** Everything that this browser keeps of the app, but for the app itself. */
async function leftOn(phone: Phone) {
  const kept = await phone.page().evaluate(async () => {
    const rows: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const store of database.objectStoreNames) {
        const all = await new Promise<readonly unknown[]>((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        rows.push(...all.map((row) => `${name}/${store} ${JSON.stringify(row)}`));
      }
      database.close();
    }
    const cached: string[] = [];
    for (const cache of await caches.keys())
      cached.push(...(await (await caches.open(cache)).keys()).map(({ url }) => new URL(url).pathname));
    return { rows, cached, local: Object.keys(localStorage).sort(), session: Object.keys(sessionStorage) };
  });
  const cookies = (await phone.context().cookies()).map(({ name }) => name);
  return { ...kept, cookies };
}

/** What a browser holds that has only ever shown the first screen. */
async function expectNothingLeft(phone: Phone, person: string): Promise<void> {
  const { rows, cached, local, session, cookies } = await leftOn(phone);
  expect(rows.filter((row) => !/"key":"(device|shown)"/.test(row))).toEqual([]);
  expect(rows.join('\n')).not.toContain(person);
  expect(rows.filter((row) => row.includes('"key":"device"')).map((row) => /"account":null/.test(row))).not.toContain(false);
  expect(local.filter((key) => !['tequio.language', 'tequio.theme'].includes(key))).toEqual([]);
  expect(session).toEqual([]);
  expect(cookies).toEqual([]);
  expect(cached.filter((path) => path.startsWith('/api'))).toEqual([]);
}

async function leave(page: Page): Promise<void> {
  await page.getByRole('button', { name: t.settings.leave.button, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: t.settings.leave.button, exact: true }).click();
  await page.waitForURL('**/welcome');
  await page.getByRole('heading', { name: t.join.welcome.title, level: 1 }).waitFor();
}

test('a coordinator sets up a round, its people come in, one loses a phone, and leaves nothing on a shared PC', async () => {
  const endpoint = await anEndpoint({ env: { TEQUIO_EXAMPLE: '0' } });
  const coordinator = await aPhone(endpoint);
  await join(coordinator, endpoint.invitation('coordinator').link);
  const office = coordinator.page();
  await setUpRound(office);

  await office.getByRole('link', { name: t.more.setup.invite, exact: true }).click();
  await office.getByRole('heading', { name: t.inviting.invite.title, level: 1 }).waitFor();
  await coordinator.goOffline();
  await office.getByLabel(t.inviting.invite.position).fill('Enlace de obras');
  await office.getByRole('button', { name: t.inviting.invite.make, exact: true }).click();
  await office.getByText(t.inviting.asking.cut).waitFor();
  await inspect(office, 'invite-offline');
  await coordinator.goOnline();
  await office.getByRole('button', { name: t.inviting.invite.make, exact: true }).click();
  const forLiaison = await madeCodes(office);
  await inspect(office, 'invite-made');
  await office.getByRole('link', { name: t.inviting.made.toOpen, exact: true }).click();
  await office.getByRole('list', { name: t.inviting.invitations.title }).getByText(town).waitFor();

  const liaison = await aPhone(endpoint);
  await join(liaison, forLiaison.link);
  const enlace = liaison.page();
  await visit(liaison, '/invite');
  await enlace.getByLabel(t.inviting.invite.role).selectOption(t.common.roles.official);
  await enlace.getByLabel(t.inviting.invite.position).fill(position);
  const offered = await enlace.getByLabel(t.inviting.invite.role).locator('option').allInnerTexts();
  expect(offered.sort()).toEqual([t.common.roles.liaison, t.common.roles.observer, t.common.roles.official].sort());
  await enlace.getByRole('button', { name: t.inviting.invite.make, exact: true }).click();
  const forOfficial = await madeCodes(enlace);

  const lost = await aPhone(endpoint);
  await visit(lost, '/join');
  await lost.page().getByLabel(t.join.code.label).fill(forOfficial.typed.toLowerCase().replaceAll('-', ' '));
  await lost.page().getByRole('button', { name: t.join.code.look, exact: true }).click();
  await lost.page().getByText(position).waitFor();
  await lost.page().getByRole('button', { name: t.join.offer.join, exact: true }).click();
  await lost.page().waitForURL('**/today');
  await untilAllSent(lost.page());
  await createPlan(lost.page(), planTitle);
  await untilAllSent(lost.page());

  await openRound(enlace);
  await enlace.getByRole('link', { name: position, exact: true }).first().click();
  await enlace.getByRole('heading', { name: position, level: 1 }).waitFor();
  await enlace.getByText(t.settings.devices.lastContact.split('{{')[0]?.trim() ?? '').waitFor();
  await enlace.getByRole('button', { name: fill(t.settings.devices.more, { name: t.join.device.computer }) }).click();
  await enlace.getByRole('menuitem', { name: t.settings.devices.markLost, exact: true }).click();
  await enlace.getByRole('dialog').getByRole('button', { name: t.settings.devices.markLost, exact: true }).click();
  await enlace.getByText(t.settings.devices.lost, { exact: true }).waitFor();
  await untilAllSent(enlace);
  await lost.page().goto(lost.url('/sync'));
  await lost.page().getByText(t.errors.line.sessionRevoked).first().waitFor();
  await enlace.getByRole('link', { name: t.person.newPhoneInvite, exact: true }).click();
  await enlace.getByText(t.inviting.invite.againSecret).waitFor();
  await enlace.getByRole('button', { name: t.inviting.invite.make, exact: true }).click();
  const forNewPhone = await madeCodes(enlace);

  const pc = await aPhone(endpoint);
  await join(pc, forNewPhone.link);
  await openPlan(pc.page(), planTitle);
  expect(inDatabase(endpoint, (database) => database.prepare('select distinct person from device').all()).length).toBe(3);

  await pc.goOffline();
  await createPlan(pc.page(), unsentPlan);
  await untilWaiting(pc.page(), 1);
  await goTo(pc.page(), t.common.nav.more);
  await pc.page().getByRole('link', { name: t.more.settings.title, exact: true }).click();
  await pc.page().getByRole('link', { name: t.settings.leave.open, exact: true }).click();
  await pc
    .page()
    .getByText(fill(t.settings.leave.unsent_one, { count: 1 }))
    .first()
    .waitFor();
  await pc.page().getByText(unsentPlan).first().waitFor();
  await inspect(pc.page(), 'leave-unsent');
  await pc.goOnline();
  await pc.page().getByText(t.settings.leave.goSafe).waitFor();
  const person = inDatabase(
    endpoint,
    (database) => database.prepare('select person from device order by created_at desc, device desc limit 1').get()?.person,
  );
  await leave(pc.page());
  await expectNothingLeft(pc, String(person));
  expect(
    inDatabase(endpoint, (database) => database.prepare('select count(*) as n from device where left_at is not null').get()?.n),
  ).toBe(1);
  for (const phone of [coordinator, liaison, pc]) expect(phone.problems()).toEqual([]);
});

test('leaving without a line takes everything off the device, and the endpoint shuts it out at the next contact', async () => {
  const endpoint = await anEndpoint();
  const pc = await aPhone(endpoint);
  await join(pc, endpoint.invitation('official').link);
  const second = await pc.context().newPage();
  await second.goto(pc.url('/plans'));
  await chip(second).waitFor();
  await pc.goOffline();
  await visit(pc, '/leave');
  await leave(pc.page());
  await pc.page().getByText(t.join.welcome.leftTitle).waitFor();
  await inspect(pc.page(), 'welcome-left');
  await second.waitForURL('**/welcome');
  const { rows, local, session } = await leftOn(pc);
  expect(rows.filter((row) => !/"key":"(device|shown)"/.test(row))).toEqual([]);
  expect(local.filter((key) => !['tequio.language', 'tequio.theme'].includes(key))).toEqual(['tequio.leaving']);
  expect(session).toEqual([]);

  await pc.goOnline();
  await visit(pc, endpoint.invitation('mentor').link);
  await pc.page().getByRole('button', { name: t.join.offer.join, exact: true }).click();
  await pc.page().waitForURL('**/today');
  const people = inDatabase(endpoint, (database) =>
    database.prepare('select person, left_at from device order by created_at').all(),
  );
  expect(people.map(({ left_at }) => left_at !== null)).toEqual([true, false]);
  expect(new Set(people.map(({ person }) => person)).size).toBe(2);
  expect(pc.problems()).toEqual([]);
});

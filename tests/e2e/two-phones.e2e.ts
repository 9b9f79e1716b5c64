// Two phones, one plan, no signal: both work, both reconnect, both screens and the database agree, and nothing vanished.

import { expect, test } from 'vitest';
import type { EndpointProcess } from '#tests/support/endpoint-process.ts';
import type { Phone } from '#tests/support/phone.ts';
import { anEndpoint, twoPhones } from './stage.ts';
import {
  addItem,
  chapaAction,
  checklist,
  comeUpToDate,
  fromItemMenu,
  openChapaAction,
  setState,
  textsOf,
  tick,
  timesTitled,
  untickedPoints,
  untilAllSent,
  untilWaiting,
} from './walk.ts';

const t = textsOf['es-MX'];

async function twoPhonesOffline(endpoint: EndpointProcess): Promise<readonly [Phone, Phone]> {
  const phones = await twoPhones(endpoint, openChapaAction);
  for (const phone of phones) await phone.goOffline();
  return phones;
}

test('two phones edit one plan offline and end with the same, and nothing vanished', async () => {
  const endpoint = await anEndpoint();
  const [liaison, official] = await twoPhonesOffline(endpoint);
  const [one, other] = [liaison.page(), official.page()];
  const before = await checklist(one);
  const [first = '', second = ''] = await untickedPoints(one);

  await one.getByRole('checkbox', { name: first }).click();
  await addItem(one, 'Punto del enlace');
  await setState(one, 'cancelled');
  await fromItemMenu(one, 'Punto del enlace', t.common.actions.moveUp);
  await untilWaiting(one, 4);

  await other.getByRole('checkbox', { name: second }).click();
  await addItem(other, 'Punto de servicios');
  await setState(other, 'done');
  await fromItemMenu(other, 'Punto de servicios', t.common.actions.moveUp);
  await untilWaiting(other, 4);

  await liaison.goOnline();
  await untilAllSent(one);
  await official.goOnline();
  await untilAllSent(other);
  await one.reload();
  await untilAllSent(one);

  await expect.poll(() => checklist(one)).toContain('- Punto de servicios');
  const [left, right] = [await checklist(one), await checklist(other)];
  expect(left).toEqual(right);
  expect(left).toHaveLength(before.length + 2);
  expect(left).toContain(`x ${first}`);
  expect(left).toContain(`x ${second}`);

  // The same field: both versions stand on both screens until somebody decides.
  const question = t.plans.conflict.title.replace('{{field}}', t.plans.field.state);
  for (const page of [one, other]) await page.getByText(question).waitFor();
  await one.getByRole('button', { name: t.plans.conflict.keep }).last().click();
  await one.getByText(question).waitFor({ state: 'detached' });
  await comeUpToDate(one);
  await other.reload();
  await other.getByRole('heading', { name: chapaAction, level: 1 }).waitFor();
  await other.getByText(question).waitFor({ state: 'detached' });
  const state = (page: typeof one) => page.getByLabel(t.plans.field.state, { exact: true }).inputValue();
  expect(await state(one)).toBe(await state(other));

  expect(timesTitled(endpoint, 'Punto del enlace')).toBe(1);
  expect(timesTitled(endpoint, 'Punto de servicios')).toBe(1);
  expect([...liaison.problems(), ...official.problems()]).toEqual([]);
});

test('a colleague’s tick shows within two seconds while one looks on, and costs its author one request', async () => {
  const [liaison, official] = await twoPhonesOffline(await anEndpoint());
  const [one, other] = [liaison.page(), official.page()];
  for (const phone of [liaison, official]) {
    const [listening, synced] = [phone.line.nextSending('GET /api/events'), phone.page().waitForResponse('**/api/sync')];
    await phone.goOnline();
    await Promise.all([listening, synced]);
  }
  let requests = 0;
  one.on('request', (request) => {
    if (request.url().endsWith('/api/sync')) requests += 1;
  });
  const titles = (await untickedPoints(one)).slice(0, 3);
  const delaysMs: number[] = [];
  for (const title of titles) {
    const startedMs = performance.now();
    await tick(one, title);
    await other.getByRole('checkbox', { name: title, checked: true }).waitFor();
    delaysMs.push(performance.now() - startedMs);
    await one.waitForTimeout(1_000); // for a request that should not come
  }
  expect(Math.min(...delaysMs)).toBeLessThan(2_000); // the fastest: a busy machine slows down, nothing speeds up
  expect(requests).toBe(titles.length);
});

test('an endpoint that is killed while a push is under way gets every change exactly once', async () => {
  const endpoint = await anEndpoint();
  const [liaison, official] = await twoPhonesOffline(endpoint);
  await official.goOnline();
  const page = liaison.page();
  for (const number of [1, 2, 3]) await addItem(page, `Punto ${number} del corte`);
  await untilWaiting(page, 3);

  // What the phone sends arrives and is committed, the answer never comes back, and then the power goes.
  const sending = liaison.line.nextSending('POST /api/sync');
  await liaison.goOnline();
  liaison.line.set('one-way');
  await sending;
  await expect.poll(() => timesTitled(endpoint, 'Punto 3 del corte')).toBe(1);
  await endpoint.kill();
  await untilWaiting(page, 3);
  await endpoint.restart();
  liaison.line.set('open');
  await untilAllSent(page);
  for (const number of [1, 2, 3]) expect(timesTitled(endpoint, `Punto ${number} del corte`)).toBe(1);
  await official.page().reload();
  const fromTheCut = async () => (await checklist(official.page())).filter((line) => line.includes('del corte'));
  await expect.poll(fromTheCut).toHaveLength(3);
});

// The service worker sends with no window open, takes turns with a window, and may be killed at any point.

import type { CDPSession } from 'playwright-core';
import { expect, test } from 'vitest';
import type { EndpointProcess } from '#tests/support/endpoint-process.ts';
import type { Phone } from '#tests/support/phone.ts';
import { anEndpoint, joinedPhone } from './stage.ts';
import { inDatabase, openChapaAction, tick, untickedPoints, untilAllSent, untilWaiting } from './walk.ts';

/** A phone on the action, a point to tick there, and how many more ticks are in the endpoint's log than at the start. */
async function onTheAction() {
  const endpoint = await anEndpoint();
  const phone = await joinedPhone(endpoint, 'liaison');
  await openChapaAction(phone.page());
  const [point = ''] = await untickedPoints(phone.page());
  const before = checks(endpoint);
  return { phone, point, arrived: () => checks(endpoint) - before };
}

function checks(endpoint: EndpointProcess): number {
  return inDatabase(
    endpoint,
    (database) => database.prepare("select id from op where kind = 'item' and field = 'check' and code is null").all().length,
  );
}

/** An empty window from which the browser's service workers are steered; the app is in no window of its own after that. */
async function leaveTheApp(phone: Phone): Promise<CDPSession> {
  const empty = await phone.context().newPage();
  await phone.page().close();
  return phone.context().newCDPSession(empty);
}

/** Does what the browser does once it believes that there is a line. Answers when the worker was called, not when it is done. */
async function callWorker(phone: Phone, session: CDPSession): Promise<void> {
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ scopeURL, isDeleted }) => scopeURL.startsWith(phone.line.origin) && !isDeleted);
      if (own) resolve(own.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const registrationId = await registered;
  await session.send('ServiceWorker.dispatchSyncEvent', {
    origin: phone.line.origin,
    registrationId,
    tag: 'tequio-sync',
    lastChance: false,
  });
}

async function openAppAndSeeAllSent(phone: Phone): Promise<void> {
  const page = await phone.context().newPage();
  await page.goto(phone.url('/today'));
  await untilAllSent(page);
}

test('a tick made with no line is sent once there is one, although no window is open', async () => {
  const { phone, point, arrived } = await onTheAction();
  phone.line.set('cut');
  await tick(phone.page(), point);
  await untilWaiting(phone.page(), 1);
  const tags = () => phone.page().evaluate(async () => (await navigator.serviceWorker.ready).sync?.getTags());
  await expect.poll(tags).toContain('tequio-sync');
  const session = await leaveTheApp(phone);
  phone.line.set('open');
  expect(arrived()).toBe(0);
  await callWorker(phone, session);
  await expect.poll(arrived, { timeout: 20_000 }).toBe(1);
  await openAppAndSeeAllSent(phone);
  expect(arrived()).toBe(1);
  expect(phone.problems()).toEqual([]);
});

test('a window in the middle of a run keeps the worker waiting, and when it dies the worker goes on', async () => {
  const { phone, point, arrived } = await onTheAction();
  phone.line.set('silent');
  const locks = () =>
    phone.page().evaluate(async () => {
      const { held, pending } = await navigator.locks.query();
      return { held: held?.length, someoneWaits: (pending?.length ?? 0) > 0 };
    });
  await tick(phone.page(), point);
  await expect.poll(locks).toEqual({ held: 1, someoneWaits: false });
  await callWorker(phone, await phone.context().newCDPSession(phone.page()));
  await expect.poll(locks, { timeout: 20_000 }).toEqual({ held: 1, someoneWaits: true });
  expect(arrived()).toBe(0);
  await leaveTheApp(phone);
  phone.line.set('open');
  await expect.poll(arrived, { timeout: 20_000 }).toBe(1);
  await openAppAndSeeAllSent(phone);
  expect(arrived()).toBe(1);
});

test('a worker that is killed before its answer came loses and doubles nothing', async () => {
  const { phone, point, arrived } = await onTheAction();
  phone.line.set('cut');
  await tick(phone.page(), point);
  await untilWaiting(phone.page(), 1);
  const session = await leaveTheApp(phone);
  phone.line.set('one-way');
  await callWorker(phone, session);
  await expect.poll(arrived, { timeout: 20_000 }).toBe(1);
  await session.send('ServiceWorker.stopAllWorkers');
  phone.line.set('open');
  await openAppAndSeeAllSent(phone);
  expect(arrived()).toBe(1);
});

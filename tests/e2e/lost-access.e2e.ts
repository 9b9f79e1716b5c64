// A liaison's group is taken away while a change of hers waits without a line: the screens say so, her words are there; and
// when it is given back, everything is.

import { expect, test } from 'vitest';
import { plansWithActions, recordsOf } from '#data/record-queries.ts';
import { refOf } from '#domain/change.ts';
import { joinAsSocketPhone } from '#tests/chaos/socket-phone.ts';
import type { EndpointProcess } from '#tests/support/endpoint-process.ts';
import { inspect } from './inspect.ts';
import { anEndpoint, joinedPhone } from './stage.ts';
import {
  backOnChapaAction,
  chapaAction,
  chapaPlan,
  fill,
  goTo,
  openChapaAction,
  setState,
  speak,
  textsOf,
  untilWaiting,
} from './walk.ts';

const t = textsOf['es-MX'];

/** The programme's coordinator, who takes the group of the liaison's plan away and gives it back. */
async function aCoordinator(endpoint: EndpointProcess) {
  const { ports, save, sync } = await joinAsSocketPhone(endpoint.invitation('coordinator'));
  await sync();
  const [plans, memberships, groups] = [
    await plansWithActions(ports.database),
    await recordsOf(ports.database, 'membership'),
    await recordsOf(ports.database, 'group'),
  ];
  const plan = plans.find((one) => one.plan.title === chapaPlan)?.plan;
  const group = groups.find(({ id }) => plan?.space.endsWith(id));
  const membership = memberships.find(({ role, town }) => role === 'liaison' && town === plan?.town);
  if (!group || !membership) throw new Error('The example has no such group');
  const change = async (type: 'add' | 'remove') => {
    await save([{ type, ref: refOf(membership), field: 'groups', value: group.id }]);
    expect(await sync()).toMatchObject({ type: 'synced', refused: 0 });
  };
  return { group: group.name, takeAway: () => change('remove'), giveBack: () => change('add') };
}

test('a group that is taken away leaves the unsent words, and comes back whole', async () => {
  const endpoint = await anEndpoint();
  const liaison = await joinedPhone(endpoint, 'liaison');
  const page = liaison.page();
  const coordinator = await aCoordinator(endpoint);

  await openChapaAction(page);
  const address = page.url();
  await page.getByRole('button', { name: fill(t.plans.action.more, { title: chapaAction }) }).click();
  await page.getByRole('menuitem', { name: t.plans.history.open }).click();
  await page.getByText(t.plans.history.whole).waitFor();
  await inspect(page, 'history');
  await page.getByRole('button', { name: t.common.actions.close }).click();
  await liaison.goOffline();
  await setState(page, 'cancelled');
  await untilWaiting(page, 1);
  await coordinator.takeAway();
  await liaison.goOnline();

  await page.getByRole('heading', { name: t.plans.missing.notHere }).waitFor();
  await page.getByRole('link', { name: t.plans.missing.toPlans }).click();
  const gone = page.getByText(fill(t.sync.lost.group, { name: coordinator.group }));
  await gone.waitFor();
  await inspect(page, 'lost-plans');
  await goTo(page, t.common.nav.today);
  await gone.waitFor();
  await inspect(page, 'lost-today');
  await page.getByRole('link', { name: t.sync.lost.more }).click();
  await page.getByText('Coordinación del programa', { exact: false }).first().waitFor();
  await page.getByText(t.errors.refusal.noAccess).waitFor();
  await page.getByText('estado: cancelada').waitFor();
  await inspect(page, 'lost-sync');
  await speak(liaison, 'de-DE');
  await page.reload();
  await page.getByRole('heading', { name: textsOf['de-DE'].sync.lost.title }).waitFor();
  await inspect(page, 'lost-sync-de');
  await speak(liaison, 'es-MX');

  await coordinator.giveBack();
  await backOnChapaAction(page, address);
  await goTo(page, t.common.nav.today);
  await expect.poll(() => gone.count()).toBe(0);
  expect(liaison.problems()).toEqual([]);
});

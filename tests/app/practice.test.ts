import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { fillPractice } from '#app/practice.ts';
import { countUnsentChanges } from '#data/outbox.ts';
import { planContents, plansWithActions } from '#data/record-queries.ts';
import { currentActor, roundFacts } from '#data/round-queries.ts';
import { openText } from '#data/text-document.ts';
import { textUpdates } from '#data/text-queries.ts';
import { tickItem } from '#domain/commands/checklist-commands.ts';
import { aDevice, saved } from '#tests/support/device.ts';

test('practising opens the whole example as the liaison of a town, and nothing waits to be sent', async () => {
  const phone = await aDevice();
  await fillPractice(phone);
  await fillPractice(phone);
  const facts = await roundFacts(phone.database);
  expect([facts.towns.length, facts.themes.length, facts.groups.length]).toEqual([7, 3, 3]);
  const plans = await plansWithActions(phone.database);
  expect(plans).toHaveLength(4);
  expect(plans.every(({ plan, actions }) => plan.conflicts.length === 0 && actions.length > 8)).toBe(true);
  const actor = await currentActor(phone.database);
  expect(actor.grants.map(({ role }) => role)).toContain('liaison');
  expect(await countUnsentChanges(phone.database)).toBe(0);
});

test('in the practice round one can tick, and read the notes that are there', async () => {
  const phone = await aDevice();
  await fillPractice(phone);
  const actor = await currentActor(phone.database);
  const town = actor.grants[0]?.town;
  const own = (await plansWithActions(phone.database)).find(({ plan }) => plan.town === town);
  const contents = await planContents(phone.database, own?.plan.id ?? '');
  const item = contents?.items.find(({ check }) => check === null);
  const note = contents?.notes[0];
  if (!item || !note) throw new Error('The example has no open item or no note');
  await saved(phone, actor, tickItem(item, actor.person, phone.now()));
  const after = await planContents(phone.database, item.plan);
  expect(after?.items.find(({ id }) => id === item.id)?.check).toMatchObject({ by: actor.person });
  expect(openText('body', await textUpdates(phone.database, note, 'body')).read().length).toBeGreaterThan(100);
});

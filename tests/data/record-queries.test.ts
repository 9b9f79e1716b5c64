import { expect, test } from 'vitest';
import { planContents, plansWithActions } from '#data/record-queries.ts';
import { setFields } from '#domain/change.ts';
import { addNote } from '#domain/commands/note-commands.ts';
import { addLine, createPlan } from '#domain/commands/plan-commands.ts';
import type { Actor } from '#domain/grants.ts';
import { groupSpace } from '#domain/ids.ts';
import { aDevice, saved } from '#tests/support/device.ts';

const group = groupSpace('G1');
const liaisonOf = (town: string): Actor => ({ person: `P-${town}`, grants: [{ space: group, role: 'liaison', town }] });
const draft = { title: 'Alumbrado', objective: '', problem: '', theme: '', period: null };

async function aPlanOfTwoTowns() {
  const phone = await aDevice();
  await saved(phone, liaisonOf('T1'), createPlan({ space: group, town: 'T1' }, 'PLAN', draft, []));
  const { plan } = (await planContents(phone.database, 'PLAN')) ?? {};
  if (!plan) throw new Error('The plan was not saved');
  await saved(phone, liaisonOf('T1'), addLine(plan, 'LINE', 'Calles', []));
  for (const town of ['T1', 'T2']) {
    const ref = (kind: string) => ({ space: group, kind, id: `${kind}-${town}`, town });
    const shared = { plan: 'PLAN', order: 'a0', title: `Of ${town}` };
    await saved(phone, liaisonOf(town), [
      ...setFields(ref('line'), 'line', shared),
      ...setFields(ref('action'), 'action', { ...shared, line: 'LINE', state: 'done' }),
      ...setFields(ref('item'), 'item', { ...shared, action: 'action-T1' }),
    ]);
  }
  return { phone, plan };
}

test('shows in a plan what its own town wrote, and nothing that another town hung under it', async () => {
  const { phone } = await aPlanOfTwoTowns();
  const contents = await planContents(phone.database, 'PLAN');
  expect(contents?.lines.map(({ id }) => id).sort()).toEqual(['LINE', 'line-T1']);
  expect(contents?.actions.map(({ id }) => id)).toEqual(['action-T1']);
  expect(contents?.items.map(({ id }) => id)).toEqual(['item-T1']);
});

test('counts for a plan only the actions of its own town', async () => {
  const { phone } = await aPlanOfTwoTowns();
  const [listed] = await plansWithActions(phone.database);
  expect(listed?.actions.map(({ id }) => id)).toEqual(['action-T1']);
});

test('shows the notes that other towns wrote on a plan', async () => {
  const { phone, plan } = await aPlanOfTwoTowns();
  await saved(phone, liaisonOf('T2'), addNote(plan, 'NOTE', { person: 'P-T2', town: 'T2', at: 1 }, 'AAA='));
  expect((await planContents(phone.database, 'PLAN'))?.notes.map(({ id }) => id)).toEqual(['NOTE']);
});

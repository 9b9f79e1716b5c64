import { expect, test } from 'vitest';
import { planContents } from '#data/record-queries.ts';
import { addItem, tickItem } from '#domain/commands/checklist-commands.ts';
import { copyPlan } from '#domain/commands/copy-plan.ts';
import { addAction, addLine, createPlan } from '#domain/commands/plan-commands.ts';
import { type Actor, nobody } from '#domain/grants.ts';
import { deviceSpace, groupSpace } from '#domain/ids.ts';
import { aDevice, saved } from '#tests/support/device.ts';

test('a plan that was begun alone goes to the group whole, under new ids, and the original stays', async () => {
  const phone = await aDevice();
  const group = groupSpace('G1');
  const liaison: Actor = { person: 'P1', grants: [{ space: group, role: 'liaison', town: 'T1' }] };
  const draft = { title: 'Alumbrado', objective: 'Luz', problem: '', theme: '', period: null };
  const contents = async (id: string) => {
    const found = await planContents(phone.database, id);
    if (!found) throw new Error('no plan');
    return found;
  };
  await saved(phone, nobody, createPlan({ space: deviceSpace, town: null }, 'PLAN', draft, []));
  await saved(phone, nobody, addLine((await contents('PLAN')).plan, 'LINE', 'Calles', []));
  for (const line of (await contents('PLAN')).lines) {
    await saved(phone, nobody, addAction(line, 'ACTION', { title: 'Censo', responsible: null, period: null }, []));
  }
  for (const action of (await contents('PLAN')).actions) {
    for (const id of ['A', 'B']) await saved(phone, nobody, addItem(action, id, `Punto ${id}`, (await contents('PLAN')).items));
  }
  const [first] = (await contents('PLAN')).items;
  if (first) await saved(phone, nobody, tickItem(first, null, 5));

  const place = { space: group, town: 'T1', order: 'a0' };
  const by = { person: 'P1', idFor: (sourceId: string) => `COPY${sourceId}` };
  const { planId, transactions } = copyPlan(await contents('PLAN'), place, by);
  for (const changes of transactions) await saved(phone, liaison, changes);

  const copy = await contents(planId);
  expect(copy.plan).toMatchObject({ ...draft, space: group, town: 'T1' });
  expect(copy.lines.map(({ title }) => title)).toEqual(['Calles']);
  expect(copy.actions.map(({ title, line }) => [title, line])).toEqual([['Censo', copy.lines[0]?.id]]);
  expect(copy.items.map(({ title, check }) => [title, check])).toEqual([
    ['Punto A', { by: 'P1', at: 5 }],
    ['Punto B', null],
  ]);
  const original = await contents('PLAN');
  expect([original.plan.deleted, original.items.length]).toEqual([false, 2]);
  const ids = [copy.plan, ...copy.lines, ...copy.actions, ...copy.items].map(({ id }) => id);
  expect(ids.filter((id) => ['PLAN', 'LINE', 'ACTION', 'A', 'B'].includes(id))).toEqual([]);
});

test('an action with hundreds of points goes in several transactions, and copying again gives the same ids', () => {
  const ref = { space: deviceSpace, town: null, deleted: false, conflicts: [] };
  const plan = { ...ref, kind: 'plan', id: 'PLAN', title: '', objective: '', problem: '', theme: '', period: null, order: 'a0' };
  const action = { plan: 'PLAN', line: 'GONE', title: '', responsible: null, period: null, state: 'done', order: 'a0' } as const;
  const items = Array.from({ length: 200 }, (_, index) => ({
    ...ref,
    kind: 'item',
    id: `I${index}`,
    plan: 'PLAN',
    action: 'ACTION',
    title: '',
    check: null,
    order: 'a0',
  }));
  const copy = () =>
    copyPlan(
      { plan, lines: [], actions: [{ ...ref, ...action, kind: 'action', id: 'ACTION' }], items },
      { space: groupSpace('G1'), town: 'T1', order: 'a0' },
      { person: 'P1', idFor: (sourceId) => `COPY${sourceId}` },
    );
  const itemsIn = copy().transactions.map(
    (changes) => new Set(changes.filter((c) => c.ref.kind === 'item').map((c) => c.ref.id)).size,
  );
  expect(itemsIn).toEqual([0, 80, 80, 40]);
  expect(copy()).toEqual(copy());
});

import { expect, test } from 'vitest';
import type { PlanContents } from '#data/record-queries.ts';
import type { RoundFacts } from '#data/round-queries.ts';
import { type Actor, nobody } from '#domain/grants.ts';
import { deviceSpace, groupSpace, townSpace } from '#domain/ids.ts';
import type { Head } from '#domain/join.ts';
import type { Action } from '#domain/kinds/action.ts';
import type { Item } from '#domain/kinds/item.ts';
import type { Line } from '#domain/kinds/line.ts';
import type { Role } from '#domain/kinds/membership.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import { stampOf } from '#domain/stamps.ts';
import { actionView } from '#features/plans/action-view.ts';
import { versionsOf } from '#features/plans/conflict-view.ts';
import { planView } from '#features/plans/plan-view.ts';
import { plansView } from '#features/plans/plans-view.ts';

const today = '2026-07-15';
const space = groupSpace('G1');
const own = 'T-own';
const other = 'T-other';

function head(kind: string, id: string, changes: { readonly space?: string; readonly town?: string | null } = {}) {
  return { space, kind, id, town: own, deleted: false, conflicts: [], ...changes };
}

function aPlan(id: string, changes: Partial<Plan> = {}): Plan {
  return { ...head('plan', id), title: id, objective: '', problem: '', theme: 'TH', period: null, order: 'a0', ...changes };
}

function anAction(id: string, changes: Partial<Action> = {}): Action {
  const fields = { plan: 'P', line: 'L', title: id, responsible: null, period: null, state: 'not-started', order: 'a0' } as const;
  return { ...head('action', id), ...fields, ...changes };
}

function anItem(id: string, ticked: boolean, changes: Partial<Item> = {}): Item {
  const check = ticked ? { by: null, at: 1 } : null;
  return { ...head('item', id), plan: 'P', action: 'A', title: id, check, order: 'a0', ...changes };
}

const line: Line = { ...head('line', 'L'), plan: 'P', title: 'Alumbrado', order: 'a0' };

const facts: RoundFacts = {
  round: undefined,
  themes: [{ ...head('theme', 'TH'), name: 'Servicios públicos', order: 'a0' }],
  towns: [
    { ...head('town', own), name: 'Nopaltepec', part: 'receiver' },
    { ...head('town', other), name: 'Chapa de Mota', part: 'receiver' },
  ],
  groups: [{ ...head('group', 'G1'), name: 'Grupo de servicios', theme: 'TH', sessionDays: [] }],
  people: [{ ...head('person', 'ana'), name: '', position: 'Tesorería' }],
  memberships: [{ ...head('membership', 'M'), person: 'ana', role: 'official', groups: ['G1'] }],
  devices: [{ ...head('device', 'D'), person: 'ana', name: 'Celular', node: 'NODE-ANA', nodes: [], revoked: false }],
};

function actor(role: Role): Actor {
  const spaces = [space, townSpace(own)];
  return { person: 'me', grants: spaces.map((granted) => ({ space: granted, role, town: own })) };
}

function contents(changes: Partial<PlanContents> = {}): PlanContents {
  return { plan: aPlan('P'), lines: [line], actions: [], items: [], notes: [], ...changes };
}

const late = { startDay: null, dueDay: '2026-07-12' };

test('the list begins with the own town, then the others by name, and counts what is overdue', () => {
  const plans = [
    { plan: aPlan('theirs', { town: other }), actions: [anAction('1', { period: late }), anAction('2', { state: 'done' })] },
    { plan: aPlan('ours'), actions: [] },
  ];
  const { groups } = plansView(plans, facts, actor('liaison'), today);
  expect(groups.map(({ town, own: isOwn }) => [town, isOwn])).toEqual([
    ['Nopaltepec', true],
    ['Chapa de Mota', false],
  ]);
  expect(groups[1]?.rows[0]).toMatchObject({ theme: 'Servicios públicos', percent: 50, overdue: 1 });
});

test('plans of this device stand alone, without a town', () => {
  const { groups } = plansView([{ plan: aPlan('mine', { space: deviceSpace, town: null }), actions: [] }], facts, nobody, today);
  expect(groups).toMatchObject([{ town: undefined, own: true }]);
});

test('a liaison may begin a plan in the own group and town hall, an official in the town hall, an observer nowhere', () => {
  const places = (role: Role) => plansView([], facts, actor(role), today).places.map(({ seenBy }) => seenBy.type);
  expect(places('liaison')).toEqual(['group', 'town']);
  expect(places('official')).toEqual(['town']);
  expect(places('observer')).toEqual([]);
});

test('before joining a plan can be begun on this device only', () => {
  expect(plansView([], facts, nobody, today).places).toEqual([
    { space: deviceSpace, town: null, theme: '', seenBy: { type: 'device' } },
  ]);
});

test('a plan shows its lines with their actions, and actions whose line has not arrived apart', () => {
  const actions = [anAction('A', { period: late }), anAction('B', { line: 'missing' })];
  const view = planView(contents({ actions, items: [anItem('1', true), anItem('2', false)] }), facts, actor('liaison'), today);
  expect(view.lines.map((each) => [each.line?.title, each.rows.map(({ action }) => action.id)])).toEqual([
    ['Alumbrado', ['A']],
    [undefined, ['B']],
  ]);
  expect(view.lines[0]?.rows[0]).toMatchObject({ status: 'overdue', ticked: 1, items: 2 });
});

test('cancelled actions count neither as planned nor as done', () => {
  const actions = [anAction('A', { state: 'done' }), anAction('B', { state: 'cancelled' }), anAction('C')];
  expect(planView(contents({ actions }), facts, actor('liaison'), today)).toMatchObject({ percent: 50, done: 1, planned: 2 });
});

test('an official works on the own plan without planning it, an observer and another town only read', () => {
  const rights = (who: Actor, plan = aPlan('P')) => {
    const { mayPlan, mayWork, readOnly } = planView(contents({ plan }), facts, who, today);
    return { mayPlan, mayWork, readOnly };
  };
  expect(rights(actor('official'))).toEqual({ mayPlan: false, mayWork: true, readOnly: undefined });
  expect(rights(actor('observer'))).toEqual({ mayPlan: false, mayWork: false, readOnly: 'role-reads-only' });
  expect(rights(actor('liaison'), aPlan('P', { town: other }))).toMatchObject({ mayWork: false, readOnly: 'not-your-town' });
});

test('a row says that its action or one of its points has two versions, but not about places in a list', () => {
  const disputed = (items: readonly Item[]) =>
    planView(contents({ actions: [anAction('A')], items }), facts, actor('liaison'), today).lines[0]?.rows[0]?.disputed;
  expect(disputed([anItem('1', false, { conflicts: ['title'] })])).toBe(true);
  expect(disputed([anItem('1', false, { conflicts: ['order'] })])).toBe(false);
});

test('an open action whose points are all ticked seems done, to those who may say so', () => {
  const all = contents({ actions: [anAction('A')], items: [anItem('1', true)] });
  expect(actionView(all, 'A', facts, actor('official'), today)?.seemsDone).toBe(true);
  expect(actionView(all, 'A', facts, actor('observer'), today)?.seemsDone).toBe(false);
  const one = contents({ actions: [anAction('A')], items: [anItem('1', true), anItem('2', false)] });
  expect(actionView(one, 'A', facts, actor('official'), today)?.seemsDone).toBe(false);
  expect(actionView(all, 'gone', facts, actor('official'), today)).toBeUndefined();
});

test('versions are told with who wrote them and when, and the same value of two people is one version', () => {
  const heads: readonly Head[] = [
    { node: 'NODE-ANA', n: 4, stamp: stampOf(2000, 0), value: 'done' },
    { node: 'NODE-ME', n: 9, stamp: stampOf(1000, 0), value: 'in-progress' },
    { node: 'NODE-FAR', n: 1, stamp: stampOf(500, 0), value: 'in-progress' },
  ];
  expect(versionsOf(heads, facts, 'NODE-ME', actor('liaison'))).toMatchObject([
    { value: 'done', shown: true, writers: [{ at: 2000, author: { type: 'person', name: 'Tesorería', town: 'Nopaltepec' } }] },
    { value: 'in-progress', shown: false, writers: [{ at: 1000, author: { type: 'self' } }, { author: { type: 'unknown' } }] },
  ]);
});

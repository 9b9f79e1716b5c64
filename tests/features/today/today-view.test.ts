import { expect, test } from 'vitest';
import type { RoundFacts } from '#data/round-queries.ts';
import { type Actor, nobody } from '#domain/grants.ts';
import { deviceSpace, groupSpace } from '#domain/ids.ts';
import type { Action } from '#domain/kinds/action.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import { todayView } from '#features/today/today-view.ts';

const today = '2026-07-15';
const space = groupSpace('G1');

function head(kind: string, id: string, town: string | null) {
  return { space, kind, id, town, deleted: false, conflicts: [] };
}

function aPlan(id: string, town: string | null, changes: Partial<Plan> = {}): Plan {
  return { ...head('plan', id, town), title: id, objective: '', problem: '', theme: '', period: null, order: 'a0', ...changes };
}

function anAction(id: string, dueDay: string, changes: Partial<Action> = {}): Action {
  const fields = { plan: 'P', line: 'L', title: id, responsible: null, state: 'in-progress', order: 'a0' } as const;
  return { ...head('action', id, 'T1'), ...fields, period: { startDay: null, dueDay }, ...changes };
}

const facts: RoundFacts = {
  round: undefined,
  themes: [],
  towns: ['Huehuetoca', 'Chapa de Mota'].map((name, index) => ({
    ...head('town', `T${index + 1}`, `T${index + 1}`),
    name,
    part: 'receiver',
  })),
  groups: [
    { ...head('group', 'G1', null), name: 'Servicios', theme: '', sessionDays: ['2026-07-02', '2026-07-16', '2026-08-06'] },
    { ...head('group', 'G2', null), name: 'Seguridad', theme: '', sessionDays: ['2026-07-15'] },
  ],
  people: [],
  memberships: [],
  devices: [],
};

const official: Actor = { person: 'me', grants: [{ space, role: 'official', town: 'T1' }] };
const mentor: Actor = { person: 'me', grants: [{ space, role: 'mentor', town: 'T9' }] };
const mine = { responsible: { person: 'me', position: 'Obras' } };

const titles = (entries: readonly { readonly action: Action }[]) => entries.map(({ action }) => action.title);

test('what is overdue comes with the own work first, then the longest overdue', () => {
  const actions = [anAction('later', '2026-07-14'), anAction('long', '2026-06-01'), anAction('mine', '2026-07-10', mine)];
  const view = todayView([{ plan: aPlan('P', 'T1'), actions }], facts, official, today);
  expect(titles(view.overdue)).toEqual(['mine', 'long', 'later']);
  expect(view.overdue[0]?.mine).toBe(true);
});

test('what is due from today to six days ahead is due this week; what is done is not', () => {
  const actions = [
    anAction('today', today),
    anAction('in six days', '2026-07-21'),
    anAction('in a week', '2026-07-22'),
    anAction('done', today, { state: 'done' }),
  ];
  const view = todayView([{ plan: aPlan('P', 'T1'), actions }], facts, official, today);
  expect(titles(view.dueThisWeek)).toEqual(['today', 'in six days']);
  expect(view.overdue).toEqual([]);
});

test('plans of other towns do not come into the own list', () => {
  const plans = [
    { plan: aPlan('P', 'T1'), actions: [] },
    { plan: aPlan('Q', 'T2'), actions: [anAction('theirs', '2026-07-01')] },
  ];
  expect(todayView(plans, facts, official, today)).toMatchObject({ overdue: [], towns: [], hasOwnPlans: true });
});

test('a mentor sees the towns, the one most behind first', () => {
  const plans = [
    { plan: aPlan('P', 'T1'), actions: [anAction('a', '2026-07-20')] },
    { plan: aPlan('Q', 'T2'), actions: [anAction('b', '2026-07-01'), anAction('c', '2026-07-01', { state: 'done' })] },
  ];
  expect(todayView(plans, facts, mentor, today).towns).toMatchObject([
    { town: 'Chapa de Mota', overdue: 1, percent: 50, dueThisWeek: 0 },
    { town: 'Huehuetoca', overdue: 0, percent: 0, dueThisWeek: 1 },
  ]);
});

test('the next session is the nearest day of the own groups, today included', () => {
  expect(todayView([], facts, official, today).nextSession).toMatchObject({ day: '2026-07-16', groups: [{ name: 'Servicios' }] });
  expect(todayView([], facts, official, '2026-07-16').nextSession?.day).toBe('2026-07-16');
  expect(todayView([], facts, official, '2026-09-01').nextSession).toBeUndefined();
});

test('before joining, plans of this device are the own ones', () => {
  const plan = aPlan('P', null, { space: deviceSpace });
  const view = todayView([{ plan, actions: [anAction('a', '2026-07-01')] }], facts, nobody, today);
  expect(titles(view.overdue)).toEqual(['a']);
  expect(view.nextSession).toBeUndefined();
});

test('without any plan there is nothing to list', () => {
  expect(todayView([], facts, nobody, today)).toMatchObject({ empty: true, hasOwnPlans: false });
});

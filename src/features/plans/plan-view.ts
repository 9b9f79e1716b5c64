// What one plan shows to this actor today: its lines with their actions, how far it has come, and what may be changed.

import type { PlanContents } from '#data/record-queries.ts';
import type { RoundFacts } from '#data/round-queries.ts';
import type { Day } from '#domain/day.ts';
import { isOpen } from '#domain/due.ts';
import type { Actor } from '#domain/grants.ts';
import { groupBy } from '#domain/group-by.ts';
import type { RecordId } from '#domain/ids.ts';
import type { Action } from '#domain/kinds/action.ts';
import type { Item } from '#domain/kinds/item.ts';
import type { Line } from '#domain/kinds/line.ts';
import { decide, type PermissionRefusal } from '#domain/permissions.ts';
import { progressPercent } from '#domain/progress.ts';
import { type ActionStatus, statusOf } from '#features/action-texts.ts';
import { themeName, townName } from '#features/people.ts';

export type ActionRow = {
  readonly action: Action;
  readonly status: ActionStatus;
  readonly ticked: number;
  readonly items: number;
  /** Two people disagree about one of its fields or of its items' fields. */
  readonly disputed: boolean;
};

export type LineView = {
  /** Undefined for actions whose line has not arrived. */
  readonly line: Line | undefined;
  readonly rows: readonly ActionRow[];
};

export type PlanView = {
  readonly town: string | undefined;
  readonly theme: string | undefined;
  readonly lines: readonly LineView[];
  readonly percent: number;
  readonly done: number;
  /** Without cancelled ones. */
  readonly planned: number;
  readonly overdue: number;
  readonly mayPlan: boolean;
  readonly mayWork: boolean;
  /** Why nothing at all may be changed here; undefined when something may. */
  readonly readOnly: PermissionRefusal | undefined;
};

export function planView(contents: PlanContents, facts: RoundFacts, actor: Actor, today: Day): PlanView {
  const { plan, lines, actions, items } = contents;
  const itemsByAction = groupBy(items, ({ action }) => action);
  const rows = actions.map((action) => actionRow(action, itemsByAction.get(action.id) ?? [], today));
  const planned = actions.filter(({ state }) => state !== 'cancelled');
  const [mayPlan, mayWork] = [decide(actor, { ...plan, kind: 'line' }), decide(actor, { ...plan, kind: 'action' })];
  return {
    town: townName(facts, plan.town),
    theme: themeName(facts, plan.theme),
    lines: linesWithRows(lines, rows),
    percent: progressPercent(actions),
    done: planned.filter((action) => !isOpen(action)).length,
    planned: planned.length,
    overdue: rows.filter(({ status }) => status === 'overdue').length,
    mayPlan: mayPlan.allowed,
    mayWork: mayWork.allowed,
    readOnly: mayPlan.allowed || mayWork.allowed ? undefined : mayWork.code,
  };
}

function actionRow(action: Action, items: readonly Item[], today: Day): ActionRow {
  return {
    action,
    status: statusOf(action, today),
    ticked: items.filter(({ check }) => check !== null).length,
    items: items.length,
    disputed: [action, ...items].some((record) => shownConflicts(record).length > 0),
  };
}

function linesWithRows(lines: readonly Line[], rows: readonly ActionRow[]): readonly LineView[] {
  const known = new Set<RecordId>(lines.map(({ id }) => id));
  const stray = rows.filter(({ action }) => !known.has(action.line));
  const views: readonly LineView[] = lines.map((line) => ({ line, rows: rows.filter(({ action }) => action.line === line.id) }));
  return stray.length > 0 ? [...views, { line: undefined, rows: stray }] : views;
}

/** Fields about which people have to decide. Two places in a list are no disagreement: the later one holds. */
export function shownConflicts({ conflicts }: { readonly conflicts: readonly string[] }): readonly string[] {
  return conflicts.filter((field) => field !== 'order');
}

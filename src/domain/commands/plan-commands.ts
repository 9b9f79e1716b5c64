// What one can do with a plan, as changes for `mutate`: make it, give it lines and actions, put it aside.
// Promises: pure; ids and order keys come from the arguments. Leaves to others: whether the actor may (permissions.ts).

import type { Ordered } from '../by-order.ts';
import { type Change, refOf, setFields } from '../change.ts';
import type { RecordId, Space } from '../ids.ts';
import type { Action, ActionState } from '../kinds/action.ts';
import type { Line } from '../kinds/line.ts';
import type { Plan } from '../kinds/plan.ts';
import type { RecordRef } from '../op.ts';
import { keyAtEnd, moveTo } from '../order.ts';

export type PlanDraft = Pick<Plan, 'title' | 'objective' | 'problem' | 'theme' | 'period'>;

/** A new plan in a group's space (or the device space, with no town), after the plans that are there. */
export function createPlan(
  place: { readonly space: Space; readonly town: RecordId | null },
  id: RecordId,
  draft: PlanDraft,
  siblings: readonly Ordered[],
): readonly Change[] {
  const ref: RecordRef = { ...place, kind: 'plan', id };
  return setFields(ref, 'plan', { ...draft, order: keyAtEnd(siblings) });
}

export function addLine(plan: Plan, id: RecordId, title: string, siblings: readonly Ordered[]): readonly Change[] {
  return setFields(childRef(plan, 'line', id), 'line', { plan: plan.id, title, order: keyAtEnd(siblings) });
}

export type ActionDraft = Pick<Action, 'title' | 'responsible' | 'period'>;

/** A new action at the end of a line. */
export function addAction(line: Line, id: RecordId, draft: ActionDraft, siblings: readonly Ordered[]): readonly Change[] {
  const place = { plan: line.plan, line: line.id, order: keyAtEnd(siblings) };
  return setFields(childRef(line, 'action', id), 'action', { ...draft, ...place, state: 'not-started' });
}

export function setActionState(action: Action, state: ActionState): readonly Change[] {
  return action.state === state ? [] : setFields(action, 'action', { state }, { state: action.state });
}

/** Only the fields that were written; `seen`: what they showed when the writing began. */
export function editAction(action: Action, written: Partial<ActionDraft>, seen: Partial<ActionDraft>): readonly Change[] {
  return setFields(action, 'action', written, seen);
}

export function editPlan(plan: Plan, written: Partial<PlanDraft>, seen: Partial<PlanDraft>): readonly Change[] {
  return setFields(plan, 'plan', written, seen);
}

/** `seen`: the name with which the form was opened. */
export function renameLine(line: Line, title: string, seen: string): readonly Change[] {
  return title === seen ? [] : setFields(line, 'line', { title }, { title: seen });
}

/** Moves an action to the end of another line of its plan. */
export function moveToLine(action: Action, line: Line, siblings: readonly Ordered[]): readonly Change[] {
  if (action.line === line.id) return [];
  return setFields(action, 'action', { line: line.id, order: keyAtEnd(siblings) }, { line: action.line });
}

/** Moves one record of its sorted siblings to a position (0 = first, counted without itself). */
export function moveRecord<Sibling extends RecordRef & Ordered>(
  siblings: readonly Sibling[],
  id: RecordId,
  position: number,
): readonly Change[] {
  return moveTo(siblings, id, position).flatMap((moved): readonly Change[] => {
    const record = siblings.find((sibling) => sibling.id === moved.id);
    return record ? [{ type: 'set', ref: refOf(record), field: 'order', value: moved.order }] : [];
  });
}

/** Hides the record, and what belongs to it by derivation. Undo is `restoreRecord`. */
export function deleteRecord(record: RecordRef): readonly Change[] {
  return [{ type: 'delete', ref: refOf(record) }];
}

export function restoreRecord(record: RecordRef): readonly Change[] {
  return [{ type: 'restore', ref: refOf(record) }];
}

/** A record that belongs to the same space and town as its parent. */
export function childRef(parent: RecordRef, kind: string, id: RecordId): RecordRef {
  return { space: parent.space, town: parent.town, kind, id };
}

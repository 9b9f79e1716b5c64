// What one can do with an action's checklist, as changes for `mutate`.

import type { Ordered } from '../by-order.ts';
import { type Change, setFields } from '../change.ts';
import type { RecordId } from '../ids.ts';
import type { Action } from '../kinds/action.ts';
import type { Item } from '../kinds/item.ts';
import { keyAtEnd } from '../order.ts';
import { childRef } from './plan-commands.ts';

export function addItem(action: Action, id: RecordId, title: string, siblings: readonly Ordered[]): readonly Change[] {
  const fields = { plan: action.plan, action: action.id, title, order: keyAtEnd(siblings) };
  return setFields(childRef(action, 'item', id), 'item', fields);
}

/** Ticks for a person (null before joining) at an instant (ms since 1970). */
export function tickItem(item: Item, by: RecordId | null, at: number): readonly Change[] {
  return setFields(item, 'item', { check: { by, at } });
}

export function untickItem(item: Item): readonly Change[] {
  return setFields(item, 'item', { check: null });
}

/** `seen`: the text with which the form was opened. */
export function renameItem(item: Item, title: string, seen: string): readonly Change[] {
  return title === seen ? [] : setFields(item, 'item', { title }, { title: seen });
}

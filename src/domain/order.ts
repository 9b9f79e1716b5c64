// Places in lists (by-order.ts says how they sort).
// A key between two others comes from fractional-indexing; equal keys (two people inserted at the same place while
// offline) are told apart by id and given room when somebody moves a record between them.

import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import type { Ordered } from './by-order.ts';

/** What a field takes; see kinds/values.ts. */
export const maxKeyLength = 200;
/** A longer key shows that a place is crowded: the whole list gets new keys, long before one would be refused. */
const roomyKeyLength = 60;

/** That many keys, ascending, for a new list. */
export function firstKeys(count: number): readonly string[] {
  return generateNKeysBetween(null, null, count);
}

/** The key for a record at the end of the sorted list. */
export function keyAtEnd(sorted: readonly Ordered[]): string {
  const last = sorted.at(-1)?.order ?? '';
  // A last key that is none (only another program writes such) is followed by a longer one; moving a record repairs it.
  return keyBetween(last, undefined) ?? `${last}V`.slice(0, maxKeyLength);
}

/**
 * New keys that move one record of the sorted list to a position (0 = first, counted without the record itself; beyond
 * either end means that end). Usually one key; where the neighbours share a key, or leave no room, all get new ones.
 * Empty when nothing would change.
 */
export function moveTo(sorted: readonly Ordered[], id: string, position: number): readonly Ordered[] {
  const moving = sorted.find((record) => record.id === id);
  const others = sorted.filter((record) => record.id !== id);
  const place = Math.min(Math.max(0, position), others.length);
  if (!moving || sorted.indexOf(moving) === place) return [];
  const between = keyBetween(others[place - 1]?.order, others[place]?.order);
  if (between !== undefined && between.length <= roomyKeyLength) return [{ id, order: between }];
  const target = [...others.slice(0, place), moving, ...others.slice(place)];
  const keys = firstKeys(target.length);
  return target.flatMap((record, index) => {
    const order = keys[index] ?? record.order;
    return order === record.order ? [] : [{ id: record.id, order }];
  });
}

/** Undefined where there is no key between: the two are equal, or one of them is no fractional-indexing key. */
function keyBetween(before: string | undefined, after: string | undefined): string | undefined {
  if (after === '' || (before !== undefined && after !== undefined && before >= after)) return undefined;
  try {
    return generateKeyBetween(before || null, after ?? null);
  } catch {
    return undefined;
  }
}

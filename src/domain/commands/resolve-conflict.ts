// Two versions of one field: deciding writes the kept value over the versions that were shown, so that one is left.

import { type Change, refOf } from '../change.ts';
import type { Json } from '../json.ts';
import type { RecordRef } from '../op.ts';

/** Keeps this value over all that were shown (`seen`); one that came meanwhile is still to be decided. */
export function keepVersion(ref: RecordRef, field: string, value: Json, seen: readonly Json[]): readonly Change[] {
  return [{ type: 'set', ref: refOf(ref), field, value, seen }];
}

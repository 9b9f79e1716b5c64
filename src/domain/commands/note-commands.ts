// Notes on a plan. The body is a text: its content travels as updates made by the device's text document.

import { type Change, type MergeUpdates, refOf, setFields } from '../change.ts';
import type { RecordId } from '../ids.ts';
import type { Plan } from '../kinds/plan.ts';
import type { RecordRef } from '../op.ts';

/** A new note that belongs to its author's town; `firstText` is a yjs update as base64. */
export function addNote(
  plan: Plan,
  id: RecordId,
  author: { readonly person: RecordId | null; readonly town: RecordId | null; readonly at: number },
  firstText: string,
): readonly Change[] {
  const ref: RecordRef = { space: plan.space, kind: 'note', id, town: author.town };
  return [
    ...setFields(ref, 'note', { plan: plan.id, begun: { by: author.person, at: author.at } }),
    { type: 'text', ref, field: 'body', value: firstText },
  ];
}

/** With `merge`, this update and one that nobody was sent yet become one. */
export function writeNote(note: RecordRef, update: string, merge?: MergeUpdates): readonly Change[] {
  return [{ type: 'text', ref: refOf(note), field: 'body', value: update, ...(merge && { merge }) }];
}

// A change: what a command asks `mutate` to write, before it has a number and a stamp.
// Promises: one list of changes is one transaction: all of it is saved and sent, or none.

import type { Json } from './json.ts';
import type { RecordRef } from './op.ts';
import type { KindName, ShownOf } from './records.ts';

/** Two updates of one text as one, base64 all; the order does not matter. */
export type MergeUpdates = (one: string, other: string) => string;

export type Change =
  | {
      readonly type: 'set';
      readonly ref: RecordRef;
      readonly field: string;
      readonly value: Json;
      /** The field's values that its author had on the screen; only they are replaced. Left out: whatever is there. */
      readonly seen?: readonly Json[];
    }
  | { readonly type: 'add' | 'remove'; readonly ref: RecordRef; readonly field: string; readonly value: Json }
  | {
      readonly type: 'text';
      readonly ref: RecordRef;
      readonly field: string;
      /** A yjs update, as base64. */
      readonly value: string;
      /** Makes one update of two; with it, an own update that nobody was sent yet is gone on with instead of followed. */
      readonly merge?: MergeUpdates;
    }
  | { readonly type: 'delete' | 'restore'; readonly ref: RecordRef };

type WritableFields<Name extends KindName> = Partial<
  Omit<ShownOf<Name>, 'space' | 'kind' | 'id' | 'town' | 'deleted' | 'conflicts'>
>;

/**
 * Sets fields of a record; the record comes into being with its first accepted field. `seen`: the values that the author
 * had on the screen when the form was opened or the writing began, so that a version that came since is not replaced.
 */
export function setFields<Name extends KindName>(
  ref: RecordRef & { readonly kind: Name | string },
  _kind: Name,
  values: WritableFields<Name>,
  seen: WritableFields<Name> = {},
): readonly Change[] {
  const target: RecordRef = { space: ref.space, kind: ref.kind, id: ref.id, town: ref.town };
  const shown = new Map(Object.entries(seen as Readonly<Record<string, Json>>));
  return Object.entries(values as Readonly<Record<string, Json>>).map(([field, value]) => {
    const was = shown.get(field);
    return { type: 'set', ref: target, field, value, ...(was !== undefined && { seen: [was] }) };
  });
}

/** The reference of a shown record, without its fields. */
export function refOf({ space, kind, id, town }: RecordRef): RecordRef {
  return { space, kind, id, town };
}

// What a device lacks of a text: few updates one by one, otherwise the whole, with its snapshot in the place of what that holds.

import type { Head } from '#domain/join.ts';
import type { Store } from '../store/tables.ts';
import { type NumberedUpdate, readSnapshot, type TextName, updatesAfter, updatesAt } from '../texts/snapshots.ts';

export type TextUpdates = {
  /** 0: the updates are the whole text. Otherwise they are added to what the device had at this number. */
  readonly after: number;
  readonly updates: readonly Head[];
};

/** Beyond so many, the whole is not longer. */
const mostOneByOne = 32;

export async function textUpdates(db: Store, text: TextName, after: number): Promise<TextUpdates> {
  const snapshot = await readSnapshot(db, text);
  if (after > 0) {
    const isBehind = after < snapshot.number;
    const missing = await updatesAfter(db, text, after, isBehind ? mostOneByOne + 1 : undefined);
    if (!isBehind || missing.length <= mostOneByOne) return { after, updates: missing.map(headOf) };
  }
  const aside = await updatesAt(db, text, snapshot.aside);
  const later = await updatesAfter(db, text, snapshot.number);
  return { after: 0, updates: [...(snapshot.merged ? [snapshot.merged] : []), ...[...aside, ...later].map(headOf)] };
}

function headOf({ node, n, stamp, value }: NumberedUpdate): Head {
  return { node, n, stamp, value };
}

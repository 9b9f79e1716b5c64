// Writing on: while somebody types without a line, each pause would be an op of its own. As long as no request has carried
// it, nobody knows the newest own op; a further update of the same text then takes its place, merged with it.
// Promises: an op that a request carried, or that another own op came after, is never touched; one that shares its
// transaction isn't either, since a transaction has a size that it must keep.

import type { Change } from '#domain/change.ts';
import { byteLength, canonicalText } from '#domain/json.ts';
import { maxOpBytes, opName } from '#domain/op.ts';
import type { TequioDatabase } from './database.ts';
import { type DeviceRow, type OpRow, type TextRow, textKeyText } from './rows.ts';

/** The op that the change takes the place of, and the change with what that op wrote. */
export type WritingOn = { readonly row: OpRow; readonly change: Change };

/** Undefined where the change becomes an op of its own. Call it inside the transaction that writes. */
export async function writingOn(
  database: TequioDatabase,
  device: DeviceRow,
  texts: ReadonlyMap<string, TextRow>,
  [change, ...more]: readonly Change[],
): Promise<WritingOn | undefined> {
  if (change?.type !== 'text' || !change.merge || more.length > 0 || device.n <= device.carried) return undefined;
  const newest = opName(device.node, device.n);
  if (texts.get(textKeyText({ ...change.ref, field: change.field }))?.lastOwn !== newest) return undefined;
  const row = await database.ops.get([device.node, device.n]);
  if (row?.op.tx !== row?.n || typeof row?.op.value !== 'string') return undefined;
  const value = change.merge(row.op.value, change.value);
  return byteLength(canonicalText(value)) <= maxOpBytes ? { row, change: { ...change, value } } : undefined;
}

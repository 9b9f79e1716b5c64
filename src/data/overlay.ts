// What is shown = accepted state + own ops that no page covers yet, laid over it by the same join as at the endpoint.

import { type FieldState, join } from '#domain/join.ts';
import type { RecordRef } from '#domain/op.ts';
import { kindNamed } from '#domain/records.ts';
import { type FieldStates, showRecord } from '#domain/show.ts';
import type { OpRow, RecordRow } from './rows.ts';

/** The record's states with these own ops laid over; ops of one node come in the order of their n. Text ops pass by. */
export function layOver(accepted: FieldStates, own: readonly OpRow[]): FieldStates {
  if (own.length === 0) return accepted;
  const states: Record<string, FieldState> = { ...accepted };
  for (const row of own) {
    if (isTextOp(row)) continue;
    states[row.op.field] = join(states[row.op.field], deliveryOf(row));
  }
  return states;
}

function deliveryOf({ op, effective, verdict, was }: OpRow) {
  return { op, stamp: effective ?? op.stamp, accepted: verdict !== 'refused', was };
}

function isTextOp({ op }: Pick<OpRow, 'op'>): boolean {
  return op.type === 'text' || (op.type === 'void' && op.value === 'text');
}

/** The row of a record of which this has been accepted, with these own ops laid over it. */
export function recordRow(ref: RecordRef, accepted: FieldStates, own: readonly OpRow[]): RecordRow {
  return { shown: shownOf(ref, layOver(accepted, own)), accepted: JSON.stringify(accepted) };
}

/** What screens read of a row. */
export function shownOf(ref: RecordRef, states: FieldStates): RecordRow['shown'] {
  const shown = showRecord(ref, states);
  const ownerField = kindNamed(ref.kind)?.owner;
  const owner = ownerField === undefined ? '' : shown[ownerField];
  return { ...shown, owner: typeof owner === 'string' ? owner : '' };
}

/** What has been accepted of a record; nothing of one that no page has brought. */
export function acceptedOf(row: RecordRow | undefined): FieldStates {
  return row?.accepted === undefined ? {} : JSON.parse(row.accepted);
}

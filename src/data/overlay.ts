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

/** The row that screens read. */
export function recordRow(ref: RecordRef, states: FieldStates): RecordRow {
  const shown = showRecord(ref, states);
  const ownerField = kindNamed(ref.kind)?.owner;
  const owner = ownerField === undefined ? '' : shown[ownerField];
  return { ...shown, owner: typeof owner === 'string' ? owner : '' };
}

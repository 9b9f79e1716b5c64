// The versions that a field has while two people disagree: every head, the shown one first, with who wrote it and when. And
// what this device knows of a record's history without asking the endpoint.

import type { NodeId, RecordId } from '#domain/ids.ts';
import type { Head } from '#domain/join.ts';
import type { Json } from '#domain/json.ts';
import { lifeField, opName, type RecordRef } from '#domain/op.ts';
import type { Stamp } from '#domain/stamps.ts';
import type { TequioDatabase } from './database.ts';
import { acceptedOf, layOver } from './overlay.ts';
import { recordKey, recordKeyText } from './rows.ts';

/** All heads of a field, shown one first; one or none when nobody disagrees. */
export async function fieldVersions(database: TequioDatabase, ref: RecordRef, field: string): Promise<readonly Head[]> {
  const row = await database.records.get(recordKey(ref));
  const own = await database.ops.where('over').equals(recordKeyText(ref)).toArray();
  const state = layOver(acceptedOf(row), own)[field];
  return state?.type === 'register' ? state.heads : [];
}

/** The name under which this device's own changes are numbered; undefined before its first use. */
export async function ownNode(database: TequioDatabase): Promise<NodeId | undefined> {
  const row = await database.meta.get('device');
  return row?.key === 'device' ? row.node : undefined;
}

/** One op of a record's history, from this device or as the endpoint tells it. */
export type HistoryEntry = {
  readonly node: NodeId;
  readonly n: number;
  /** Whose it is; null: of this device's user before joining. Undefined where only the node is known. */
  readonly person?: RecordId | null;
  readonly type: string;
  readonly field: string;
  readonly value?: Json;
  readonly stamp: Stamp;
  /** The code of a refused op. */
  readonly refused?: string;
  /** Not sent yet. */
  readonly waiting?: true;
};

/** What this device knows of a record's history, newest first: what stands in its fields, and every own op that it keeps. */
export async function knownHistory(database: TequioDatabase, ref: RecordRef): Promise<readonly HistoryEntry[]> {
  const row = await database.records.get(recordKey(ref));
  const device = await database.meta.get('device');
  const person = device?.key === 'device' ? (device.account?.person ?? null) : null;
  const standing = Object.entries(acceptedOf(row)).flatMap(([field, state]) =>
    state.type === 'register' ? state.heads.map((head): HistoryEntry => ({ ...head, type: typeOfHead(field, head), field })) : [],
  );
  const own = await database.ops.filter(({ op }) => isOf(op, ref) && op.type !== 'void').toArray();
  const written = own.map(({ op, effective, refused, verdict }): HistoryEntry => {
    const { node, n, type, field, value } = op;
    const state = { ...(refused !== undefined && { refused }), ...(!verdict && { waiting: true as const }) };
    return { node, n, person, type, field, value, stamp: effective ?? op.stamp, ...state };
  });
  return mergedHistory(standing, written);
}

/** Each op once, as the later list tells it; newest first. */
export function mergedHistory(...lists: readonly (readonly HistoryEntry[])[]): readonly HistoryEntry[] {
  const byName = new Map(lists.flat().map((entry) => [opName(entry.node, entry.n), entry]));
  return [...byName.values()].sort((a, b) => (a.stamp < b.stamp ? 1 : a.stamp > b.stamp ? -1 : b.n - a.n));
}

function typeOfHead(field: string, { value }: Head): string {
  if (field !== lifeField) return 'set';
  return value === 'deleted' ? 'delete' : 'restore';
}

function isOf(op: RecordRef, { space, kind, id }: RecordRef): boolean {
  return op.id === id && op.space === space && op.kind === kind;
}

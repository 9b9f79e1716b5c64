// Registrations: the facts about people and devices that nobody would send again after the database was put back to a backup.
// Promises: noted in the transaction that they belong to; a fact's id is the hash of its text, so the same fact is noted once.
// Leaves to others: bringing them to disk (journal.ts), and back into a database (replay.ts).

import { shortHash } from '#domain/hash.ts';
import type { NodeId, RecordId, Space } from '#domain/ids.ts';
import type { Op, OpName } from '#domain/op.ts';
import type { Stamp } from '#domain/stamps.ts';
import type { DeviceTable, InvitationTable, InvitationUseTable, SessionTable, Store } from '../store/tables.ts';

/** An accepted op, as it was decided on. */
export type WrittenOp = { readonly op: Op; readonly effective: Stamp; readonly was?: readonly OpName[] };

export type Registration =
  | { readonly type: 'invited'; readonly invitation: InvitationTable }
  | { readonly type: 'withdrawn'; readonly invitation: RecordId; readonly at: number }
  | { readonly type: 'used'; readonly use: InvitationUseTable }
  | { readonly type: 'joined'; readonly device: DeviceTable; readonly space: Space; readonly node: NodeId }
  | { readonly type: 'session'; readonly session: SessionTable }
  | { readonly type: 'ended'; readonly tokenHash: string }
  | { readonly type: 'left'; readonly device: RecordId; readonly at: number }
  | { readonly type: 'revoked'; readonly device: RecordId; readonly at: number }
  | { readonly type: 'written'; readonly device: RecordId; readonly ops: readonly WrittenOp[] };

/** The kinds of records that say who takes part, on which devices, and what they may do. */
const registeredKinds: ReadonlySet<string> = new Set(['person', 'membership', 'group', 'device']);

export function isRegistered({ kind }: Pick<Op, 'kind'>): boolean {
  return registeredKinds.has(kind);
}

/** A fact as it stands in the table and in a file. */
export type Entry = { readonly id: string; readonly text: string };

function entryOf(registration: Registration): Entry {
  const text = JSON.stringify(registration);
  return { id: shortHash(text), text };
}

export async function register(tx: Store, registration: Registration): Promise<void> {
  const { id, text } = entryOf(registration);
  await tx
    .insertInto('registration')
    .values({ id, entry: text })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** For what a database begins with: every backup of it holds that. */
export async function forgetRegistrations(tx: Store): Promise<void> {
  await tx.deleteFrom('registration').execute();
}

// Writes what a push changed, in few statements, inside its transaction.

import { type RecordId, spaceOwner } from '#domain/ids.ts';
import type { Receipt } from '#protocol/history-token.ts';
import { register } from '../journal/registrations.ts';
import { compiled } from '../store/compiled.ts';
import { slicesOfFewLengths } from '../store/lists.ts';
import type { FieldTable, NodeTable, OpTable, SpaceTable, StoreTransaction } from '../store/tables.ts';
import type { CommittedOp } from './apply.ts';
import type { NodeRow } from './locks.ts';
import type { WorkingSet } from './working-set.ts';

export type ReceiptedOp = CommittedOp & { readonly receipt: Receipt };

export async function writeOps(tx: StoreTransaction, ops: readonly ReceiptedOp[], nowMs: number): Promise<void> {
  for (const rows of slicesOfFewLengths(ops.map((op) => opRow(op, nowMs)))) await addOps.run(tx, { rows });
}

const addOps = compiled((db, { rows }: { rows: readonly OpTable[] }) => db.insertInto('op').values(rows));

function opRow({ op, hash, effective, code, place, receipt, sameAs, was, meant }: ReceiptedOp, nowMs: number): OpTable {
  return {
    node: op.node,
    n: op.n,
    space: op.space,
    kind: op.kind,
    id: op.id,
    town: op.town,
    type: op.type,
    field: op.field,
    value: JSON.stringify(op.value),
    stamp: op.stamp,
    effective,
    base: JSON.stringify(op.base),
    tx: op.tx,
    hash,
    code: code ?? null,
    number: place?.number ?? null,
    chain: place?.chain ?? null,
    receipt,
    received_at: nowMs,
    same_as: sameAs ?? null,
    was: was ? JSON.stringify(was) : null,
    meant: meant ? JSON.stringify(meant) : null,
  };
}

export async function writeFields(tx: StoreTransaction, working: WorkingSet): Promise<void> {
  const changed = [...working.fields.values()].filter((field) => field.changed);
  const written = changed.map(({ space, kind, id, field, town, number, state }) => ({
    ...{ space, kind, id, field, town, number },
    state: JSON.stringify(state),
  }));
  for (const rows of slicesOfFewLengths(written)) await putFields.run(tx, { rows });
}

const putFields = compiled((db, { rows }: { rows: readonly FieldTable[] }) =>
  db
    .insertInto('field')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['space', 'kind', 'id', 'field']).doUpdateSet(({ ref }) => ({
        town: ref('excluded.town'),
        number: ref('excluded.number'),
        state: ref('excluded.state'),
      })),
    ),
);

export async function writeSpaces(tx: StoreTransaction, working: WorkingSet, moved: ReadonlySet<string>): Promise<void> {
  const counters = [...working.spaces].filter(([space]) => moved.has(space)).map(([space, counter]) => ({ space, ...counter }));
  for (const rows of slicesOfFewLengths(counters)) await putCounters.run(tx, { rows });
}

const putCounters = compiled((db, { rows }: { rows: readonly SpaceTable[] }) =>
  db
    .insertInto('space')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('space').doUpdateSet(({ ref }) => ({ head: ref('excluded.head'), chain: ref('excluded.chain') })),
    ),
);

export async function writeNode(tx: StoreTransaction, { node, device, lastN, receipt, lastStamp }: NodeRow): Promise<void> {
  await putNode.run(tx, { rows: [{ node, device, last_n: lastN, receipt, last_stamp: lastStamp }] });
}

const putNode = compiled((db, { rows }: { rows: readonly NodeTable[] }) =>
  db
    .insertInto('node')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('node').doUpdateSet(({ ref }) => ({
        device: ref('excluded.device'),
        last_n: ref('excluded.last_n'),
        receipt: ref('excluded.receipt'),
        last_stamp: ref('excluded.last_stamp'),
      })),
    ),
);

/** A revoked device is out at once and stays out, whatever is written later; so is whoever was still to come by its invitations. */
export async function revokeSessions(tx: StoreTransaction, ops: readonly ReceiptedOp[], nowMs: number): Promise<void> {
  const revoked = ops
    .filter(({ op, code }) => code === undefined && op.kind === 'device')
    .filter(({ op }) => op.type === 'delete' || (op.field === 'revoked' && op.value === true));
  for (const { op } of revoked) {
    // A record of another round may have the same id: it speaks for that round's devices only.
    const row = await tx
      .selectFrom('device')
      .select('device')
      .where('device', '=', op.id)
      .where('round', '=', spaceOwner(op.space))
      .executeTakeFirst();
    if (!row) continue;
    await turnOut(tx, row.device, nowMs);
    await register(tx, { type: 'revoked', device: row.device, at: nowMs });
  }
}

/** Also one on which somebody left: it does not come back. Ends its sessions, and withdraws its invitations. Safe to repeat: what has ended keeps its time. */
export async function turnOut(tx: StoreTransaction, device: RecordId, atMs: number): Promise<void> {
  await tx.updateTable('device').set({ revoked_at: atMs }).where('device', '=', device).where('revoked_at', 'is', null).execute();
  await tx
    .updateTable('session')
    .set({ revoked_at: atMs })
    .where('device', '=', device)
    .where('revoked_at', 'is', null)
    .execute();
  await tx
    .updateTable('invitation')
    .set({ withdrawn_at: atMs })
    .where('made_on', '=', device)
    .where('withdrawn_at', 'is', null)
    .execute();
}

// Brings a database that was put back to a backup up to the journals: who joined since stays in, who was turned out stays out.
// Promises: one transaction; what the database holds already is passed over, so it may be repeated, with more journals as well.
// Leaves to others: how ops are taken in again (write-again.ts).

import { createNodeId, type RandomBytes } from '#domain/ids.ts';
import { ok } from '#domain/result.ts';
import { turnOut } from '../commit/write.ts';
import { redeemInvitation, withdrawInvitation } from '../invitations.ts';
import { adoptNode } from '../joining.ts';
import type { Store, StoreTransaction } from '../store/tables.ts';
import { writing } from '../store/transactions.ts';
import type { Entry, Registration } from './registrations.ts';
import { writeAgain } from './write-again.ts';

type Of<Type extends Registration['type']> = Extract<Registration, { type: Type }>;

/** `facts` that the database did not hold; among them devices that joined, and sessions that ended. */
export type Replayed = { readonly facts: number; readonly joined: number; readonly ended: number };

export async function replay(
  store: Store,
  entries: readonly Entry[],
  { nowMs, random }: { readonly nowMs: number; readonly random: RandomBytes },
): Promise<Replayed> {
  const replayed = await writing(store, async (tx) => {
    const known = await knownIds(tx);
    const fresh = entries.filter(({ id }) => !known.has(id));
    const facts = <Type extends Registration['type']>(type: Type, among: readonly Entry[] = fresh) => factsOfType(type, among);
    for (const fact of facts('invited')) await bringBackInvitation(tx, fact);
    for (const fact of facts('joined')) await bringBackDevice(tx, fact);
    for (const fact of facts('used')) await takeUse(tx, fact);
    for (const fact of facts('session')) await bringBackSession(tx, fact);
    await writeAgain(tx, facts('written'), createNodeId(random), nowMs);
    // Whatever order the clocks of several processes claim: what has ended stays ended.
    for (const { tokenHash } of facts('ended', entries))
      await tx.deleteFrom('session').where('token_hash', '=', tokenHash).execute();
    for (const { device, at } of facts('revoked', entries)) await turnOut(tx, device, at);
    for (const { invitation, at } of facts('withdrawn', entries)) await withdrawInvitation(tx, invitation, at);
    for (const fact of facts('left', entries)) await noteLeft(tx, fact);
    await noteReplayed(tx, known, fresh);
    return ok({ facts: fresh.length, joined: facts('joined').length, ended: facts('ended').length + facts('revoked').length });
  });
  if (!replayed.ok) throw new Error('Nothing of a journal is refused.');
  return replayed.value;
}

async function knownIds(tx: StoreTransaction): Promise<ReadonlySet<string>> {
  const rows = await tx.selectFrom('registration').select('id').execute();
  return new Set(rows.map(({ id }) => id));
}

/** An entry's hash says that it is as it was written. */
function factsOfType<Type extends Registration['type']>(type: Type, entries: readonly Entry[]): readonly Of<Type>[] {
  return entries.map(({ text }) => JSON.parse(text) as Registration).filter((fact): fact is Of<Type> => fact.type === type);
}

async function bringBackInvitation(tx: StoreTransaction, { invitation }: Of<'invited'>): Promise<void> {
  await tx
    .insertInto('invitation')
    .values(invitation)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function bringBackDevice(tx: StoreTransaction, { device, space, node }: Of<'joined'>): Promise<void> {
  await tx
    .insertInto('participant')
    .values({ person: device.person, space })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await tx
    .insertInto('device')
    .values(device)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await adoptNode(tx, node, device.device);
}

/** Without its device, whose line was cut off, it would open nothing. */
async function bringBackSession(tx: StoreTransaction, { session }: Of<'session'>): Promise<void> {
  const device = await tx.selectFrom('device').select('device').where('device', '=', session.device).executeTakeFirst();
  if (!device) return;
  await tx
    .insertInto('session')
    .values(session)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function takeUse(tx: StoreTransaction, { use }: Of<'used'>): Promise<void> {
  await redeemInvitation(tx, use.invitation);
  await tx.insertInto('invitation_use').values(use).execute();
}

/** Unless somebody joined on it again. */
async function noteLeft(tx: StoreTransaction, { device, at }: Of<'left'>): Promise<void> {
  const session = await tx.selectFrom('session').select('device').where('device', '=', device).limit(1).executeTakeFirst();
  if (!session) await tx.updateTable('device').set({ left_at: at }).where('device', '=', device).execute();
}

/** What was noted by writing again is told by the entries themselves. */
async function noteReplayed(tx: StoreTransaction, before: ReadonlySet<string>, fresh: readonly Entry[]): Promise<void> {
  for (const id of await knownIds(tx)) if (!before.has(id)) await tx.deleteFrom('registration').where('id', '=', id).execute();
  for (const { id } of fresh) await tx.insertInto('registration').values({ id, entry: null }).execute();
}

// The hostile tests would prove nothing if their comparison saw nothing: here others' data is changed behind its back.

import { afterEach, expect, test } from 'vitest';
import { anAction, clearStages, plan } from '../stage.ts';
import { answerOf, aSiege, type Siege, withstands } from './siege.ts';

afterEach(clearStages);

const quiet = { status: 401, error: 'no-session' } as const;

/** Something that is refused as expected, and does harm all the same. */
async function notices(harm: (siege: Siege) => Promise<unknown>): Promise<void> {
  const siege = await aSiege();
  const attack = async () => {
    await harm(siege);
    return { status: 401, body: { error: 'no-session' } };
  };
  await expect(withstands(siege, attack, quiet)).rejects.toThrow();
}

test.each<readonly [string, (siege: Siege) => Promise<unknown>]>([
  [
    'a field that says something else',
    ({ endpoint }) => endpoint.store().updateTable('field').set({ state: '{}' }).where('id', '=', plan.id).execute(),
  ],
  ['a field that is gone', ({ endpoint }) => endpoint.store().deleteFrom('field').where('id', '=', plan.id).execute()],
  ['an op of somebody else', ({ endpoint, witness }) => endpoint.store().insertInto('op').values(anOp(witness.node)).execute()],
  [
    'a node that changed hands',
    ({ endpoint, attacker }) => endpoint.store().updateTable('node').set({ device: attacker.send.device }).execute(),
  ],
  [
    'a session that was ended',
    ({ endpoint, witness }) =>
      endpoint.store().updateTable('session').set({ revoked_at: 1 }).where('device', '=', witness.send.device).execute(),
  ],
  ['an invitation that was used', ({ endpoint }) => endpoint.store().updateTable('invitation').set({ uses_left: 5 }).execute()],
  ['a head that moved', ({ endpoint }) => endpoint.store().updateTable('space').set({ head: 9_999 }).execute()],
  ['an accepted change in a shared space', ({ attacker }) => attacker.sync([attacker.op(anAction('A1'))])],
  ['an endpoint that broke down', ({ endpoint }) => endpoint.store().schema.dropTable('participant').execute()],
])('%s is noticed', async (_what, harm) => {
  await notices(harm);
});

test('an answer with another code is noticed', async () => {
  const siege = await aSiege();
  const attack = async () => ({ status: 403, body: { error: 'foreign-node' } });
  await expect(withstands(siege, attack, quiet)).rejects.toThrow();
  const taken = async () => ({ status: 200, body: { refused: [] } });
  await expect(withstands(siege, taken, { status: 200, refused: ['no-access'] })).rejects.toThrow();
});

test('an attack that is refused and does no harm is withstood', async () => {
  const siege = await aSiege();
  await withstands(siege, async () => answerOf(await siege.endpoint.fetch(new Request('http://x/api/history'))), quiet);
});

function anOp(node: string) {
  const names = { space: plan.space, kind: 'plan', id: plan.id, town: plan.town, type: 'set', field: 'title', value: '"x"' };
  const clock = { stamp: '0000000000000000', effective: '0000000000000000', received_at: 1 };
  const rest = { base: '[]', tx: 99, hash: '', code: null, number: null, chain: null, receipt: '', same_as: null, was: null };
  return { node, n: 99, ...names, ...clock, ...rest };
}

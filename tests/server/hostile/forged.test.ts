// Ops and requests that claim to be somebody else's: node, number, space, record, town, author, time.

import { afterEach, describe, expect, test } from 'vitest';
import { stampOf } from '#domain/stamps.ts';
import type { SyncRequest } from '#protocol/sync.ts';
import { anAction, chapa, chapaHall, clearStages, finance, plan, queretaro, round, services } from '../stage.ts';
import type { Draft } from '../wire-device.ts';
import { aSiege, type Siege, withstands, witnessWork } from './siege.ts';

afterEach(clearStages);

const tenYearsMs = 10 * 365 * 24 * 60 * 60 * 1000;

describe('an op that may not be', () => {
  const queretaroHall = `town:${queretaro}`;
  test.each<readonly [string, Draft, string]>([
    ['in a group that is not the person’s', { ...anAction('A1'), space: finance }, 'no-access'],
    ['in the hall of another town', { ...anAction('A1'), space: queretaroHall, town: queretaro }, 'no-access'],
    ['in the hall of another town, under the own town', { ...anAction('A1'), space: queretaroHall }, 'no-access'],
    ['in a space that nobody has', { ...anAction('A1'), space: 'group:NOWHERE' }, 'no-access'],
    ['in the space of a device', { ...anAction('A1'), space: 'device' }, 'wrong-space'],
    ['in a round that nobody has', { space: 'round:NOWHERE', kind: 'theme', id: 'T', town: null, field: 'name' }, 'no-access'],
    ['of another town', { ...anAction('A1'), town: queretaro }, 'not-your-town'],
    ['of no town', { ...anAction('A1'), town: null }, 'not-your-town'],
    ['on a record of the town, under another town', { ...plan, town: queretaro }, 'not-in-your-role'],
    ['that only a liaison writes', { ...plan }, 'not-in-your-role'],
    ['that makes its person a coordinator', membership({ field: 'role', value: 'coordinator' }), 'not-in-your-role'],
    ['that gives its person a group', membership({ type: 'add', field: 'groups', value: 'G' }), 'not-in-your-role'],
    ['of a kind that there is not', { ...anAction('A1'), kind: 'secret' }, 'unknown-kind'],
    ['of a kind named like an object’s own', { ...anAction('A1'), kind: 'constructor' }, 'unknown-kind'],
    ['of a field named like an object’s own', { ...anAction('A1'), field: 'constructor' }, 'unknown-field'],
    ['of a field that there is not', { ...anAction('A1'), field: 'owner' }, 'unknown-field'],
    ['with a value of 64 kB and one', { ...anAction('A1'), value: 'x'.repeat(64 * 1024 + 1) }, 'too-large'],
    ['with a value of another shape', { ...anAction('A1'), value: { title: 'x' } }, 'bad-value'],
    ['that sets what is a set', { ...anAction('A1'), type: 'add' }, 'unknown-type'],
    ['that deletes with a value of its own', { ...anAction('A1'), type: 'delete', field: 'life', value: 'gone' }, 'bad-value'],
  ])('%s is refused', async (_what, draft, code) => {
    const siege = await aSiege();
    const { attacker } = siege;
    await withstands(siege, () => attacker.post(attacker.request([attacker.op(draft)])), { status: 200, refused: [code] });
  });

  test('takes the ops of its transaction along', async () => {
    const siege = await aSiege();
    const { attacker } = siege;
    const ops = attacker.transaction([anAction('A1'), { ...anAction('A2'), space: finance }]);
    await withstands(siege, () => attacker.post(attacker.request(ops)), {
      status: 200,
      refused: ['refused-together', 'no-access'],
    });
  });
});

function membership(change: Partial<Draft>): Draft {
  return { space: round, kind: 'membership', id: 'M1', town: chapa, ...change };
}

describe('a request under a false name', () => {
  const forged: readonly (readonly [string, (siege: Siege) => Partial<SyncRequest>, number, string])[] = [
    ['the node of somebody else', ({ witness }) => ({ from: { node: witness.node, n: witness.acked + 1 } }), 403, 'foreign-node'],
    [
      'the node of somebody else, over what that wrote',
      ({ witness }) => ({ from: { node: witness.node, n: 1 } }),
      403,
      'foreign-node',
    ],
    ['a number that leaves a hole', () => ({ from: { node: 'ATTACKER', n: 7 } }), 409, 'hole'],
    ['a number beyond counting', () => ({ from: { node: 'ATTACKER', n: 2 ** 53 } }), 400, 'malformed'],
    ['the number 0', () => ({ from: { node: 'ATTACKER', n: 0 } }), 400, 'malformed'],
    ['a negative number', () => ({ from: { node: 'ATTACKER', n: -1 } }), 400, 'malformed'],
    ['half a number', () => ({ from: { node: 'ATTACKER', n: 1.5 } }), 400, 'malformed'],
    ['a node named like an object’s own', () => ({ from: { node: 'constructor', n: 2 } }), 409, 'hole'],
    ['a node with a space in its name', () => ({ from: { node: 'A B', n: 1 } }), 400, 'malformed'],
    ['a receipt that nobody gave', () => ({ nodes: { ATTACKER: [5, 'f'.repeat(32)] } }), 409, 'unknown-history'],
    ['a receipt on somebody else’s node', ({ witness }) => ({ nodes: { [witness.node]: [1, '0'] } }), 409, 'unknown-history'],
    ['a chain that nobody gave', () => ({ cursors: { [services]: [5, 5, 'f'.repeat(32)] } }), 409, 'unknown-history'],
  ];
  test.each(forged)('%s is refused', async (_what, forge, status, error) => {
    const siege = await aSiege();
    const { attacker, witness } = siege;
    await witness.sync([witness.op(witnessWork('W1'))]);
    const request = { ...attacker.request([attacker.op(anAction('A1'))]), ...forge(siege) };
    await withstands(siege, () => attacker.post(request), { status, error });
  });

  test('another op under a number that was acknowledged is a fork', async () => {
    const siege = await aSiege();
    const { attacker } = siege;
    const first = attacker.op(anAction('A1'));
    await attacker.sync([first]);
    const other = { ...first, value: 'Something else' };
    await withstands(siege, () => attacker.post(attacker.request([other])), { status: 409, error: 'fork' });
  });
});

describe('a false time', () => {
  test.each<readonly [string, boolean]>([
    ['by its author’s clock', false],
    ['as if the endpoint had fixed it before', true],
  ])('ten years ahead %s wins over nobody who writes after it', async (_how, isKept) => {
    const { endpoint, attacker, device } = await aSiege();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const future = stampOf(endpoint.clock.ms + tenYearsMs, 0);
    const forged = attacker.op({ ...anAction('A1'), stamp: future, value: 'Forged' });
    const request = attacker.request([forged]);
    const ops = isKept ? request.ops.map((op) => ({ ...op, effective: future })) : request.ops;
    const answer = await attacker.post({ ...request, ops });
    expect(answer.body).toMatchObject({ acked: 1, refused: [], stamps: [[1, stampOf(endpoint.clock.ms + 60_000, 0)]] });
    endpoint.clock.ms += 61_000;
    await liaison.sync([liaison.op({ ...anAction('A1'), stamp: stampOf(endpoint.clock.ms, 0), value: 'True' })]);
    await liaison.catchUp();
    const state = liaison.fields.get(`${services} action A1 title`);
    const heads = state?.type === 'register' ? state.heads.toSorted((a, b) => (a.stamp < b.stamp ? 1 : -1)) : [];
    expect(heads[0]?.value).toBe('True');
  });

  test.each(['', 'ffffffffffffffff0', 'zzzzzzzzzzzzzzzz', '-000000000000001'])(
    'that is none (%j) is malformed',
    async (stamp) => {
      const siege = await aSiege();
      const { attacker } = siege;
      const request = attacker.request([attacker.op(anAction('A1'))]);
      const ops = request.ops.map((op) => ({ ...op, stamp }));
      await withstands(siege, () => attacker.post({ ...request, ops }), { status: 400, error: 'malformed' });
    },
  );
});

test('bases and former names of others’ ops take nothing of others away', async () => {
  const siege = await aSiege();
  const { attacker, witness } = siege;
  const practice = witness.op(witnessWork('W1'));
  await witness.sync([practice]);
  const name = `${witness.node}:${practice.n}`;
  const draft = { ...anAction('A1'), space: chapaHall, base: [name] };
  const request = attacker.request([attacker.op(draft)]);
  const ops = request.ops.map((op) => ({ ...op, was: [name] }));
  await withstands(siege, () => attacker.post({ ...request, ops }), { status: 200, refused: ['bad-value'] });
});

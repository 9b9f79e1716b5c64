import { afterEach, describe, expect, test } from 'vitest';
import { opName } from '#domain/op.ts';
import { stampMs, stampOf } from '#domain/stamps.ts';
import { opToWire } from '#protocol/wire-op.ts';
import { aNote, anAction, aStage, chapa, clearStages, finance, plan, queretaro, round, type Stage, services } from './stage.ts';
import { receiptOf, type WireDevice } from './wire-device.ts';

afterEach(clearStages);

async function aLiaison(): Promise<Stage & { readonly liaison: WireDevice }> {
  const stage = await aStage();
  return { ...stage, liaison: await stage.device('liaison', 'chapa-de-mota', 'LIAISON') };
}

async function numbersIn(stage: Stage, space: string): Promise<readonly (number | null)[]> {
  const rows = await stage.endpoint.store().selectFrom('op').select('number').where('space', '=', space).execute();
  return rows.map(({ number }) => number);
}

describe('a push', () => {
  test('is acknowledged, numbered and shown to others', async () => {
    const { liaison, device } = await aLiaison();
    const mentor = await device('mentor', 'queretaro', 'MENTOR');
    const answer = await liaison.sync([liaison.op(anAction('A1'))]);
    expect(answer).toMatchObject({ acked: 1, refused: [], stamps: [] });
    await mentor.sync();
    expect(mentor.fields.get(`${services} action A1 title`)).toMatchObject({
      heads: [{ node: 'LIAISON', n: 1, value: 'Title 1' }],
    });
  });

  test('that is repeated gets the same answer and changes nothing', async () => {
    const { liaison, endpoint } = await aLiaison();
    const far = stampOf(endpoint.clock.ms + 3_600_000, 0);
    const ops = [liaison.op({ ...anAction('A1'), stamp: far }), liaison.op({ ...anAction('A2'), field: 'rumour' })];
    const first = await liaison.sync(ops);
    const before = await endpoint.store().selectFrom('op').selectAll().execute();
    endpoint.clock.ms += 10_000;
    const again = await liaison.sync(ops);
    expect(first.refused).toEqual([[2, 'unknown-field']]);
    expect(first.stamps).toHaveLength(2);
    expect(again).toMatchObject({ acked: 2, receipt: first.receipt, refused: first.refused, stamps: first.stamps, pages: [] });
    expect(await endpoint.store().selectFrom('op').selectAll().execute()).toEqual(before);
  });

  test('that overlaps with what is there goes on behind it', async () => {
    const { liaison, endpoint } = await aLiaison();
    const ops = ['A1', 'A2', 'A3'].map((id) => liaison.op(anAction(id)));
    await liaison.sync(ops.slice(0, 2));
    const answer = await liaison.sync(ops);
    expect(answer).toMatchObject({ acked: 3, receipt: receiptOf(ops, answer) });
    const own = await endpoint.store().selectFrom('op').select('n').where('node', '=', 'LIAISON').execute();
    expect(own.map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  test('with a hole is told where to go on, and leaves nothing behind', async () => {
    const { liaison, endpoint } = await aLiaison();
    await liaison.sync([liaison.op(anAction('A1'))]);
    liaison.op(anAction('A2'));
    const { status, body } = await liaison.post(liaison.request([liaison.op(anAction('A3'))]));
    expect({ status, body }).toEqual({ status: 409, body: { error: 'hole', resumeFrom: 2 } });
    expect(await endpoint.store().selectFrom('field').select('id').where('id', '=', 'A3').execute()).toEqual([]);
  });

  test('with another op under a number that is taken is a fork', async () => {
    const { liaison } = await aLiaison();
    const first = liaison.op(anAction('A1'));
    await liaison.sync([first]);
    const { status, body } = await liaison.post(liaison.request([{ ...first, value: 'Something else' }]));
    expect({ status, body }).toEqual({ status: 409, body: { error: 'fork', at: 1 } });
  });

  test('under the node of another device is turned away', async () => {
    const { liaison, device } = await aLiaison();
    const mentor = await device('mentor', 'queretaro', 'MENTOR');
    const forged = mentor.request([], { from: { node: 'LIAISON', n: 1 }, ops: [opToWire(liaison.op(anAction('A1')))] });
    expect(await mentor.post(forged)).toMatchObject({ status: 403, body: { error: 'foreign-node' } });
    expect((await liaison.sync()).acked).toBe(0);
  });

  test('under the endpoint’s own node is turned away', async () => {
    const { liaison, endpoint } = await aLiaison();
    const own = await endpoint.store().selectFrom('node').selectAll().where('device', '=', 'endpoint').executeTakeFirstOrThrow();
    const forged = liaison.request([], {
      from: { node: own.node, n: own.last_n + 1 },
      ops: [opToWire(liaison.op(anAction('A1')))],
    });
    expect(await liaison.post(forged)).toMatchObject({ status: 403, body: { error: 'foreign-node' } });
  });

  test('under a node that nobody has used yet makes it this device’s own', async () => {
    const { liaison, device } = await aLiaison();
    const request = liaison.request([], { from: { node: 'NEW-NODE', n: 1 }, ops: [opToWire(liaison.op(anAction('A1')))] });
    expect(await liaison.post(request)).toMatchObject({ status: 200, body: { acked: 1 } });
    const mentor = await device('mentor', 'queretaro', 'MENTOR');
    expect(await mentor.post(request)).toMatchObject({ status: 403 });
  });

  test('gives receipts that anybody can work out from what was said', async () => {
    const { liaison, endpoint } = await aLiaison();
    const ops = [
      liaison.op(anAction('A1')),
      liaison.op({ ...anAction('A2'), space: finance }),
      liaison.op({ ...anAction('A3'), stamp: stampOf(endpoint.clock.ms + 86_400_000, 7) }),
    ];
    const first = await liaison.sync(ops);
    expect(first.receipt).toBe(receiptOf(ops, first));
    const more = [liaison.op(anAction('A4'))];
    const second = await liaison.sync(more);
    expect(second.receipt).toBe(receiptOf(more, second, first.receipt));
  });
});

describe('a transaction', () => {
  test('is refused whole when one of its ops is', async () => {
    const { liaison } = await aLiaison();
    const ops = liaison.transaction([
      anAction('A1'),
      { ...anAction('A1'), field: 'rumour' },
      { ...anAction('A1'), field: 'order', value: 'a0' },
    ]);
    const next = liaison.op(anAction('A2'));
    const answer = await liaison.sync([...ops, next]);
    expect(answer.refused).toEqual([
      [1, 'refused-together'],
      [2, 'unknown-field'],
      [3, 'refused-together'],
    ]);
    expect(liaison.fields.has(`${services} action A1 title`)).toBe(false);
    expect(liaison.fields.has(`${services} action A2 title`)).toBe(true);
  });

  test('may build on a right that an earlier one of the same push gave', async () => {
    const { device } = await aLiaison();
    const coordinator = await device('coordinator', null, 'COORD');
    const group = coordinator.op({ space: round, kind: 'group', id: 'G9', town: null, field: 'name', value: 'Agua' });
    const firstPlan = coordinator.op({ space: 'group:G9', kind: 'plan', id: 'P9', town: chapa });
    const answer = await coordinator.sync([group, firstPlan]);
    expect(answer.refused).toEqual([]);
    expect(answer.pages.map(({ space }) => space)).toContain('group:G9');
    expect(answer.gained).toEqual(['group:G9']);
  });

  test('no longer holds a right that an earlier one of the same push gave up', async () => {
    const { device, endpoint } = await aLiaison();
    const coordinator = await device('coordinator', null, 'COORD');
    const roles = endpoint.store().selectFrom('field').select('id').where('kind', '=', 'membership').where('field', '=', 'role');
    const { id } = await roles.where('state', 'like', '%"coordinator"%').executeTakeFirstOrThrow();
    const leave = { space: round, kind: 'membership', id, town: null, type: 'delete', field: 'life', value: 'deleted' } as const;
    const answer = await coordinator.sync([coordinator.op(leave), coordinator.op(anAction('A1'))]);
    expect(answer.refused).toEqual([[2, 'no-access']]);
    expect(answer.lost).toContainEqual({ space: services, by: 'COORD:1' });
    expect(answer.pages).toEqual([]);
  });
});

describe('an op is refused', () => {
  const cases: readonly (readonly [string, Parameters<WireDevice['op']>[0], string])[] = [
    ['of a kind that is not known', { ...anAction('A1'), kind: 'rumour' }, 'unknown-kind'],
    ['of a field that is not known', { ...anAction('A1'), field: 'rumour' }, 'unknown-field'],
    ['on a field named like an object’s own', { ...anAction('A1'), field: 'constructor' }, 'unknown-field'],
    ['of a type that does not fit the field', { ...anAction('A1'), type: 'add' }, 'unknown-type'],
    ['with a value of the wrong shape', { ...anAction('A1'), field: 'state', value: 'perhaps' }, 'bad-value'],
    ['with a value that is too long', { ...anAction('A1'), value: 'x'.repeat(70_000) }, 'too-large'],
    ['in a space where its kind does not live', { ...anAction('A1'), space: round }, 'wrong-space'],
    ['in the space that never leaves a device', { ...anAction('A1'), space: 'device' }, 'wrong-space'],
    ['in no space at all', { ...anAction('A1'), space: 'elsewhere' }, 'wrong-space'],
    ['in a space that its author may not see', { ...anAction('A1'), space: finance }, 'no-access'],
    ['in another round', { space: 'round:R2', kind: 'town', id: chapa, town: chapa, field: 'name' }, 'no-access'],
    ['for another town', { ...anAction('A1'), town: queretaro }, 'not-your-town'],
    [
      'on what only a coordinator writes',
      { space: round, kind: 'theme', id: 'T1', town: chapa, field: 'name' },
      'not-in-your-role',
    ],
    [
      'on a record of another town under one’s own name',
      { ...plan, kind: 'action', id: 'MINE', field: 'title' },
      'town-mismatch',
    ],
    ['on an id that could not be a record’s', { ...anAction('a:b') }, 'bad-value'],
  ];

  test.each(cases)('%s', async (_name, draft, code) => {
    const { liaison, device } = await aLiaison();
    const coordinator = await device('coordinator', null, 'COORD');
    await coordinator.sync([coordinator.op({ ...plan, kind: 'action', id: 'MINE', town: queretaro })]);
    const before = await (await device('coordinator', null, 'WATCH1')).catchUp();
    const answer = await liaison.sync([liaison.op(draft)]);
    expect(answer.refused).toEqual([[1, code]]);
    expect(answer.acked).toBe(1);
    const after = await device('coordinator', null, 'WATCH2');
    expect(before).toEqual([]);
    expect([...after.fields.values()].flatMap((state) => ('heads' in state ? state.heads : []))).not.toContainEqual(
      expect.objectContaining({ node: 'LIAISON' }),
    );
  });

  test('from somebody who only reads', async () => {
    const { device } = await aLiaison();
    const observer = await device('observer', 'chapa-de-mota', 'OBS');
    const note = observer.op({ ...aNote('N1'), type: 'text', field: 'body', value: 'AAAA' });
    expect((await observer.sync([note, observer.op(plan)])).refused).toEqual([
      [1, 'role-reads-only'],
      [2, 'role-reads-only'],
    ]);
  });

  test('and what everybody downloads of the field does not grow by it', async () => {
    const { liaison, device, endpoint } = await aLiaison();
    const observer = await device('observer', 'chapa-de-mota', 'OBS');
    const fields = endpoint
      .store()
      .selectFrom('field')
      .selectAll()
      .orderBy('space')
      .orderBy('kind')
      .orderBy('id')
      .orderBy('field');
    const before = await fields.execute();
    const base = Array.from({ length: 40 }, (_, index) => opName('Z'.repeat(16), index + 1));
    await observer.sync(Array.from({ length: 50 }, () => observer.op({ ...plan, base })));
    await liaison.sync(Array.from({ length: 50 }, () => liaison.op({ ...plan, base, value: 7 })));
    expect(await fields.execute()).toEqual(before);
  });

  test('and stands for what it replaced when a later op names it, even if its author had no access meanwhile', async () => {
    const { liaison, device } = await aLiaison();
    const mentor = await device('coordinator', null, 'COORD');
    await liaison.sync([liaison.op(anAction('A1'))]);
    const refusedOnes = [
      liaison.op({ ...anAction('A1'), value: 7, base: [opName('LIAISON', 1)] }),
      liaison.op({ ...anAction('A1'), town: queretaro, base: [opName('LIAISON', 2)] }),
    ];
    expect((await liaison.sync(refusedOnes)).refused).toHaveLength(2);
    await liaison.sync([liaison.op({ ...anAction('A1'), base: [opName('LIAISON', 3)] })]);
    await mentor.sync();
    expect(mentor.fields.get(`${services} action A1 title`)).toEqual({
      type: 'register',
      heads: [expect.objectContaining({ n: 4, value: 'Title 4' })],
      seen: { LIAISON: 4 },
    });
  });

  test('and still removes its bases when an op that names it came first', async () => {
    const { liaison, device } = await aLiaison();
    const other = await device('coordinator', null, 'COORD');
    await liaison.sync([liaison.op(anAction('A1'))]);
    await other.sync([other.op({ ...anAction('A1'), base: [opName('LIAISON', 2)] })]);
    expect(other.fields.get(`${services} action A1 title`)).toMatchObject({ heads: [{}, {}], awaited: ['LIAISON:2'] });
    await liaison.sync([liaison.op({ ...anAction('A1'), value: 7, base: [opName('LIAISON', 1)] })]);
    await other.sync();
    expect(other.fields.get(`${services} action A1 title`)).toMatchObject({ heads: [{ node: 'COORD', n: 1 }] });
  });

  test('and removes them too if its author may not write there any more', async () => {
    const { liaison, device } = await aLiaison();
    const other = await device('coordinator', null, 'COORD');
    const observer = await device('observer', 'chapa-de-mota', 'OBS');
    await liaison.sync([liaison.op(anAction('A1'))]);
    await other.sync([other.op({ ...anAction('A1'), base: [opName('OBS', 1)] })]);
    const { refused } = await observer.sync([observer.op({ ...anAction('A1'), base: [opName('LIAISON', 1)] })]);
    expect(refused).toEqual([[1, 'role-reads-only']]);
    await other.sync();
    expect(other.fields.get(`${services} action A1 title`)).toMatchObject({ heads: [{ node: 'COORD', n: 1 }] });
  });

  test('and yet kept, with its code, its stamp and no number', async () => {
    const { liaison, endpoint } = await aLiaison();
    await liaison.sync([liaison.op({ ...anAction('A1'), space: finance })]);
    const row = await endpoint.store().selectFrom('op').selectAll().where('node', '=', 'LIAISON').executeTakeFirstOrThrow();
    expect(row).toMatchObject({ n: 1, code: 'no-access', number: null, chain: null, value: '"Title 1"' });
    expect(await endpoint.store().selectFrom('field').select('id').where('id', '=', 'A1').execute()).toEqual([]);
  });

  test('as a text that builds on a refused one, even over several requests', async () => {
    const { liaison } = await aLiaison();
    const body = { ...aNote('N1'), type: 'text', field: 'body' } as const;
    const refused = liaison.transaction([
      { ...body, value: 'AAAA' },
      { ...anAction('A1'), field: 'rumour' },
    ]);
    expect((await liaison.sync(refused)).refused[0]).toEqual([1, 'refused-together']);
    const next = liaison.op({ ...body, value: 'BBBA', base: [opName('LIAISON', 1)] });
    const onward = liaison.op({ ...body, value: 'CCCA', base: [opName('LIAISON', 3)] });
    const fresh = liaison.op({ ...body, value: 'DDDA' });
    expect((await liaison.sync([next, onward, fresh])).refused).toEqual([
      [3, 'text-gap'],
      [4, 'text-gap'],
    ]);
  });

  test('when a base of it belongs to another field', async () => {
    const { liaison } = await aLiaison();
    const first = liaison.op(anAction('A1'));
    await liaison.sync([first]);
    const answer = await liaison.sync([liaison.op({ ...anAction('A2'), base: [opName('LIAISON', 1)] })]);
    expect(answer.refused).toEqual([[2, 'bad-value']]);
  });
});

describe('a void op', () => {
  test('is kept without effect, and stands for what it replaced', async () => {
    const { liaison } = await aLiaison();
    const first = liaison.op(anAction('A1'));
    const withdrawn = liaison.op({ ...anAction('A1'), type: 'void', value: 'set', base: [opName('LIAISON', 1)] });
    const last = liaison.op({ ...anAction('A1'), base: [opName('LIAISON', 2)] });
    const answer = await liaison.sync([first, withdrawn, last]);
    expect(answer).toMatchObject({ acked: 3, refused: [] });
    expect(liaison.fields.get(`${services} action A1 title`)).toMatchObject({ heads: [{ n: 3, value: 'Title 3' }] });
  });

  test('of a strange sort does not decide what a field is', async () => {
    const { liaison } = await aLiaison();
    const answer = await liaison.sync([
      liaison.op({ ...anAction('A1'), type: 'void', value: 'text' }),
      liaison.op(anAction('A1')),
    ]);
    expect(answer.refused).toEqual([]);
    expect(liaison.fields.get(`${services} action A1 title`)).toMatchObject({ type: 'register', heads: [{ n: 2 }] });
  });
});

describe('numbers', () => {
  test('of a space have no holes and none twice, whoever writes and whatever is refused', async () => {
    const stage = await aLiaison();
    const { liaison } = stage;
    const official = await stage.device('official', 'chapa-de-mota', 'OFFICIAL');
    await Promise.all(
      [liaison, official].map(async (device) => {
        for (let count = 0; count < 5; count += 1) {
          await device.sync([device.op(anAction(`${device.node}${count}`)), device.op({ ...anAction('A0'), field: 'rumour' })]);
        }
      }),
    );
    const numbers = (await numbersIn(stage, services)).flatMap((number) => number ?? []).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const row = await stage.endpoint
      .store()
      .selectFrom('space')
      .selectAll()
      .where('space', '=', services)
      .executeTakeFirstOrThrow();
    expect(row.head).toBe(numbers.length);
  });
});

describe('effective stamps', () => {
  test('keep a stamp that the clock allows', async () => {
    const { liaison, endpoint } = await aLiaison();
    const answer = await liaison.sync([liaison.op({ ...anAction('A1'), stamp: stampOf(endpoint.clock.ms + 59_000, 3) })]);
    expect(answer.stamps).toEqual([]);
  });

  test('bound a clock that runs far ahead, yet stay above what the op replaces and in the order of the node', async () => {
    const { liaison, device, endpoint } = await aLiaison();
    const tenYears = stampOf(endpoint.clock.ms + 10 * 365 * 86_400_000, 0);
    const first = liaison.op({ ...anAction('A1'), stamp: tenYears });
    const second = liaison.op({ ...anAction('A1'), stamp: tenYears, base: [opName('LIAISON', 1)] });
    const { stamps } = await liaison.sync([first, second]);
    const [one, two] = stamps.map(([, stamp]) => stamp);
    expect(stampMs(one ?? '')).toBe(endpoint.clock.ms + 60_000);
    expect((two ?? '') > (one ?? '')).toBe(true);

    const mentor = await device('coordinator', null, 'COORD');
    const behind = mentor.op({ ...anAction('A1'), stamp: stampOf(1, 0), base: [opName('LIAISON', 2)] });
    const answer = await mentor.sync([behind]);
    const raised = answer.stamps[0]?.[1] ?? '';
    expect(raised > (two ?? '')).toBe(true);
    expect(mentor.fields.get(`${services} action A1 title`)).toMatchObject({ heads: [{ node: 'COORD', stamp: raised }] });
  });

  test('are kept when an op is sent again with the one it was given', async () => {
    const { liaison, endpoint } = await aLiaison();
    const op = liaison.op(anAction('A1'));
    const given = stampOf(endpoint.clock.ms + 20_000, 5);
    const answer = await liaison.sync([], { from: { node: 'LIAISON', n: 1 }, ops: [opToWire(op, { effective: given })] });
    expect(answer.stamps).toEqual([[1, given]]);
  });
});

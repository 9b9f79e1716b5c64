import { afterEach, describe, expect, test } from 'vitest';
import { opName } from '#domain/op.ts';
import { aNote, anAction, aStage, chapaHall, clearStages, finance, plan, round, services } from './stage.ts';
import { aWireDevice } from './wire-device.ts';

afterEach(clearStages);

const aText = (id: string) => ({ ...aNote(id), type: 'text', field: 'body' }) as const;

describe('pages', () => {
  test('hold every space that somebody may see, and no other', async () => {
    const { endpoint } = await aStage();
    const liaison = aWireDevice(await endpoint.joinedFetch('liaison', 'chapa-de-mota', 'LIAISON'), 'LIAISON', endpoint.clock.ms);
    const answer = await liaison.sync([], { maxBytes: 1024 * 1024 });
    expect(answer.pages.map(({ space }) => space)).toEqual([round, services, chapaHall]);
    expect([...answer.gained].sort()).toEqual([round, services, chapaHall].sort());
  });

  test('of a space that one asks for without a right to it do not come, nor is it called lost when nobody took it away', async () => {
    const { device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const answer = await liaison.sync([], { cursors: { ...liaison.cursors, [finance]: [0, 0, ''] } });
    expect(answer.pages).toEqual([]);
    expect(answer.lost).toEqual([]);
  });

  test('cut as small as can be end in the same state as one large page', async () => {
    const { endpoint, device } = await aStage();
    const whole = await device('liaison', 'chapa-de-mota', 'WHOLE');
    const piecemeal = aWireDevice(await endpoint.joinedFetch('liaison', 'chapa-de-mota', 'PIECES'), 'PIECES', endpoint.clock.ms);
    const pages = await piecemeal.catchUp(1);
    await whole.catchUp();
    expect(pages.length).toBeGreaterThan(20);
    expect(piecemeal.fields).toEqual(whole.fields);
    expect(piecemeal.cursors).toEqual(whole.cursors);
  });

  test('cut in the middle of a colleague’s work lose nothing of it', async () => {
    const { endpoint, device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const reader = aWireDevice(await endpoint.joinedFetch('liaison', 'chapa-de-mota', 'READER'), 'READER', endpoint.clock.ms);
    let writes = 0;
    for (let isLevel = false; !isLevel; ) {
      const answer = await reader.sync([], { maxBytes: 1024 });
      isLevel = answer.pages.every(({ to, head }) => to >= head);
      if (writes >= 20) continue;
      const base = writes > 0 ? [opName('LIAISON', writes)] : [];
      writes += 1;
      await liaison.sync([liaison.op({ ...anAction('A1'), value: `Version ${writes}`, base })]);
    }
    const fresh = await device('liaison', 'chapa-de-mota', 'FRESH');
    await reader.catchUp();
    await fresh.catchUp();
    expect(writes).toBe(20);
    expect(reader.fields).toEqual(fresh.fields);
  });

  test('bring a record once, at its last change, with all that is lacking of it', async () => {
    const { endpoint, device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const level = await device('liaison', 'chapa-de-mota', 'LEVEL');
    const begun = liaison.op(anAction('A1'));
    const others = Array.from({ length: 40 }, (_, index) => liaison.op(anAction(`B${index}`)));
    await liaison.sync([begun, ...others, liaison.op({ ...anAction('A1'), field: 'state', value: 'done' })]);
    const reader = aWireDevice(await endpoint.joinedFetch('liaison', 'chapa-de-mota', 'READER'), 'READER', endpoint.clock.ms);
    const found = (await reader.catchUp(1024)).flatMap(({ records }) => records.filter(({ id }) => id === 'A1'));
    expect(found.map(({ fields }) => Object.keys(fields))).toEqual([['title', 'state']]);
    await level.catchUp();
    await liaison.sync([liaison.op({ ...anAction('A1'), field: 'state', value: 'in-progress', base: [opName('LIAISON', 42)] })]);
    const [page] = await level.catchUp();
    expect(page?.records.map(({ id, fields }) => [id, Object.keys(fields)])).toEqual([['A1', ['state']]]);
  });

  test('stay within what a small phone takes in at once, however well they pack', async () => {
    const { endpoint, device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    for (let push = 0; push < 24; push += 1) {
      await liaison.sync(Array.from({ length: 500 }, (_, index) => liaison.op(anAction(`A${push}-${index}`))));
    }
    const reader = aWireDevice(await endpoint.joinedFetch('liaison', 'chapa-de-mota', 'READER'), 'READER', endpoint.clock.ms);
    const answer = await reader.sync([], { maxBytes: 1024 * 1024 });
    const unpacked = Buffer.byteLength(JSON.stringify(answer.pages));
    expect(unpacked).toBeGreaterThan(1_000_000);
    expect(unpacked).toBeLessThan(2_200_000);
    expect(answer.pages.some(({ to, head }) => to < head)).toBe(true);
  });

  test('are left out when nothing is new', async () => {
    const { device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    expect(await liaison.sync()).toMatchObject({ pages: [], gained: [], lost: [] });
  });

  test('bring a refused op nobody’s way', async () => {
    const { device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    expect(await liaison.sync([liaison.op({ ...plan, value: 7 })])).toMatchObject({ refused: [[1, 'bad-value']], pages: [] });
  });

  test('end at the head, with the chain there, even without a field', async () => {
    const { device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const answer = await liaison.sync([], { cursors: { ...liaison.cursors, [chapaHall]: [5, 0, ''] } });
    expect(answer.pages).toEqual([{ space: chapaHall, after: 5, to: 0, head: 0, chain: '', covers: {}, records: [] }]);
  });
});

describe('covers', () => {
  test('reach the node’s last op once everything of it has come down', async () => {
    const { device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const answer = await liaison.sync([liaison.op(anAction('A1')), liaison.op(anAction('A2'))]);
    expect(answer.pages).toMatchObject([{ space: services, covers: { LIAISON: 2 } }]);
  });

  test('stop below an op whose field lies beyond the page', async () => {
    const { device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const mentor = await device('coordinator', null, 'COORD');
    const long = 'x'.repeat(190);
    const ops = Array.from({ length: 30 }, (_, index) => liaison.op({ ...anAction(`A${index}`), value: long }));
    await liaison.post(liaison.request(ops));
    await mentor.sync([mentor.op({ ...anAction('A2'), base: [opName('LIAISON', 3)] })]);
    const answer = await liaison.sync(ops, { maxBytes: 1024 });
    const page = answer.pages.find(({ space }) => space === services);
    expect(page?.to).toBeLessThan(page?.head ?? 0);
    // Op 3 wrote a field that was renumbered behind the page.
    expect(page?.covers).toEqual({ LIAISON: 2 });
    const rest = await liaison.catchUp(1024);
    expect(rest.at(-1)?.covers).toEqual({ LIAISON: 30 });
  });

  test('stop below an op on a record that changes again beyond the page', async () => {
    const { device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const long = 'x'.repeat(190);
    const ops = Array.from({ length: 30 }, (_, index) => liaison.op({ ...anAction(`A${index}`), value: long }));
    const state = liaison.op({ ...anAction('A2'), field: 'state', value: 'done' });
    const answer = await liaison.sync([...ops, state], { maxBytes: 1024 });
    const page = answer.pages.find(({ space }) => space === services);
    expect(page?.records.map(({ id }) => id)).not.toContain('A2');
    expect(page?.covers).toEqual({ LIAISON: 2 });
  });

  test('are told for every node that the device ever had', async () => {
    const { device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const answer = await liaison.sync([liaison.op(anAction('A1'))], {
      nodes: { LIAISON: [0, ''], STRANGER: [0, ''] },
    });
    expect(answer.pages[0]?.covers).toEqual({ LIAISON: 1 });
  });
});

describe('texts', () => {
  test('come as the updates after the cursor', async () => {
    const { device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    const mentor = await device('coordinator', null, 'COORD');
    await liaison.sync([liaison.op({ ...aText('N1'), value: 'AAAA' })]);
    await mentor.sync();
    await liaison.sync([liaison.op({ ...aText('N1'), value: 'BBBA', base: [opName('LIAISON', 1)] })]);
    const to = mentor.cursors[services]?.[0];
    const answer = await mentor.sync();
    const field = answer.pages[0]?.records[0]?.fields.body;
    expect(field).toMatchObject({
      type: 'text',
      after: to,
      updates: [{ node: 'LIAISON', n: 2, value: 'BBBA' }],
      seen: { LIAISON: 2 },
    });
    expect(mentor.fields.get(`${services} note N1 body`)).toMatchObject({ updates: [{ value: 'AAAA' }, { value: 'BBBA' }] });
  });

  test('come whole to a device that is half-way through, whatever was written meanwhile', async () => {
    const { endpoint, device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    await liaison.sync([liaison.op({ ...aText('N1'), value: 'AAAA' })]);
    const reader = aWireDevice(await endpoint.joinedFetch('liaison', 'chapa-de-mota', 'READER'), 'READER', endpoint.clock.ms);
    await reader.sync([], { maxBytes: 1024 });
    await liaison.sync([liaison.op(anAction('A1')), liaison.op({ ...aText('N1'), value: 'BBBA', base: [opName('LIAISON', 1)] })]);
    await reader.catchUp(1024);
    expect(reader.fields.get(`${services} note N1 body`)).toMatchObject({ updates: [{ value: 'AAAA' }, { value: 'BBBA' }] });
  });

  test('say which of their updates were refused', async () => {
    const { device } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    await liaison.sync([liaison.op({ ...aText('N1'), value: 7 }), liaison.op({ ...aText('N1'), value: 'BBBA' })]);
    expect(liaison.fields.get(`${services} note N1 body`)).toMatchObject({ gaps: ['LIAISON:1'], updates: [{ n: 2 }] });
  });
});

describe('a device that remembers more than the database', () => {
  test('is told what is unknown here, nothing of it is taken in, and the log notes it by numbers only', async () => {
    const { device, endpoint } = await aStage();
    const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
    await liaison.sync([liaison.op(anAction('A1'))]);
    liaison.receipt = 'another';
    const cursors = { ...liaison.cursors, [services]: [9999, 9999, 'another'] as const };
    const { status, body } = await liaison.post({ ...liaison.request([liaison.op(anAction('A2'))]), cursors });
    expect({ status, body }).toEqual({
      status: 409,
      body: { error: 'unknown-history', nodes: ['LIAISON'], spaces: [services] },
    });
    const rows = await endpoint.store().selectFrom('op').select('n').where('node', '=', 'LIAISON').execute();
    expect(rows).toEqual([{ n: 1 }]);
    expect(endpoint.logged).toEqual(['a device remembers more than this database {"nodes":1,"spaces":1}']);
  });
});

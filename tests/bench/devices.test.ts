// The benchmark's parts on a small round, without a browser: the same edits, devices and servers as `npm run bench:device` uses.

import 'fake-indexeddb/auto'; // before anything that loads dexie
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { aRound } from '#tests/support/round.ts';
import { benchDevice } from './bench-device.ts';
import { editsOf, type Targets, targetsOf } from './edits.ts';
import { type Figures, figureNames, mediansOf, percentile, ratioOf, tableOf } from './figures.ts';
import { fullSize, largeRound, openedItems } from './large-round.ts';
import { countMissingPlain, createPlainSync, editPlain, PlainDatabase, type PlainRequest } from './plain-device.ts';
import { plainRows } from './plain-rows.ts';
import { createPlainServer } from './plain-server.ts';
import { countMissing, editTequio } from './tequio-edits.ts';

const content = largeRound({ plans: 4, actions: 40, items: 150, notes: 10 });
const counts = { ticks: 15, notes: 3, items: 2 };
const until = Date.UTC(2026, 6, 15, 15);
let targets: Targets;

beforeAll(() => {
  targets = targetsOf(content);
});

test('a full round has the records that the figures are about, of texts that compress like notes', () => {
  const { plans } = largeRound(fullSize);
  const actions = plans.flatMap(({ lines }) => lines.flatMap((line) => line.actions));
  const items = actions.flatMap((action) => action.items);
  const notes = plans.flatMap((plan) => plan.notes.map(({ text }) => text));
  expect([plans.length, actions.length, items.length, notes.length]).toEqual([100, 2_900, 6_000, 1_000]);
  expect(actions[0]?.items).toHaveLength(openedItems);
  expect(notes.every(({ length }) => length >= 200 && length <= 1_500)).toBe(true);
  const text = notes.join('\n');
  expect(gzipSync(text).length / text.length).toBeGreaterThan(0.2);
});

test('the edits of two runs tick different items', () => {
  const ticked = (run: number) => editsOf(targets, run, until, counts).flatMap((edit) => (edit.type === 'tick' ? edit.item : []));
  expect(ticked(0)).toHaveLength(counts.ticks);
  expect(ticked(1).filter((id) => ticked(0).includes(id))).toEqual([]);
});

test('edits on a device of Tequio arrive on another one', async () => {
  const round = await aRound(content);
  const [one, other] = [await round.phone('coordinator'), await round.phone('coordinator')];
  const edits = editsOf(targets, 0, until, counts);
  await one.sync();
  await other.sync();
  await editTequio(one.ports, edits);
  expect(await countMissing(one.ports, edits)).toBe(0);
  expect(await countMissing(other.ports, edits)).toBe(edits.length);
  await one.sync();
  await other.sync();
  expect(await countMissing(other.ports, edits)).toBe(0);
  await round.close();
});

test('an edit that was shown and not saved is counted as missing', async () => {
  const round = await aRound(content);
  const { ports, sync } = await round.phone('coordinator');
  await sync();
  const edits = editsOf(targets, 0, until, counts);
  const [lost, ...saved] = edits;
  await editTequio(ports, saved);
  expect(lost && (await countMissing(ports, edits))).toBe(1);
  await round.close();
});

/** Two devices of the plain baseline, and what their requests came to. */
function thePlainBaseline(name: string) {
  const server = createPlainServer(':memory:');
  server.load(plainRows(content));
  let isCut = false;
  const requests: number[] = [];
  const device = (index: number) => {
    const database = new PlainDatabase(`${name}-${index}`);
    const post = async (_path: string, body: PlainRequest) => {
      requests.push(Object.values(body.rows).reduce((sum, rows) => sum + (rows?.length ?? 0), 0));
      if (isCut) return { type: 'cut' } as const;
      return { type: 'answer', status: 200, body: JSON.parse(server.sync(body)) } as const;
    };
    return { database, sync: createPlainSync(database, post) };
  };
  const cut = (now: boolean) => {
    isCut = now;
  };
  return { one: device(1), other: device(2), requests, cut };
}

test('edits on a device of the plain baseline arrive on another one, in batches once the line broke', async () => {
  const { one, other, requests, cut } = thePlainBaseline('arrive');
  const edits = editsOf(targets, 0, until, { ticks: 40, notes: 9, items: 20 });
  await one.sync();
  await other.sync();
  await editPlain(one.database, 'somebody', edits);
  expect(await countMissingPlain(one.database, edits)).toBe(0);
  cut(true);
  expect(await one.sync()).toEqual({ type: 'cut' });
  expect(await one.database.changed.count()).toBe(edits.length);
  cut(false);
  await one.sync();
  await other.sync();
  expect(await countMissingPlain(other.database, edits)).toBe(0);
  expect(requests).toEqual([0, 0, edits.length, 50, edits.length - 50, 0]);
});

test('the later write of the plain baseline wins, and what was written meanwhile is sent next', async () => {
  const { one, other } = thePlainBaseline('later');
  await one.sync();
  await other.sync();
  const [item = ''] = targets.unticked;
  await editPlain(other.database, 'other', [{ type: 'tick', item, at: until + 2 }]);
  await editPlain(one.database, 'one', [{ type: 'tick', item, at: until + 1 }]);
  await other.sync();
  await one.sync();
  expect((await one.database.rows('item').get(item))?.check).toEqual({ by: 'other', at: until + 2 });
});

test('a device tries again until it is level, and says when a single run was not', async () => {
  let runs = 0;
  const device = benchDevice({
    join: async () => {},
    edit: async () => {},
    countMissing: async () => 0,
    countUnsent: async () => 0,
    syncOnce: async () => {
      runs += 1;
      return runs < 3 ? { type: 'cut' } : { type: 'synced', sent: 0, refused: 0, received: 0 };
    },
  });
  await expect(device.sync()).rejects.toThrow('cut');
  await device.syncStubbornly();
  expect(runs).toBe(3);
});

const figures = (value: number) => Object.fromEntries(figureNames.map((name) => [name, value])) as Figures;

test('medians and percentiles are values that were measured', () => {
  expect(percentile([4, 1, 3, 2], 0.5)).toBe(2);
  expect(percentile([4, 1, 3, 2], 0.95)).toBe(4);
  expect(mediansOf([figures(9), figures(1), figures(5)])).toEqual(figures(5));
});

test('the table marks what is not held, absolutely or next to the baseline', () => {
  const [tequio, plain] = [{ ...figures(4_000), pushUp: 8_100, openMs: 4_100 }, figures(4_000)];
  const report = { records: 10_000, edits: 200, runs: 5, tequio, plain, ratio: ratioOf(tequio, plain) };
  const marked = (table: string) => table.split('\n').filter((line) => line.endsWith('MISSED'));
  expect(marked(tableOf(report)).map((line) => line.slice(0, 32).trim())).toEqual([
    'first sync, down',
    'idle sync, both ways',
    'sending the edits, up',
    'opening 90 items after a reload',
  ]);
  expect(marked(tableOf({ ...report, records: 1_000 }))).toHaveLength(2);
  expect(tableOf({ ...report, plain: { ...plain, badLinkMs: Number.POSITIVE_INFINITY } })).toMatch(/never/);
});

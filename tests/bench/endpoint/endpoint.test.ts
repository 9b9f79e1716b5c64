// A second of the benchmark of the endpoint, on real processes: that it runs, and that its figures stand for something that is
// on disk. No figure is held to anything here: machines differ.

import { expect, test } from 'vitest';
import { isKept, roundedFigures, tableOf } from './report.ts';
import { type EndpointFigures, runBench } from './run-bench.ts';
import { startOnSqlite } from './systems.ts';

const slice = { seconds: 1, streams: 12 };

test('the endpoint is measured next to its baseline, and everything that it acknowledged is there once', {
  timeout: 60_000,
}, async () => {
  const figures = await runBench(startOnSqlite, slice);
  expect(figures).toMatchObject({ lost: 0, doubled: 0, streams: slice.streams });
  expect(figures.acked).toBeGreaterThan(20);
  for (const name of ['pushesPerS', 'baselinePerS', 'ratioToBaseline', 'pagesPerS'] as const) {
    expect(figures[name]).toBeGreaterThan(0);
  }
  expect(figures.p99Ms).toBeGreaterThanOrEqual(figures.p50Ms);
});

test('an op that was acknowledged and is not in the database is noticed, and one that is there twice', {
  timeout: 60_000,
}, async () => {
  const figures = await runBench(startOnSqlite, {
    ...slice,
    tamper: async (store) => {
      await store.updateTable('op').set({ n: 1_000_000, number: null }).where('n', '=', 20).execute();
    },
  });
  expect(figures).toMatchObject({ lost: 8, doubled: 8 }); // one of each town's device
  expect(isKept({ sqlite: figures })).toBe(false);
});

test('an endpoint that answers and does not commit is noticed', { timeout: 60_000 }, async () => {
  const forgetful = `import { DatabaseSync } from 'node:sqlite';
    const { prepare } = DatabaseSync.prototype;
    DatabaseSync.prototype.prepare = function (sql) { return prepare.call(this, sql === 'commit' ? 'rollback' : sql); };`;
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(forgetful)}` };
  await expect(runBench((size) => startOnSqlite(size, env), slice)).rejects.toThrow('unknown-history');
});

const figures: EndpointFigures = {
  pushesPerS: 301.234,
  baselinePerS: 1204.9,
  ratioToBaseline: 0.250_01,
  p50Ms: 12.345,
  p99Ms: 30,
  pagesPerS: 99.99,
  streams: 2000,
  acked: 123_456,
  lost: 0,
  doubled: 0,
};

test('the table has a row for each database, and says what is missed', () => {
  const report = { sqlite: roundedFigures(figures), postgres: { 1: figures, 2: figures } };
  expect(tableOf(report)).toMatch(/^SQLite +301 +1200 +0\.25 +12\.3 ms +30 ms +100 +2000 +123456 +0 +0$/m);
  expect(tableOf(report)).toMatch(/^PostgreSQL, 2 processes +301/m);
  expect(tableOf(report)).toMatch(/: ok$/m);
  expect(tableOf({ sqlite: { ...figures, pushesPerS: 299 } })).toMatch(/: MISSED$/m);
  expect(tableOf({ sqlite: figures, postgres: null })).toMatch(/this machine has none/);
  expect(isKept({ sqlite: figures, postgres: { 1: { ...figures, doubled: 1 } } })).toBe(false);
});

import { expect, test } from 'vitest';
import { runBench } from './run-bench.ts';
import { startOnPostgres } from './systems.ts';

test('two processes on one PostgreSQL are measured like one on SQLite', { timeout: 90_000 }, async () => {
  const figures = await runBench((size) => startOnPostgres(size, 2), { seconds: 1, streams: 12 });
  expect(figures).toMatchObject({ lost: 0, doubled: 0, streams: 12 });
  expect(figures.acked).toBeGreaterThan(20);
});

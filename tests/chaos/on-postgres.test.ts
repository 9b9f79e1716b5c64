import { expect, test } from 'vitest';
import { runChaos } from './run-chaos.ts';

test('two processes on one PostgreSQL that are killed in turn lose and double nothing that they acknowledged', {
  timeout: 120_000,
}, async () => {
  const report = await runChaos({ kills: 3, seed: 30, database: 'postgres' });
  expect(report).toMatchObject({ kills: 3, lost: 0, doubled: 0, unequal: 0 });
  expect(report.acked).toBeGreaterThan(10);
});

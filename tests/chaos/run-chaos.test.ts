import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { databaseFile } from './compare.ts';
import { runChaos } from './run-chaos.ts';

test('an endpoint whose plug is pulled ten times loses and doubles nothing that it acknowledged', {
  timeout: 120_000,
}, async () => {
  const report = await runChaos({ kills: 10, seed: 10 });
  expect(report).toMatchObject({ kills: 10, lost: 0, doubled: 0, unequal: 0 });
  expect(report.acked).toBeGreaterThan(100);
});

test('an op that is gone after it was acknowledged is noticed', { timeout: 120_000 }, async () => {
  const forgetFirst = (dataDir: string) => {
    const database = new DatabaseSync(join(dataDir, databaseFile));
    database.exec("delete from op where n = 1 and node in (select node from node where device <> 'endpoint')");
    database.close();
  };
  expect((await runChaos({ kills: 1, seed: 2, tamper: forgetFirst })).lost).toBe(4); // one of each phone
});

test('an op that is stored twice is noticed, and a field that the endpoint tells in another way', {
  timeout: 120_000,
}, async () => {
  const doubleAndGarble = (dataDir: string) => {
    const database = new DatabaseSync(join(dataDir, databaseFile));
    database.exec(`create temp table twin as select * from op where n = 1 order by received_at desc limit 1;
      update twin set n = 1000000, number = null; insert into op select * from twin;
      update field set state = replace(state, 'Calles', 'Otras') where kind = 'plan' and field = 'title'`);
    database.close();
  };
  const report = await runChaos({ kills: 1, seed: 3, tamper: doubleAndGarble });
  expect(report).toMatchObject({ lost: 0, doubled: 1 });
  expect(report.unequal).toBeGreaterThan(0);
});

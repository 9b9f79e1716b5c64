// Some seconds of the soak, on a real process. Its memory has not settled by then, so it may grow far more than in a long one.

import { expect, test } from 'vitest';
import { asFastAsTheyCan } from '#tests/load/line.ts';
import { mbPerMinute } from './memory.ts';
import { runSoak } from './run-soak.ts';

const env = asFastAsTheyCan;
const slice = { env, minutes: 0.15, devices: 8, betweenSyncsMs: 250, restarts: 2, mostMbPerMinute: 1_200 };
const timeout = 60_000;

test('an endpoint that is restarted and finds its disk full loses and doubles nothing that it acknowledged', {
  timeout,
}, async () => {
  const report = await runSoak(slice);
  expect(report).toMatchObject({ lost: 0, doubled: 0, restarts: 2, problems: [] });
  expect(report.acked).toBeGreaterThan(50);
  expect(report.turnedAwayWhenFull).toBeGreaterThan(0);
});

test('files that may not grow are as good as a full disk, and a lost op is noticed', { timeout }, async () => {
  const report = await runSoak({
    ...slice,
    mayMount: false,
    tamper: async (store) => {
      const devices = store.selectFrom('device').select('device');
      const nodes = store.selectFrom('node').select('node').where('device', 'in', devices);
      await store.deleteFrom('op').where('n', '=', 1).where('node', 'in', nodes).execute();
    },
  });
  expect(report.problems).toEqual(['8 ops were acknowledged and are not there as they were']);
  expect(report.turnedAwayWhenFull).toBeGreaterThan(0);
});

test('a process that keeps something of every request is seen to grow', { timeout }, async () => {
  const leaking = `import { Server } from 'node:http';
    const kept = [];
    const { emit } = Server.prototype;
    Server.prototype.emit = function (name, ...rest) {
      if (name === 'request') kept.push(Buffer.alloc(2_000_000, 1));
      return emit.call(this, name, ...rest);
    };`;
  const leaky = { ...env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(leaking)}` };
  const { problems, rssMb } = await runSoak({ ...slice, env: leaky });
  expect(problems).toEqual([expect.stringMatching(/^memory grew by/)]);
  expect(rssMb[1]).toBeGreaterThan(rssMb[0]);
});

test('the slope of memory is that of the line through the samples, whatever one of them says', () => {
  const samples = [100, 101, 99, 101, 100, 102].map((rssMb, index) => ({ atMs: 10_000 * index, rssMb }));
  expect(mbPerMinute(samples)).toBeCloseTo(1.54, 2);
  expect(mbPerMinute(samples.map(({ atMs, rssMb }) => ({ atMs, rssMb: rssMb + atMs / 1_000 })))).toBeCloseTo(61.54, 2);
  expect(mbPerMinute([])).toBe(0);
});

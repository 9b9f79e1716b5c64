// npm run gaps: many writers and impatient readers on several processes and one PostgreSQL; counts the changes that a reader was
// never told of. `--writers N --processes P --pushes K --pollers M` how many, `--fault` takes numbers from a plain sequence
// instead, which must not go unnoticed, `--json` prints the last line alone.
import { parseArgs } from 'node:util';
import { runGaps } from '#tests/gaps/run-gaps.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const { values } = parseArgs({
  options: { writers: text, processes: text, pushes: text, pollers: text, fault: flag, json: flag },
});
const [writers, processes, pushes, pollers] = [
  Number(values.writers ?? 32),
  Number(values.processes ?? 4),
  Number(values.pushes ?? 20),
  Number(values.pollers ?? 4),
];
if (![writers, processes, pushes, pollers].every((count) => Number.isSafeInteger(count) && count > 0)) {
  console.error('usage: npm run gaps -- [--writers N] [--processes P] [--pushes K] [--pollers M] [--fault] [--json]');
  process.exit(1);
}

if (!values.json) console.log(`${writers} writers and ${pollers} readers on ${processes} processes ...`);
const report = await runGaps({ writers, processes, pushes, pollers, fault: values.fault ?? false });
console.log(JSON.stringify({ writers, processes, pollers, ...report }));
const isAsExpected = values.fault ? report.skipped > 0 : report.skipped === 0;
process.exit(isAsExpected ? 0 : 1);

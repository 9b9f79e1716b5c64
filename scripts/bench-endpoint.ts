// npm run bench:endpoint: what an endpoint takes in and hands out, next to a plain baseline of the same machine in the same run.
// `--json` prints the figures alone, `--seconds N` measures each part for so long (10), `--streams N` asks for that many (2000).
import { parseArgs } from 'node:util';
import { isKept, type Report, roundedFigures, tableOf } from '#tests/bench/endpoint/report.ts';
import { runBench } from '#tests/bench/endpoint/run-bench.ts';
import { startOnSqlite } from '#tests/bench/endpoint/systems.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, seconds: { type: 'string' }, streams: { type: 'string' } },
});
const [seconds, streams] = [Number(values.seconds ?? 10), Number(values.streams ?? 2000)];
if (!(seconds > 0 && Number.isSafeInteger(streams) && streams >= 0)) {
  console.error('usage: npm run bench:endpoint -- [--json] [--seconds N] [--streams N]');
  process.exit(1);
}

say(`SQLite: first syncs, pushes and the baseline's, ${seconds} s each, then ${streams} streams ...`);
const report: Report = { sqlite: roundedFigures(await runBench(startOnSqlite, { seconds, streams })) };
console.log(values.json ? JSON.stringify(report) : tableOf(report));
process.exit(isKept(report) ? 0 : 1);

function say(text: string): void {
  if (!values.json) console.log(text);
}

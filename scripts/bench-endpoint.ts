// npm run bench:endpoint: what an endpoint takes in and hands out, next to a plain baseline of the same machine in the same run.
// `--json` prints the figures alone, `--seconds N` measures each part for so long (10), `--streams N` asks for that many (2000),
// `--on sqlite` or `--on postgres` measures on that database alone.
import { parseArgs } from 'node:util';
import { isKept, type Report, roundedFigures, tableOf } from '#tests/bench/endpoint/report.ts';
import { type EndpointFigures, runBench } from '#tests/bench/endpoint/run-bench.ts';
import { startOnPostgres, startOnSqlite } from '#tests/bench/endpoint/systems.ts';
import { findPostgres } from '#tests/support/postgres.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, seconds: { type: 'string' }, streams: { type: 'string' }, on: { type: 'string' } },
});
const [seconds, streams] = [Number(values.seconds ?? 10), Number(values.streams ?? 2000)];
const isDatabase = values.on === undefined || ['sqlite', 'postgres'].includes(values.on);
if (!(seconds > 0 && Number.isSafeInteger(streams) && streams >= 0 && isDatabase)) {
  console.error('usage: npm run bench:endpoint -- [--json] [--seconds N] [--streams N] [--on sqlite|postgres]');
  process.exit(1);
}

const report: Report = {
  ...(values.on !== 'postgres' && { sqlite: await measured('SQLite', startOnSqlite) }),
  ...(values.on !== 'sqlite' && { postgres: findPostgres() ? await measuredOnPostgres() : null }),
};
console.log(values.json ? JSON.stringify(report) : tableOf(report));
process.exit(isKept(report) ? 0 : 1);

async function measuredOnPostgres(): Promise<Report['postgres']> {
  const of: Record<string, EndpointFigures> = {};
  for (const processes of [1, 2]) {
    of[processes] = await measured(`PostgreSQL, processes: ${processes}`, (size) => startOnPostgres(size, processes));
  }
  return of;
}

async function measured(name: string, start: Parameters<typeof runBench>[0]): Promise<EndpointFigures> {
  if (!values.json) console.log(`${name}: first syncs, pushes and the baseline's, ${seconds} s each, then ${streams} streams`);
  return roundedFigures(await runBench(start, { seconds, streams }));
}

// npm run chaos: pulls the plug of a real endpoint while devices work, and counts what it had promised and does not hold.
// `--kills N` how often, `--database postgres` two processes on one PostgreSQL instead of one on a file, `--seed S` repeats the choices of an earlier run, `--json` prints the last line alone.
import { parseArgs } from 'node:util';
import { runChaos } from '#tests/chaos/run-chaos.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string' }, seed: { type: 'string' }, database: { type: 'string' }, json: { type: 'boolean' } },
});
const database = values.database ?? 'sqlite';
const kills = Number(values.kills ?? 10);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
if (![kills, seed].every(Number.isSafeInteger) || kills < 1 || (database !== 'sqlite' && database !== 'postgres')) {
  console.error('usage: npm run chaos -- [--kills N] [--seed S] [--database sqlite|postgres] [--json], with whole numbers');
  process.exit(1);
}

const report = await runChaos({
  kills,
  seed,
  database,
  onKill: (kill) => {
    if (!values.json && (kill % 10 === 0 || kill === kills)) console.log(`${kill} of ${kills} kills`);
  },
});
console.log(JSON.stringify({ ...report, seed }));
process.exit(report.lost + report.doubled + report.unequal > 0 ? 1 : 0);

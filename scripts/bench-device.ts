// npm run bench:device: what a device does with a large round, in real Chromium, next to a plain baseline in the same run.
// `--json` prints the figures alone, `--runs N` takes medians of N (5), `--part 0.1` takes a tenth of the round and the edits.
import { parseArgs } from 'node:util';
import { fullEdits, targetsOf } from '#tests/bench/edits.ts';
import { type Figures, mediansOf, type Report, ratioOf, tableOf } from '#tests/bench/figures.ts';
import { fullSize, largeRound } from '#tests/bench/large-round.ts';
import { measureRun, type Other, startOther } from '#tests/bench/measure.ts';
import { startSystems } from '#tests/bench/systems.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, runs: { type: 'string' }, part: { type: 'string' } } });
const [runs, part] = [Number(values.runs ?? 5), Number(values.part ?? 1)];
if (!(Number.isSafeInteger(runs) && runs > 0 && part > 0)) {
  console.error('usage: npm run bench:device -- [--json] [--runs N] [--part SHARE]');
  process.exit(1);
}
const partOf = <Counts extends Readonly<Record<string, number>>>(counts: Counts) =>
  Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Math.ceil(count * part)])) as Counts;

const size = partOf(fullSize);
const counts = partOf(fullEdits);
const content = largeRound(size);
const plan = { targets: targetsOf(content), counts, ticks: 30, reloads: 3, startedAt: Date.now() - 24 * 3_600_000 };

say(`filling both sides with ${size.actions + size.items} actions and items ...`);
const systems = await startSystems(content, 2 * runs + 1);
const others: Other[] = [];
const measured = { tequio: [] as Figures[], plain: [] as Figures[] };
try {
  for (const system of systems) others.push(await startOther(system));
  for (let run = 0; run < runs; run += 1) {
    for (const other of run % 2 === 0 ? others : others.toReversed()) {
      say(`run ${run + 1} of ${runs}: ${other.system.name}`);
      measured[other.system.name].push(await measureRun(other, plan, run));
    }
  }
} finally {
  for (const { phone } of others) await phone.discard();
  for (const system of systems) await system.stop();
}

const [tequio, plain] = [mediansOf(measured.tequio), mediansOf(measured.plain)];
const report: Report = {
  records: content.towns.length + Object.values(size).reduce((sum, count) => sum + count, 0),
  edits: Object.values(counts).reduce((sum, count) => sum + count, 0),
  runs,
  tequio,
  plain,
  ratio: ratioOf(tequio, plain),
};
console.log(values.json ? JSON.stringify(report) : tableOf(report));
process.exit(0);

function say(text: string): void {
  if (!values.json) console.log(text);
}

// npm run soak: an endpoint under load for minutes, restarted, with a full disk in the middle; counts what it had promised and
// does not hold, and watches its memory. Linux only.
// `--minutes N` (10), `--devices N` (200), `--json` prints the last line alone.
import { parseArgs } from 'node:util';
import { runSoak } from '#tests/soak/run-soak.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, devices: { type: 'string' }, json: { type: 'boolean' } },
});
const [minutes, devices] = [Number(values.minutes ?? 10), Number(values.devices ?? 200)];
if (!(minutes > 0 && Number.isSafeInteger(devices) && devices > 0)) {
  console.error('usage: npm run soak -- [--minutes N] [--devices N] [--json]');
  process.exit(1);
}

const report = await runSoak({ minutes, devices, onStep: (step) => !values.json && console.log(step) });
console.log(JSON.stringify(report));
process.exit(report.problems.length > 0 ? 1 : 0);

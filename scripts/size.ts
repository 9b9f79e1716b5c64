// npm run size: what a first visit costs on a village link, held against the budget. `--json` prints the numbers alone,
// `--dist <folder>` measures another build than dist/.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAppIfStale } from './build-app.ts';
import { type BuildSize, measureBuild } from './measure-build.ts';
import { root } from './run.ts';

/** In kB of 1000 bytes. `hold` is what we aim for, above `fail` the build is refused. */
const budget: Readonly<Record<keyof BuildSize, { readonly hold: number; readonly fail: number }>> = {
  initialJs: { hold: 150, fail: 165 },
  css: { hold: 9, fail: 12 },
  locale: { hold: 8, fail: 12 },
  precacheRaw: { hold: 900, fail: 900 },
};

const meanings: Readonly<Record<keyof BuildSize, string>> = {
  initialJs: 'scripts of the first screen, gzip',
  css: 'styles of the first screen, gzip',
  locale: 'one language, gzip',
  precacheRaw: 'everything kept for offline, raw',
};

const { values } = parseArgs({ options: { json: { type: 'boolean' }, dist: { type: 'string' } } });
if (!values.dist) await buildAppIfStale();
const size = measureBuild(values.dist ?? join(root, 'dist'));
const names = Object.keys(budget) as (keyof BuildSize)[];

if (values.json) console.log(JSON.stringify(size));
else
  for (const name of names)
    console.log(`${meanings[name].padEnd(36)}${size[name].toFixed(1).padStart(7)} kB of ${budget[name].hold}`);

for (const name of names) {
  const { hold, fail } = budget[name];
  if (size[name] > fail) {
    console.error(`Too big: ${name} is ${size[name]} kB, the limit is ${fail} kB.`);
    process.exitCode = 1;
  } else if (size[name] > hold) {
    console.error(`Warning: ${name} is ${size[name]} kB, it should hold ${hold} kB.`);
  }
}

// npm run simulate -- --histories N [--seed S] [--without restored,cloned] [--json] [--resume FILE]: plays histories and says what was lost, if anything.
// Prints progress to stderr and the sum to stdout. A history that fails is shrunk and kept in tests/simulation/regressions.
// FILE keeps how far it came: the same command goes on from there. Ctrl-C ends it after the history under way, with the sum so far.

import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { features } from '#tests/simulation/history.ts';
import { writeRegression } from '#tests/simulation/regressions.ts';
import { shrink } from '#tests/simulation/shrink.ts';
import { emptySum, type Failure, type Sum, simulate } from '#tests/simulation/simulate.ts';

type Progress = { readonly seed: string; readonly sum: Sum };

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '500' },
    seed: { type: 'string' },
    without: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
    resume: { type: 'string' },
  },
});
const count = Number(values.histories);
if (!Number.isSafeInteger(count) || count < 1) throw new Error('--histories takes a whole number from 1');
const begun = readProgress() ?? { seed: values.seed ?? String(randomInt(2 ** 32)), sum: emptySum };
const without = features.filter((feature) => values.without.split(',').includes(feature));
let interrupted = false;
process.on('SIGINT', () => {
  interrupted = true;
});

const { sum } = await simulate({ ...begun, from: begun.sum, count, without, onPlayed: note });
keepProgress(sum);
const told = JSON.stringify({ ...sum, seed: begun.seed });
const isGood = sum.lost + sum.diverged + sum.leaked + sum.overlapped === 0;
console.log(values.json ? told : `${inWords(sum)}\n${told}`);
process.exit(isGood ? 0 : 1);

async function note(sum: Sum, failure: Failure | undefined): Promise<boolean> {
  if (failure) await report(failure);
  if (sum.histories % 25 === 0) {
    keepProgress(sum);
    console.error(`${sum.histories} of ${count} histories, ${inWords(sum)}`);
  }
  return !interrupted;
}

async function report(failure: Failure): Promise<void> {
  console.error(`\n${failure.history.seed} fails: ${failure.problem.what}\nShrinking it ...`);
  const { history, problem } = await shrink(failure);
  console.error(history.steps.map((step) => `  ${JSON.stringify(step)}`).join('\n'));
  console.error(`${problem.loss}: ${problem.what}\nKept in ${writeRegression(history)}\n`);
}

function inWords({ histories, ops, crashes, lost, diverged, leaked, overlapped }: Sum): string {
  const played = `${histories} histories with ${ops} ops and ${crashes} crashes`;
  return `${played}: ${lost} lost, ${diverged} diverged, ${leaked} leaked, ${overlapped} overlapped`;
}

function readProgress(): Progress | undefined {
  const file = values.resume;
  return file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Progress) : undefined;
}

function keepProgress(sum: Sum): void {
  if (values.resume !== undefined) writeFileSync(values.resume, JSON.stringify({ seed: begun.seed, sum }));
}

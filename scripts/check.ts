// npm test and npm run check: every step in order, one line for each, and the sum of all checks in the last line.
// Stops at the first row with a failure and shows that step's whole output. Steps of one row run at the same time.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findPostgres, missingPostgres } from '#tests/support/postgres.ts';
import { root, run } from './run.ts';
import { countTests, type Tally } from './tally.ts';

type Step = { readonly name: string; readonly check: () => Promise<Tally & { readonly output: string }> };

const withBrowser = process.argv.includes('--browser');
const reports = join(root, '.tmp');

const rows: readonly (readonly Step[])[] = [
  [tool('format and lint', 'biome', 'ci'), npmScript('types'), tool('unused code', 'knip')],
  [tests('tests', 'vitest.config.ts')],
  [npmScript('build')],
  [npmScript('size')],
  ...(withBrowser ? [[tests('tests in the browser', 'vitest.e2e.config.ts')]] : []),
];

mkdirSync(reports, { recursive: true });
let passed = 0;
let failed = 0;
for (const row of rows) {
  const failures = (await Promise.all(row.map(report))).filter((output) => output !== null);
  for (const output of failures) console.log(`\n${output.trim()}\n`);
  if (failures.length > 0) break;
}
if (!findPostgres()) console.log(missingPostgres);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** Runs and counts one step and prints its line. Gives back what it printed if it failed. */
async function report(step: Step): Promise<string | null> {
  const startedMs = performance.now();
  const result = await step.check();
  passed += result.passed;
  failed += result.failed;
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const counts = result.passed + result.failed > 1 ? `  ${result.passed} passed, ${result.failed} failed` : '';
  console.log(`${result.failed > 0 ? 'FAILED' : 'ok    '} ${step.name.padEnd(22)}${seconds.padStart(6)} s${counts}`);
  return result.failed > 0 ? `${step.name}:\n${result.output}` : null;
}

/** A tool that passes or fails as a whole counts as one check. */
function tool(name: string, command: string, ...args: string[]): Step {
  return {
    name,
    check: async () => {
      const { exitCode, output } = await run(command, args);
      return exitCode === 0 ? { passed: 1, failed: 0, output } : { passed: 0, failed: 1, output };
    },
  };
}

function npmScript(name: string): Step {
  return tool(name, 'npm', 'run', '--silent', name);
}

function tests(name: string, config: string): Step {
  return {
    name,
    check: async () => {
      const file = join(reports, `${config}.json`);
      const { exitCode, output } = await run('vitest', [
        'run',
        '--config',
        config,
        '--reporter=dot', // little but what failed
        '--reporter=json',
        `--outputFile.json=${file}`,
      ]);
      return { ...countTests(file, exitCode), output };
    },
  };
}

// npm run mutate -- [part ...]: changes one expression of the core after the other, and sees whether a test notices.
// Prints what no test noticed, and keeps a page per part in .tmp/mutation. docs/mutation-testing.md tells how to read it.

import { setPriority } from 'node:os';
import { Stryker } from '@stryker-mutator/core';
import { type Part, parts } from '#tests/mutation/parts.ts';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: the parts are ${Object.keys(parts).join(', ')}`);

setPriority(10);
for (const [name, part] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await mutate(name, part);

async function mutate(name: string, { files }: Part): Promise<void> {
  process.env.MUTATED_PART = name; // read by vitest.mutation.config.ts
  const kept = `.tmp/mutation/${name}`;
  const stryker = new Stryker({
    mutate: [...files],
    plugins: [import.meta.resolve('@stryker-mutator/vitest-runner')],
    testRunner: 'vitest',
    vitest: { configFile: 'vitest.mutation.config.ts', related: false },
    concurrency: 1,
    timeoutMS: 20_000, // a machine that is busy with something else is no endless loop
    disableTypeChecks: false,
    ignorePatterns: ['/.tmp', '/dist', '/data'],
    tempDirName: '.tmp/mutation/sandbox',
    incremental: true,
    incrementalFile: `${kept}.json`,
    reporters: ['clear-text', 'html'],
    htmlReporter: { fileName: `${kept}.html` },
    clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
    allowConsoleColors: false,
  });
  await stryker.runMutationTest();
}

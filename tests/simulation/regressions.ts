// Histories that failed once. Each is a file of its own, named after its seed, and is played at every check.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { History } from './history.ts';

const folder = join(import.meta.dirname, 'regressions');

export function readRegressions(): readonly History[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.sort().map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as History);
}

/** Gives the file's path. */
export function writeRegression(history: History): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${history.seed}.json`);
  writeFileSync(file, `${JSON.stringify(history, undefined, 2)}\n`);
  return file;
}

// Once before all tests: a temporary folder of their own, which goes with them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'tequio-tests-'));
  process.env.TMPDIR = folder; // the workers and all that they start inherit it
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

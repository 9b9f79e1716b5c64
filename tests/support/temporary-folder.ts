// Once before all tests: a temporary folder of their own, and databases for whoever asks; both go with them.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepDatabases } from './databases-of-run.ts';

export async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'tequio-tests-'));
  chmodSync(folder, 0o711); // a PostgreSQL in it may be another user's
  process.env.TMPDIR = folder; // the workers and all that they start inherit it
  const endDatabases = await keepDatabases();
  return async () => {
    await endDatabases();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}

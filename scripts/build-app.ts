// Builds the page into dist/. `isBuildFresh` saves the build when nothing that goes into it is younger than the last one.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.ts';

const ingredients = ['src', 'locales', 'public', 'index.html', 'vite.config.ts', 'package.json', 'package-lock.json'];

/** Builds unless dist/ is fresh; throws with the builder's output when it fails. */
export async function buildAppIfStale(): Promise<'built' | 'fresh'> {
  if (isBuildFresh()) return 'fresh';
  await buildApp();
  return 'built';
}

/** `appVersion` is what the page calls itself; another one makes another build, which a phone takes for an update. */
export async function buildApp(options: { readonly outDir?: string; readonly appVersion?: string } = {}): Promise<void> {
  const args = ['build', '--logLevel', 'warn', '--emptyOutDir'];
  if (options.outDir) args.push('--outDir', options.outDir);
  // Always the real thing: started from a test, Vite would otherwise inherit NODE_ENV=test and bundle React's development code.
  const env = { NODE_ENV: 'production', ...(options.appVersion && { TEQUIO_APP_VERSION: options.appVersion }) };
  const { exitCode, output } = await run('vite', args, env);
  if (exitCode !== 0) throw new Error(`The app could not be built.\n${output}`);
}

export function isBuildFresh(): boolean {
  const built = join(root, 'dist', 'service-worker.js');
  if (!existsSync(built)) return false;
  const builtAtMs = statSync(built).mtimeMs;
  return ingredients.every((name) => youngestMs(join(root, name)) < builtAtMs);
}

function youngestMs(path: string): number {
  if (!existsSync(path)) return 0;
  const own = statSync(path);
  if (!own.isDirectory()) return own.mtimeMs;
  return Math.max(own.mtimeMs, ...readdirSync(path).map((name) => youngestMs(join(path, name))));
}

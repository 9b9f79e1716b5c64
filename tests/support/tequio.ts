// `npm run tequio` as a process of its own.

import { spawn } from 'node:child_process';
import { join } from 'node:path';

const projectDir = join(import.meta.dirname, '..', '..');

export type Said = { readonly code: number | null; readonly out: string; readonly err: string };

export type Tequio = (...words: readonly string[]) => Promise<Said>;

/** With these settings. */
export function tequioWith(env: Readonly<Record<string, string>>): Tequio {
  return (...words) =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ['server/tequio.ts', ...words], { cwd: projectDir, env: { ...process.env, ...env } });
      let [out, err] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString();
      });
      child.stderr.on('data', (chunk: Buffer) => {
        err += chunk.toString();
      });
      child.once('close', (code) => resolve({ code, out, err }));
    });
}

/** What it said in JSON. Throws when it failed. */
export async function jsonOf<Json = Record<string, unknown>>(said: Promise<Said>): Promise<Json> {
  const { code, out, err } = await said;
  if (code !== 0) throw new Error(`exit code ${code}: ${err}`);
  return JSON.parse(out) as Json;
}

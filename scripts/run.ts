// Runs one tool of this project and waits for it. Tools are named as in node_modules/.bin and run on the Node that runs this file.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

export const root = join(import.meta.dirname, '..');
const toolFolder = join(root, 'node_modules', '.bin');

export type Outcome = { readonly exitCode: number; readonly output: string };

/** Runs `command` in the project's folder and keeps everything that it printed, in order and without colours. */
export function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: toolEnv({ NO_COLOR: '1', ...env }),
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? 1, output }));
  });
}

export function toolEnv(env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${toolFolder}${delimiter}${process.env.PATH ?? ''}`, ...env };
}

// One backup in a process of its own, at the lowest priority: the same command that an operator would give.

import { execFile } from 'node:child_process';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { ok, type Result, refuse } from '#domain/result.ts';

const program = join(import.meta.dirname, '..', 'tequio.ts');
const lowest = 19;

/** With the settings of this process. Refuses with what the command said. */
export function backUpInOwnProcess(to: string): Promise<Result<string, string>> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, 'backup', to], (error, stdout, stderr) => {
      resolve(error ? refuse(stderr.trim() || error.message) : ok(stdout.trim()));
    });
    const end = () => child.kill();
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    if (child.pid !== undefined) setPriority(child.pid, lowest);
  });
}

import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export const projectDir = join(import.meta.dirname, '..', '..');

/** Every file below the folders, as paths from `dir` with forward slashes. Folders that do not exist hold none. */
export function listFiles(dir: string, folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => {
    const start = join(dir, folder);
    if (!existsSync(start)) return [];
    return readdirSync(start, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'));
  });
}

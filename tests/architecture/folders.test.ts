import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listFiles, projectDir } from './files.ts';

const files = listFiles(projectDir, ['src', 'server', 'tests', 'scripts', 'locales', 'public']).filter(
  (file) => !file.includes('/fixtures/'),
);
const nameOf = (file: string) => file.slice(file.lastIndexOf('/') + 1);

test('every folder of src and server that holds code has a README', () => {
  const folders = files
    .filter((file) => /^(src|server)\//.test(file) && /\.(tsx?|css)$/.test(file))
    .map((file) => file.slice(0, file.lastIndexOf('/')))
    .filter((folder) => folder !== 'src');
  const withoutReadme = [...new Set(folders)].filter((folder) => !existsSync(join(projectDir, folder, 'README.md')));
  expect(withoutReadme).toEqual([]);
});

test('file names are in kebab-case', () => {
  const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)+$/;
  expect(files.filter((file) => nameOf(file) !== 'README.md' && !kebabCase.test(nameOf(file)))).toEqual([]);
});

test('files and folders are named for what they hold', () => {
  const saysNothing = /(^|\/)(utils?|helpers?|common|misc|shared|lib|index)(\.tsx?|\/)/;
  expect(files.filter((file) => /\.tsx?$/.test(file) && saysNothing.test(file))).toEqual([]);
});

// What the browsers of the build's target (vite.config.ts) do not know, and what the build does not add.
const tooNew =
  /\b(Map|Object)\.groupBy\(|\.to(Sorted|Reversed|Spliced)\(|\bPromise\.withResolvers\(|\bArray\.fromAsync\(|\bAbortSignal\.(timeout|any)\(/;

test('the page asks for nothing that the oldest phones of its target do not have', () => {
  const page = files.filter((file) => /^src\/.*\.tsx?$/.test(file) && !file.startsWith('src/example/content/'));
  expect(page.filter((file) => tooNew.test(readFileSync(join(projectDir, file), 'utf8').replaceAll(/^\/\/.*$/gm, '')))).toEqual(
    [],
  );
  expect(tooNew.test('Map.groupBy(rows, keyOf)')).toBe(true);
});

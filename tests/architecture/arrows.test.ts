import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lookAtImports } from './arrows.ts';
import { listFiles, projectDir } from './files.ts';
import { rooms } from './house.ts';

const isModule = (file: string) => /\.tsx?$/.test(file);

describe('the arrows between the rooms of the house', () => {
  test('are kept by every import in src and server, and every module was looked at', async () => {
    const { modules, violations } = await lookAtImports(projectDir);
    expect(violations).toEqual([]);
    expect(modules.toSorted()).toEqual(listFiles(projectDir, ['src', 'server']).filter(isModule).toSorted());
    expect(modules.length).toBeGreaterThan(10);
  });

  test('are known for every folder that holds code', () => {
    const folders = listFiles(projectDir, ['src', 'server'])
      .filter((file) => isModule(file) && !file.endsWith('.d.ts'))
      .map((file) => (file.startsWith('src/') ? file.split('/').slice(0, 2).join('/') : 'server'));
    expect([...new Set(folders)].filter((folder) => !(folder in rooms))).toEqual([]);
  });
});

test('a house with broken rules is seen to be crooked', async () => {
  const house = join(import.meta.dirname, 'fixtures', 'crooked-house');
  const { modules, violations } = await lookAtImports(house);
  expect(modules.toSorted()).toEqual(listFiles(house, ['src', 'server']).toSorted());
  const found = violations.map((violation) => violation.replace(/(\.\.\/)*node_modules\/([^/]+).*/, '$2')).toSorted();
  expect(found).toEqual(
    [
      'room-arrows: src/domain/rule.ts -> src/data/store.ts',
      'room-without-node: src/domain/rule.ts -> crypto',
      'narrow-package: src/data/store.ts -> yjs',
      'room-arrows: src/ui/badge.ts -> src/domain/rule.ts',
      'folders-apart: src/features/plans/plans-page.ts -> src/features/notes/notes-page.ts',
      'room-packages: src/features/plans/plans-page.ts -> dexie',
      'no-unknown-address: src/features/notes/notes-page.ts -> ./missing.ts',
      'room-packages: src/example/round.ts -> valibot',
      'no-circle: src/sync/a.ts -> src/sync/b.ts',
      'room-packages: server/page.ts -> react',
    ].toSorted(),
  );
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { entryFor, forgottenPackages, type LockFile } from '../../scripts/lock-file.ts';
import { projectDir } from '../architecture/files.ts';

test('package-lock.json holds the packages of every system (npm run complete-lock-file puts them back)', () => {
  const lockFile: LockFile = JSON.parse(readFileSync(join(projectDir, 'package-lock.json'), 'utf8'));
  expect(forgottenPackages(lockFile).map(({ name }) => name)).toEqual([]);
});

describe('a package that exists once per system', () => {
  const asking = { version: '1.0.0', optionalDependencies: { '@tool/darwin-arm64': '1.0.0', '@tool/linux-x64': '1.0.0' } };

  test('is missed when the lock file lacks it, beside the package that asks for it or further up', () => {
    const missedBy = (packages: LockFile['packages']) => forgottenPackages({ packages }).map(({ name }) => name);
    expect(missedBy({ 'node_modules/tool': asking, 'node_modules/@tool/linux-x64': {} })).toEqual(['@tool/darwin-arm64']);
    expect(
      missedBy({
        'node_modules/a/node_modules/tool': asking,
        'node_modules/@tool/linux-x64': {},
        'node_modules/a/node_modules/@tool/darwin-arm64': {},
      }),
    ).toEqual([]);
  });

  test('is written with what its name and its asker say', () => {
    expect(entryFor({ name: '@tool/cli-linux-x64-musl', range: '1.2.3', dev: true })).toEqual({
      version: '1.2.3',
      cpu: ['x64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    });
    expect(entryFor({ name: '@tool/win32-arm64-msvc', range: '1.2.3', dev: false })).toEqual({
      version: '1.2.3',
      cpu: ['arm64'],
      optional: true,
      os: ['win32'],
    });
    expect(() => entryFor({ name: 'tool', range: '^1.2.3', dev: false })).toThrow(/exact version/);
  });
});

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectDir } from '../architecture/files.ts';

/** Random text that gzip cannot shrink below `kilobytes`, nor much above it. */
const noise = (kilobytes: number) => randomBytes(kilobytes * 1000);

function fakeDist(kilobytes: {
  readonly route?: number;
  readonly lazy?: number;
  readonly css?: number;
  readonly locale?: number;
}): string {
  const dist = mkdtempSync(join(tmpdir(), 'tequio-dist-'));
  const write = (file: string, content: string | Buffer) => {
    mkdirSync(dirname(join(dist, file)), { recursive: true });
    writeFileSync(join(dist, file), content);
  };
  const chunks = {
    'index.html': {
      file: 'assets/entry.js',
      isEntry: true,
      imports: ['_vendor.js'],
      dynamicImports: ['src/features/today/today-page.tsx'],
      css: ['assets/entry.css'],
    },
    '_vendor.js': { file: 'assets/vendor.js' },
    'src/features/today/today-page.tsx': {
      file: 'assets/today.js',
      imports: ['_vendor.js', '_shared.js'],
      css: ['assets/today.css'],
    },
    '_shared.js': { file: 'assets/shared.js', css: ['assets/shared.css'] },
    'src/features/plans/plans-page.tsx': { file: 'assets/plans.js', imports: ['_vendor.js'] },
    'src/i18n/texts-es.ts': { file: 'assets/locale-es.js' },
    'src/i18n/texts-de.ts': { file: 'assets/locale-de.js' },
  };
  write('.vite/manifest.json', JSON.stringify(chunks));
  write('assets/entry.js', noise(10));
  write('assets/vendor.js', noise(100));
  write('assets/today.js', noise(kilobytes.route ?? 5));
  write('assets/shared.js', noise(5));
  write('assets/plans.js', noise(kilobytes.lazy ?? 20));
  write('assets/entry.css', noise(2));
  write('assets/today.css', noise(1));
  write('assets/shared.css', noise(kilobytes.css ?? 2));
  write('assets/locale-es.js', noise(kilobytes.locale ?? 5));
  write('assets/locale-de.js', noise(6));
  const list = ['assets/entry.js', 'assets/vendor.js', 'assets/plans.js'].map((url) => ({ revision: null, url }));
  write('service-worker.js', `precache(${JSON.stringify(list)}||[]);other([]);`);
  return dist;
}

function runSize(dist: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/size.ts', '--json', '--dist', dist], {
    cwd: projectDir,
    encoding: 'utf8',
  });
  return { status, stderr, size: stdout ? JSON.parse(stdout) : null };
}

describe('the size budget', () => {
  test('counts the entry, the first route and what both import, once, and no lazy route', () => {
    const { status, size, stderr } = runSize(fakeDist({}));
    expect(size.initialJs).toBeCloseTo(120, -0.5);
    expect(size.css).toBeCloseTo(5, -0.5);
    expect(size.locale).toBeCloseTo(6, -0.5);
    expect(size.precacheRaw).toBe(130);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  test('warns between what we aim for and the limit', () => {
    const { status, stderr } = runSize(fakeDist({ route: 40 }));
    expect(stderr).toMatch(/^Warning: initialJs is 15\d(\.\d)? kB, it should hold 150 kB/);
    expect(status).toBe(0);
  });

  test.each([
    ['initialJs', { route: 60 }],
    ['css', { css: 10 }],
    ['locale', { locale: 13 }],
    ['precacheRaw', { lazy: 800 }],
  ])('refuses a build whose %s is above the limit', (name, kilobytes) => {
    const { status, stderr } = runSize(fakeDist(kilobytes));
    expect(stderr).toMatch(new RegExp(`^Too big: ${name} is`, 'm'));
    expect(status).toBe(1);
  });

  test('refuses to measure a folder without a build', () => {
    const { status, size } = runSize(mkdtempSync(join(tmpdir(), 'tequio-dist-')));
    expect(size).toBeNull();
    expect(status).toBe(1);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectDir } from './files.ts';

const read = (file: string) => readFileSync(join(projectDir, file), 'utf8');
const readManifest = (language: 'es' | 'de') => JSON.parse(read(`public/manifest.${language}.webmanifest`));

/** The width that a PNG's header states, in pixels. */
const pngWidth = (file: string) => readFileSync(join(projectDir, file)).readUInt32BE(16);

/** The value that a custom property has in tokens.css: light comes first, dark second. */
const paper = (theme: 'light' | 'dark') =>
  [...read('src/ui/tokens.css').matchAll(/--paper:\s*(#[0-9a-f]+)/g)].at(theme === 'light' ? 0 : 1)?.[1];

test('the app installs as the same thing in both languages, but for its words', () => {
  type Manifest = Record<string, unknown> & { shortcuts: Record<string, unknown>[]; screenshots: Record<string, unknown>[] };
  const withoutWords = (manifest: Manifest) => ({
    ...manifest,
    name: '',
    description: '',
    lang: '',
    shortcuts: manifest.shortcuts.map((shortcut) => ({ ...shortcut, name: '' })),
    screenshots: manifest.screenshots.map((screenshot) => ({ ...screenshot, label: '', src: '' })),
  });
  const es = readManifest('es');
  const de = readManifest('de');
  expect(withoutWords(de)).toEqual(withoutWords(es));
  expect(de.description).not.toBe(es.description);
});

test.each(['es', 'de'] as const)('its pictures in %s exist in the sizes that they claim', (language) => {
  const pictures: readonly { readonly src: string; readonly sizes: string }[] = readManifest(language).screenshots;
  expect(pictures).toHaveLength(2);
  for (const { src, sizes } of pictures) {
    expect(src).toContain(`-${language}.`);
    expect(sizes.startsWith(`${pngWidth(`public${src}`)}x`)).toBe(true);
  }
});

test('its icons exist in the sizes that they claim', () => {
  const icons: readonly { readonly src: string; readonly sizes: string }[] = readManifest('es').icons;
  expect(icons.map(({ src }) => `${pngWidth(`public${src}`)}x${pngWidth(`public${src}`)}`)).toEqual(
    icons.map(({ sizes }) => sizes),
  );
});

test('the frame around the page has the colour of its paper, light and dark', () => {
  expect([readManifest('es').theme_color, readManifest('es').background_color]).toEqual([paper('light'), paper('light')]);
  const themeColours = [...read('index.html').matchAll(/name="theme-color" content="(#[0-9a-f]+)"/g)].map((match) => match[1]);
  expect(themeColours).toEqual([paper('light'), paper('dark')]);
});

// Reads from a finished build what a first visit downloads and what is kept for offline use.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isHeavy } from '../src/worker/heavy-files.ts';

/** In kB of 1000 bytes, rounded to 0.1; all but `precacheRaw` as gzip level 9, file by file. */
export type BuildSize = {
  /** The entry, the route that opens first, and what both import statically. */
  readonly initialJs: number;
  readonly css: number;
  /** The larger of the two languages. */
  readonly locale: number;
  readonly precacheRaw: number;
};

type Chunk = {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
};
type Chunks = Readonly<Record<string, Chunk>>;

const firstRoute = /^src\/features\/today\//;
const languages = ['es', 'de'];

/** Throws when `distDir` holds no build, or one whose parts it cannot tell apart: a measure of nothing must not pass. */
export function measureBuild(distDir: string): BuildSize {
  const chunks: Chunks = JSON.parse(readFileSync(join(distDir, '.vite', 'manifest.json'), 'utf8'));
  const start = Object.keys(chunks).filter((key) => chunks[key]?.isEntry || firstRoute.test(key));
  const initial = withStaticImports(chunks, start);
  const gzipKilobytes = (files: Iterable<string>) =>
    kilobytes(
      [...new Set(files)].reduce((bytes, file) => bytes + gzipSync(readFileSync(join(distDir, file)), { level: 9 }).length, 0),
    );

  const scripts = initial.map((chunk) => chunk.file).filter((file) => file.endsWith('.js'));
  if (scripts.length === 0) throw new Error(`${distDir} names no entry.`);
  return {
    initialJs: gzipKilobytes(scripts),
    css: gzipKilobytes(initial.flatMap((chunk) => chunk.css ?? [])),
    locale: Math.max(...languages.map((language) => gzipKilobytes(filesOfLanguage(chunks, language)))),
    precacheRaw: kilobytes(precachedFiles(distDir).reduce((bytes, file) => bytes + statSync(join(distDir, file)).size, 0)),
  };
}

function withStaticImports(chunks: Chunks, start: readonly string[]): readonly Chunk[] {
  const seen = new Set<string>();
  const visit = (key: string) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of chunks[key]?.imports ?? []) visit(next);
  };
  for (const key of start) visit(key);
  return [...seen].flatMap((key) => chunks[key] ?? []);
}

function filesOfLanguage(chunks: Chunks, language: string): readonly string[] {
  const files = Object.entries(chunks)
    .filter(([key]) => key === `src/i18n/texts-${language}.ts`)
    .map(([, chunk]) => chunk.file);
  if (files.length === 0) throw new Error(`The build holds no texts in the language ${language}.`);
  return files;
}

/** The list that the bundler wrote into the service worker, but for the heavy files, which the installing does not wait for. */
function precachedFiles(distDir: string): readonly string[] {
  const worker = readFileSync(join(distDir, 'service-worker.js'), 'utf8');
  const [list] = /\[\{"(?:revision|url)":[^\]]*\}\]/.exec(worker) ?? [];
  if (!list) throw new Error(`The service worker in ${distDir} holds no list of files.`);
  const entries: readonly { readonly url: string }[] = JSON.parse(list);
  return entries.map((entry) => entry.url).filter((url) => !isHeavy(url));
}

function kilobytes(bytes: number): number {
  return Math.round(bytes / 100) / 10;
}

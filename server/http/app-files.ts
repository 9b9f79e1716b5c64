// Serves the built app: index.html for every address of the app, so that deep links open, and the files beside it.
// Promises: nothing outside the folder; files named by their content are kept for ever by browsers, all others are asked for
// anew each time (and answered "unchanged" when they are); a new build is served without a restart.

import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};
const compressible = /^(text|application\/(json|manifest|wasm)|image\/svg)/;

type Encoding = 'br' | 'gzip' | 'identity';
type AppFile = {
  readonly type: string;
  readonly tag: string;
  readonly modifiedMs: number;
  /** Shared by all answers: nobody who reads slowly holds a copy. */
  readonly bytes: Map<Encoding, Uint8Array<ArrayBuffer>>;
};

export type AppFiles = { readonly answer: (request: Request) => Promise<Response | undefined> };

/** `folder` is the built app. `answer` gives undefined for what is not there. */
export function createAppFiles(folder: string): AppFiles {
  const known = new Map<string, AppFile>();
  return {
    answer: async (request) => {
      const path = pathOf(request);
      if (path === undefined) return undefined;
      const file = (await load(folder, path, known)) ?? (isAddress(path) ? await load(folder, '/index.html', known) : undefined);
      return file && answerWith(file, request, path);
    },
  };
}

/** The decoded path, or undefined when it is no clean path of a file. */
function pathOf(request: Request): string | undefined {
  try {
    const path = decodeURIComponent(new URL(request.url).pathname);
    const isClean = !path.includes('\0') && !path.includes('\\') && normalize(path) === path && !path.includes('/.');
    return isClean ? path : undefined;
  } catch {
    return undefined;
  }
}

/** A place in the app rather than a file: it has no extension and is nobody's folder. */
function isAddress(path: string): boolean {
  return extname(path) === '' && !path.startsWith('/assets/');
}

async function load(folder: string, path: string, known: Map<string, AppFile>): Promise<AppFile | undefined> {
  const file = join(folder, path);
  if (!isInside(folder, file)) return undefined;
  const facts = await stat(file).catch(() => undefined);
  if (!facts?.isFile()) return undefined;
  const kept = known.get(path);
  if (kept?.modifiedMs === facts.mtimeMs) return kept;
  if (!isInside(await realpath(folder), await realpath(file))) return undefined; // a link that leads out
  const bytes = await readFile(file);
  const fresh: AppFile = {
    type: types[extname(path)] ?? 'application/octet-stream',
    tag: createHash('sha256').update(bytes).digest('hex').slice(0, 16),
    modifiedMs: facts.mtimeMs,
    bytes: new Map([['identity', new Uint8Array(bytes)]]),
  };
  known.set(path, fresh);
  return fresh;
}

function isInside(folder: string, file: string): boolean {
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

async function answerWith(file: AppFile, request: Request, path: string): Promise<Response> {
  const encoding = compressible.test(file.type) ? encodingFor(request) : 'identity';
  const etag = `"${file.tag}-${encoding}"`;
  const headers: Record<string, string> = {
    'content-type': file.type,
    'cache-control': isNamedByContent(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag,
    vary: 'accept-encoding',
  };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  const bytes = await encoded(file, encoding);
  if (encoding !== 'identity') headers['content-encoding'] = encoding;
  headers['content-length'] = String(bytes.length);
  return new Response(request.method === 'HEAD' ? null : bytes, { headers });
}

function isNamedByContent(path: string): boolean {
  return /^\/assets\/.+-[\w-]{8,}\.\w+$/.test(path);
}

function encodingFor(request: Request): Encoding {
  const accepted = request.headers.get('accept-encoding') ?? '';
  return /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
}

async function encoded(file: AppFile, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
  const kept = file.bytes.get(encoding);
  if (kept) return kept;
  const plain = file.bytes.get('identity') ?? new Uint8Array();
  const bytes =
    encoding === 'br'
      ? await compressBrotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
      : await compressGzip(plain, { level: 9 });
  const shared = new Uint8Array(bytes);
  file.bytes.set(encoding, shared);
  return shared;
}

// Reads the JSON body of a request, within bounds before and after inflation.
// Promises: never holds more than the bound in memory; a gzip bomb, an endless body and a deeply nested one end with a code.

import { gunzipSync } from 'node:zlib';
import { ok, type Result, refuse } from '#domain/result.ts';

/** Deeper than any request; far from where a function that calls itself once a level would run out of stack. */
const maxDepth = 128;

/** `maxBytes` bounds the body as it travels and, once more, the JSON text in it. */
export async function readJson(request: Request, maxBytes: number): Promise<Result<unknown, 'malformed' | 'too-large'>> {
  if (!isJson(request.headers.get('content-type'))) return refuse('malformed');
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'gzip' && encoding !== 'identity') return refuse('malformed');
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return refuse('too-large');
  const received = await readBytes(request, maxBytes);
  if (!received.ok) return received;
  const inflated = encoding === 'gzip' ? inflateWithin(received.value, maxBytes) : received;
  return inflated.ok ? parse(inflated.value.toString('utf8')) : inflated;
}

function isJson(contentType: string | null): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';
}

async function readBytes(request: Request, maxBytes: number): Promise<Result<Buffer, 'malformed' | 'too-large'>> {
  return request.headers.has('content-length') ? readAnnounced(request) : readStreamed(request, maxBytes);
}

/** The connection lets no more bytes in than were announced, and the caller has compared these with its bound. */
async function readAnnounced(request: Request): Promise<Result<Buffer, 'malformed'>> {
  try {
    return ok(Buffer.from(await request.arrayBuffer()));
  } catch {
    return refuse('malformed'); // the line broke: nobody is there to read the answer
  }
}

async function readStreamed(request: Request, maxBytes: number): Promise<Result<Buffer, 'malformed' | 'too-large'>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.length;
      if (length > maxBytes) return refuse('too-large');
      chunks.push(chunk);
    }
  } catch {
    return refuse('malformed'); // as above
  }
  return ok(Buffer.concat(chunks));
}

/** A body within the bound is inflated in a fraction of the time that handing it to another thread takes. */
function inflateWithin(bytes: Buffer, maxBytes: number): Result<Buffer, 'malformed' | 'too-large'> {
  try {
    return ok(gunzipSync(bytes, { maxOutputLength: maxBytes }));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return refuse(code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'malformed');
  }
}

function parse(text: string): Result<unknown, 'malformed'> {
  if (depthOf(text) > maxDepth) return refuse('malformed');
  try {
    return ok(JSON.parse(text));
  } catch {
    return refuse('malformed');
  }
}

/** How deep brackets nest outside of texts. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '"') at = endOfText(text, at);
    else if (letter === '{' || letter === '[') deepest = Math.max(deepest, ++depth);
    else if (letter === '}' || letter === ']') depth -= 1;
  }
  return deepest;
}

function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

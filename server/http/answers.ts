// What the API answers: JSON, compressed where that saves bytes, never stored by anybody in between.

import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib';
import type { ErrorBody, RequestError } from '#protocol/codes.ts';

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);
/** Half a second for all that a new device fetches, and an eighth smaller than gzip; above it the time grows faster than the gain. */
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 7 } };

/** Below this, compressing adds bytes. */
const worthCompressing = 200;
/** Below this, handing it to another thread takes longer than compressing it. */
const worthAThread = 16 * 1024;
/** Two bytes in a hundred more than with the quality above, in a fifth of the time: all of it lies in the window. */
const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 16 } };

const statusByError: Readonly<Record<RequestError, number>> = {
  malformed: 400,
  'no-session': 401,
  'session-revoked': 401,
  'foreign-origin': 403,
  'foreign-node': 403,
  'may-not-invite': 403,
  'not-found': 404,
  'invitation-unknown': 404,
  hole: 409,
  fork: 409,
  'unknown-history': 409,
  'other-person': 409,
  'invitation-used': 410,
  'invitation-expired': 410,
  'invitation-withdrawn': 410,
  'too-large': 413,
  version: 426,
  'too-many-requests': 429,
  failed: 500,
  busy: 503,
};

export async function answerJson(
  request: Request,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return jsonResponse(request, 200, body, headers);
}

export async function answerError(request: Request, body: ErrorBody): Promise<Response> {
  const retry: Record<string, string> = {};
  if (body.retryAfterS !== undefined) retry['retry-after'] = String(body.retryAfterS);
  return jsonResponse(request, statusByError[body.error], body, retry);
}

/** An answer that goes on, on a connection of its own. Nobody in between may keep it back to gather more. */
export function answerEvents(body: ReadableStream): Response {
  const passing = { 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' };
  return new Response(body, { headers: { 'content-type': 'text/event-stream', connection: 'close', ...passing } });
}

async function jsonResponse(
  request: Request,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const text = Buffer.from(JSON.stringify(body));
  // What nobody stores need not say what it varies by.
  const frame = { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers };
  const accepted = request.headers.get('accept-encoding') ?? '';
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
  if (text.length < worthCompressing || !encoding) return new Response(text, { status, headers: frame });
  const bytes = text.length < worthAThread ? compressedHere(text, encoding) : await compressedAside(text, encoding);
  return new Response(bytes, { status, headers: { ...frame, 'content-encoding': encoding } });
}

type Encoding = 'br' | 'gzip';

function compressedHere(text: Buffer, encoding: Encoding): Buffer<ArrayBuffer> {
  return encoding === 'br' ? brotliCompressSync(text, quickly) : gzipSync(text);
}

function compressedAside(text: Buffer, encoding: Encoding): Promise<Buffer<ArrayBuffer>> {
  return encoding === 'br' ? compressBrotli(text, quality) : compressGzip(text);
}

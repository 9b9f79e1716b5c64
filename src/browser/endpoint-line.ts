// How page and worker talk to the endpoint: JSON over fetch, compressed on the way up. A line that fails is a value, not an error.

import type { Delivered } from '#sync/sync-once.ts';

/** Longer than a full page takes at 32 kbit/s; a dead line is given up after it. */
const patienceMs = 90_000;

/** `extra` are headers that a browser sends by itself and others must name: the cookie. */
export async function post(path: string, body: unknown, extra: Readonly<Record<string, string>> = {}): Promise<Delivered> {
  const { headers, body: bytes } = await compressed(JSON.stringify(body));
  return request(path, { method: 'POST', headers: { ...headers, ...extra }, body: bytes });
}

/** Asks for what an address names. */
export async function get(path: string): Promise<Delivered> {
  return request(path, { method: 'GET', cache: 'no-store' }); // a POST is stored by nobody, and would only say so at length
}

/** Ends what an address names. */
export async function endAt(path: string): Promise<Delivered> {
  return request(path, { method: 'DELETE' });
}

async function request(path: string, init: RequestInit): Promise<Delivered> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMs);
  try {
    const response = await fetch(path, {
      ...init,
      credentials: 'same-origin',
      signal: patience.signal,
    });
    const body = parsed(await response.text()); // a line that breaks in the middle of the body rejects here: cut
    // An answer without JSON is not the endpoint's: a proxy, or a network that wants a login.
    if (body === undefined && response.status >= 500) return { type: 'cut' };
    return { type: 'answer', status: response.status, body };
  } catch {
    return { type: 'cut' };
  } finally {
    clearTimeout(timer);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function compressed(json: string): Promise<{ readonly headers: Record<string, string>; readonly body: BodyInit }> {
  const type = { 'content-type': 'application/json' };
  if (json.length < 300 || !('CompressionStream' in globalThis)) return { headers: type, body: json };
  const stream = new Blob([json]).stream().pipeThrough(new CompressionStream('gzip'));
  return { headers: { ...type, 'content-encoding': 'gzip' }, body: await new Response(stream).blob() };
}

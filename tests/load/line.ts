// A line to a process on this machine: connections that are kept, and nothing that costs the sender more than it must, so that
// what is measured is the other end. It plays the proxy that stands before an endpoint, so each device has an address of its own.

import { Agent, type IncomingMessage, request } from 'node:http';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';

export type Line = {
  /** Sends zipped JSON (json: as a text) and gives the answer as it came, unzipped. Rejects when the line breaks. */
  readonly post: (path: string, json: string | Buffer, asker?: Asker) => Promise<Answer>;
  /** Opens an answer that goes on. */
  readonly listen: (path: string, asker: Asker) => Promise<IncomingMessage>;
  readonly close: () => void;
};

/** Who a request is from, as the proxy tells it. */
export type Asker = { readonly cookie: string; readonly address: string };

export type Answer = { readonly status: number; readonly body: Buffer };

/** Settings of an endpoint that is reached by such a line. */
export const behindProxy = { TEQUIO_ORIGIN: 'http://tequio.test' };

/** Settings of one whose devices ask more often than any person would. */
export const asFastAsTheyCan = { TEQUIO_LIMITS: '0' };

export const zipped = (json: string): Buffer => gzipSync(json, { level: 6 });

export function openLine(origin: string): Line {
  const { hostname, port } = new URL(origin);
  const agent = new Agent({ keepAlive: true });
  const ask = (method: string, path: string, headers: Readonly<Record<string, string | number>>, body?: Buffer) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const lasting = method === 'POST' ? agent : false;
      const asking = request({ hostname, port, path, method, agent: lasting, headers }, resolve);
      asking.on('error', reject);
      asking.end(body);
    });
  return {
    post: async (path, json, asker) => {
      const body = typeof json === 'string' ? zipped(json) : json;
      const headers = {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        'content-length': body.length,
        'accept-encoding': 'gzip, br',
        ...(asker && headersOf(asker)),
      };
      const answer = await ask('POST', path, headers, body);
      return { status: answer.statusCode ?? 0, body: unzipped(answer, await wholeOf(answer)) };
    },
    listen: (path, asker) => ask('GET', path, headersOf(asker)),
    close: () => agent.destroy(),
  };
}

function headersOf({ cookie, address }: Asker) {
  return { cookie, 'x-forwarded-for': address };
}

function wholeOf(answer: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => resolve(Buffer.concat(chunks)));
    answer.on('error', reject);
    answer.on('aborted', () => reject(new Error('the answer broke off')));
  });
}

function unzipped({ headers }: IncomingMessage, body: Buffer): Buffer {
  const encoding = headers['content-encoding'];
  if (encoding === 'br') return brotliDecompressSync(body);
  return encoding === 'gzip' ? gunzipSync(body) : body;
}

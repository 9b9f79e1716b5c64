// The socket side of the endpoint: takes connections, hands whole requests over, and writes the answers, each within bounds of
// time, size and number. Whoever sends slowly, reads nothing or opens too much loses the connection; nobody else notices.
// Promises: a request that is none gets a code and the headers of every other answer. Nothing is written down about it.
// Leaves to others: what a request may ask, and how often (endpoint.ts).

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { ErrorBody } from '#protocol/codes.ts';
import { addressOf } from './address.ts';
import { fetchedHeaders } from './security-headers.ts';

export type ListenerLimits = {
  /** From the first byte of a connection, or of its next request, to the end of the headers. */
  readonly headersMs: number;
  /** From there to the end of the body. */
  readonly requestMs: number;
  /** How long a connection is kept that asks nothing more. */
  readonly idleMs: number;
  /** How long neither side may take or give a byte. */
  readonly stalledMs: number;
  /** How often the times above are looked at. */
  readonly lookMs: number;
  /** The request's line and headers together. */
  readonly headerBytes: number;
  readonly connections: number;
  readonly connectionsPerAddress: number;
};

/** A full push takes 80 s at 32 kbit/s. Two hundred phones of one town hall have seven connections each. */
const listenerLimits: ListenerLimits = {
  headersMs: 20_000,
  requestMs: 120_000,
  idleMs: 65_000,
  stalledMs: 120_000,
  lookMs: 5_000,
  headerBytes: 16 * 1024,
  connections: 10_000,
  connectionsPerAddress: 2_000,
};

export type ListenerParts = {
  readonly answer: (request: Request, asker: { readonly address: string }) => Promise<Response>;
  /** Then every connection is the proxy's, and the address of the request is the one that the proxy saw. */
  readonly isBehindProxy: boolean;
  readonly limits?: Partial<ListenerLimits>;
};

/** Not yet listening. */
export function createListener({ answer, isBehindProxy, limits }: ListenerParts): Server {
  const bounds = { ...listenerLimits, ...limits };
  const onRequest = getRequestListener(
    (request, { incoming }) => answer(request, { address: addressOf(incoming as IncomingMessage, isBehindProxy) }),
    { errorHandler: () => new Response(bodyOf('malformed'), { status: 400, headers: headersOfNone }) },
  );
  const options = {
    headersTimeout: bounds.headersMs,
    requestTimeout: bounds.requestMs,
    keepAliveTimeout: bounds.idleMs,
    connectionsCheckingInterval: bounds.lookMs,
    maxHeaderSize: bounds.headerBytes,
    requireHostHeader: false, // `onRequest` asks for it, and says so as it says everything
    keepAlive: true, // a phone that went out of sight without a word is noticed
    keepAliveInitialDelay: bounds.stalledMs,
  };
  const server = createServer(options, (incoming, outgoing) => void onRequest(incoming, outgoing));
  server.timeout = bounds.stalledMs;
  server.maxConnections = bounds.connections;
  server.on('clientError', turnAway);
  if (!isBehindProxy) limitPerAddress(server, bounds.connectionsPerAddress);
  return server;
}

function limitPerAddress(server: Server, most: number): void {
  const counts = new Map<string, number>();
  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (counts.get(address) ?? 0) + 1;
    if (count > most) {
      socket.destroy();
      return;
    }
    counts.set(address, count);
    socket.once('close', () => {
      const left = (counts.get(address) ?? 1) - 1;
      if (left > 0) counts.set(address, left);
      else counts.delete(address);
    });
  });
}

const headersOfNone = { ...fetchedHeaders, 'content-type': 'application/json', 'cache-control': 'no-store' };

function bodyOf(error: ErrorBody['error']): string {
  return JSON.stringify({ error } satisfies ErrorBody);
}

/** What could not be read as a request, or did not arrive in time. One that follows others may cut into an answer: no word. */
function turnAway(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const [status, code] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? (['408 Request Timeout', 'malformed'] as const)
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? (['431 Request Header Fields Too Large', 'too-large'] as const)
        : (['400 Bad Request', 'malformed'] as const);
  const body = bodyOf(code);
  const headers = { ...headersOfNone, 'content-length': String(body.length), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`);
}

// The network address that a request comes from, for limits per address.
// A proxy in front adds the address that it saw as the last of X-Forwarded-For. Only an operator who named a public origin has
// one; otherwise anybody could write that header and be somebody else with every try.

import type { IncomingMessage } from 'node:http';

export function addressOf({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>, isBehindProxy: boolean): string {
  const direct = socket.remoteAddress ?? 'unknown';
  if (!isBehindProxy) return direct;
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim();
  return forwarded || direct;
}

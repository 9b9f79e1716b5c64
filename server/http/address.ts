// The network address that a request comes from, for limits per address.
// A proxy in front adds the address that it saw as the last of X-Forwarded-For. Only an operator who named a public origin has
// one; otherwise anybody could write that header and be somebody else with every try.
// Of IPv6 it is the network of 64 bits: whoever has one address there has all of them.

import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

export function addressOf({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>, isBehindProxy: boolean): string {
  const direct = networkOf(socket.remoteAddress ?? 'unknown');
  if (!isBehindProxy) return direct;
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim();
  return forwarded ? networkOf(forwarded) : direct;
}

function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address; // ::ffff:192.0.2.1 is one of IPv4
  const [before = [], after = []] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const gap = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...gap, ...after].slice(0, 4).join(':');
}

import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { addressOf } from '#server/http/address.ts';

const socket = { remoteAddress: '127.0.0.1' } as Socket;

test('without a proxy, nobody chooses the address that their tries count against', () => {
  expect(addressOf({ socket, headers: { 'x-forwarded-for': '203.0.113.9' } }, false)).toBe('127.0.0.1');
});

test('behind a proxy, the address that the proxy saw counts, whatever the client wrote before it', () => {
  expect(addressOf({ socket, headers: { 'x-forwarded-for': '203.0.113.9, 198.51.100.4' } }, true)).toBe('198.51.100.4');
  expect(addressOf({ socket, headers: {} }, true)).toBe('127.0.0.1');
});

test.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::6', '2001:db8:1:2'],
  ['2001:db8::5:6', '2001:db8:0:0'],
  ['2001::1:2:3:4:5:6', '2001:0:1:2'],
  ['::1', '0:0:0:0'],
  ['::ffff:192.0.2.7', '::ffff:192.0.2.7'],
])('of IPv6 the network counts, since its owner has all the addresses in it: %s', (address, network) => {
  expect(addressOf({ socket: { remoteAddress: address } as Socket, headers: {} }, false)).toBe(network);
  expect(addressOf({ socket, headers: { 'x-forwarded-for': address } }, true)).toBe(network);
});

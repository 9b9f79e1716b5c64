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

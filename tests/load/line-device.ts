// A device that has joined, on a line to a process.

import { aWireDevice, type WireDevice } from '#tests/server/wire-device.ts';
import type { Line } from './line.ts';
import type { Account } from './programme.ts';

export function aLineDevice(account: Account, line: Line): WireDevice {
  const send = async (request: Request) => {
    const { status, body } = await line.post(new URL(request.url).pathname, await request.text(), account);
    return new Response(new Uint8Array(body), { status });
  };
  return aWireDevice(Object.assign(send, { ...account, round: '' }), account.node, Date.now());
}

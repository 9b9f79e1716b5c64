import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { post } from '#browser/endpoint-line.ts';

test('an answer that is cut in the middle of its body is a cut line', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
    response.write('{"version":1,'.padEnd(20_000, ' '));
    setTimeout(() => response.socket?.destroy(), 50);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  const delivered = await post(`http://localhost:${port}/api/sync`, {});
  server.close();
  expect(delivered).toEqual({ type: 'cut' });
});

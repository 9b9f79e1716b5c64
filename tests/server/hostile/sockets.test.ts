// Slow, silent, greedy and garbled clients on real sockets, with time-outs short enough for a test. The endpoint's own are
// in server/http/listener.ts; how the whole process stands it is in process.test.ts beside this.

import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createListener, type ListenerLimits } from '#server/http/listener.ts';
import { readJson } from '#server/http/read-body.ts';
import { aRawLine } from './raw-line.ts';

const quick = { headersMs: 60, requestMs: 150, idleMs: 60, stalledMs: 200, lookMs: 20 };

type Answer = (request: Request) => Promise<Response>;

async function listen(answer: Answer, limits: Partial<ListenerLimits> = quick, isBehindProxy = false): Promise<number> {
  const server = createListener({ answer, isBehindProxy, limits });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

const hello: Answer = async () => new Response('hello');
const posting = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
const getting = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

describe('a client', () => {
  test('that says nothing loses the connection', async () => {
    const line = await aRawLine(await listen(hello));
    expect(await line.ended).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('whose headers never end loses the connection, however busily it goes on', async () => {
    const line = await aRawLine(await listen(hello));
    line.write('GET / HTTP/1.1\r\nHost: x\r\n');
    const drip = setInterval(() => line.write('X-A: b\r\n'), 10);
    onTestFinished(() => clearInterval(drip));
    const answer = await line.ended;
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('{"error":"malformed"}');
    expect(answer).toContain("content-security-policy: default-src 'none'");
  });

  test('whose body never ends loses the connection, however busily it goes on', async () => {
    const answers: unknown[] = [];
    const port = await listen(async (request) => {
      answers.push(await readJson(request, 10_000));
      return new Response('read');
    });
    const line = await aRawLine(port);
    line.write(`${posting}Content-Length: 9000\r\n\r\n`);
    const drip = setInterval(() => line.write('x'), 10);
    onTestFinished(() => clearInterval(drip));
    await line.ended;
    await expect.poll(() => answers).toEqual([{ ok: false, refusal: 'malformed' }]);
  });

  test('that goes away in the middle of its request leaves nothing behind that waits', async () => {
    const answers: unknown[] = [];
    const port = await listen(async (request) => {
      answers.push(await readJson(request, 10_000));
      return new Response('read');
    }, {});
    const line = await aRawLine(port);
    line.write(`${posting}Content-Length: 9000\r\n\r\n{"half`);
    line.hangUp();
    await expect.poll(() => answers).toEqual([{ ok: false, refusal: 'malformed' }]);
  });

  test('that never reads its answer loses the connection, and the rest of the answer is not made', async () => {
    let made = 0;
    let wasCancelled = false;
    const port = await listen(async () => {
      const body = new ReadableStream({
        pull: (controller) => {
          made += 1;
          controller.enqueue(new Uint8Array(64 * 1024));
        },
        cancel: () => {
          wasCancelled = true;
        },
      });
      return new Response(body);
    });
    const line = await aRawLine(port);
    line.stopReading();
    line.write(getting);
    await expect.poll(() => wasCancelled).toBe(true);
    expect(made).toBeLessThan(500); // what the system itself keeps for a connection, and not a byte more of the endpoint's memory
  });

  test('that asks nothing more is let go after its answer', async () => {
    const line = await aRawLine(await listen(hello));
    line.write(getting);
    expect(await line.ended).toContain('hello');
  });

  test.each<readonly [string, string, string, string]>([
    ['that speaks something else', 'EHLO town.example\r\n\r\n', '400', 'malformed'],
    ['that names no host', 'GET / HTTP/1.1\r\n\r\n', '400', 'malformed'],
    ['whose host is none', 'GET / HTTP/1.1\r\nHost: a b/c\r\n\r\n', '400', 'malformed'],
    ['whose path has a backslash', 'GET /..\\..\\x HTTP/1.1\r\nHost: x\r\n\r\n', '400', 'malformed'],
    ['that gives two lengths', `${posting}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, '400', 'malformed'],
    ['that gives a length and none', `${posting}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`, '400', 'malformed'],
    ['with a zero byte in a header', 'GET / HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n', '400', 'malformed'],
    ['with too many headers', `GET / HTTP/1.1\r\nHost: x\r\n${'X-A: b\r\n'.repeat(3000)}\r\n`, '431', 'too-large'],
    ['with an endless address', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, '431', 'too-large'],
  ])('%s gets a code', async (_what, sent, status, code) => {
    const line = await aRawLine(await listen(hello));
    line.write(sent);
    const answer = await line.ended;
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain(`{"error":"${code}"}`);
    expect(answer.toLowerCase()).toContain("content-security-policy: default-src 'none'");
    expect(answer.toLowerCase()).toContain('x-content-type-options: nosniff');
  });
});

describe('connections', () => {
  test('of one address are so many at most; one that ends makes room', async () => {
    const port = await listen(hello, { connectionsPerAddress: 2 });
    const [first, second] = [await aRawLine(port), await aRawLine(port)];
    expect(await (await aRawLine(port)).ended).toBe('');
    second.write(getting);
    await second.until('hello');
    first.hangUp();
    await first.ended;
    await expect
      .poll(async () => {
        const late = await aRawLine(port);
        late.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
        return late.ended;
      })
      .toContain('hello');
  });

  test('are so many at most, from wherever', async () => {
    const port = await listen(hello, { connections: 2 }, true);
    const lines = [await aRawLine(port), await aRawLine(port)];
    expect(await (await aRawLine(port)).ended).toBe('');
    lines[0]?.write(getting);
    expect(await lines[0]?.until('hello')).toContain('hello');
  });

  test('of a proxy are not counted as one address’s', async () => {
    const port = await listen(hello, { connectionsPerAddress: 1 }, true);
    await aRawLine(port);
    const second = await aRawLine(port);
    second.write(getting);
    expect(await second.until('hello')).toContain('hello');
  });
});

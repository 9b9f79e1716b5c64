import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type BadLink, type LinkQuality, openBadLink, villageLink } from './bad-link.ts';

const calm: LinkQuality = { roundTripMs: 0, upRate: 1e9, downRate: 1e9, cutAfterBytes: 1e9, cutAfterMs: 60_000 };
let closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});

/** An endpoint that takes what comes and answers with that many bytes, behind a link. */
async function aLink(
  quality: LinkQuality,
  answerBytes: number,
): Promise<BadLink & { readonly ask: (bytes: number) => Promise<number> }> {
  const server = createServer((request, response) => {
    request.on('data', () => {});
    request.on('end', () => response.end(Buffer.alloc(answerBytes)));
    request.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const link = await openBadLink((server.address() as AddressInfo).port);
  link.become(quality);
  closing.push(() => link.close());
  closing.push(async () => void server.close());
  const ask = async (bytes: number) => {
    const body = Buffer.alloc(bytes);
    const response = await fetch(`http://localhost:${link.port}/`, { method: 'POST', body, headers: { connection: 'close' } });
    return (await response.arrayBuffer()).byteLength;
  };
  return { ...link, ask };
}

async function msOf(work: Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work;
  return performance.now() - startedMs;
}

test('takes two round trips for the first answer of a connection', async () => {
  const { ask } = await aLink({ ...calm, roundTripMs: 150 }, 10);
  const ms = await msOf(ask(10));
  expect(ms).toBeGreaterThan(280);
  expect(ms).toBeLessThan(1_500);
});

test('lets no more bytes pass in a second than its rate, up and down each', async () => {
  const up = await aLink({ ...calm, upRate: 20_000 }, 10);
  expect(await msOf(up.ask(10_000))).toBeGreaterThan(480);
  const down = await aLink({ ...calm, downRate: 20_000 }, 10_000);
  expect(await msOf(down.ask(10))).toBeGreaterThan(480);
  expect(down.passed().down).toBeGreaterThan(10_000);
});

test('shares its rate among connections', async () => {
  const { ask } = await aLink({ ...calm, upRate: 20_000 }, 10);
  expect(await msOf(Promise.all([ask(5_000), ask(5_000)]))).toBeGreaterThan(480);
});

test('cuts a connection after its bytes, in the middle of a request or of an answer', async () => {
  const link = await aLink({ ...calm, cutAfterBytes: 20_000 }, 30_000);
  await expect(link.ask(10)).rejects.toThrow();
  expect(link.passed()).toMatchObject({ requests: 1, connections: 1 });
  expect(link.passed().up + link.passed().down).toBe(20_000);
  await expect(link.ask(30_000)).rejects.toThrow();
  expect(link.passed().up + link.passed().down).toBe(40_000);
});

test('cuts a connection after its time', async () => {
  const { ask } = await aLink({ ...calm, upRate: 10_000, cutAfterMs: 300 }, 10);
  await expect(ask(20_000)).rejects.toThrow();
  expect(await ask(100)).toBe(10);
});

test('a village link carries a small push and its answer in about a second', async () => {
  const { ask } = await aLink(villageLink, 500);
  const ms = await msOf(ask(2_000));
  expect(ms).toBeGreaterThan(1_000);
  expect(ms).toBeLessThan(3_000);
});

test('is a good link until it becomes a bad one', async () => {
  const { ask, become } = await aLink(calm, 30_000);
  expect(await ask(30_000)).toBe(30_000);
  become(villageLink);
  await expect(ask(30_000)).rejects.toThrow();
});

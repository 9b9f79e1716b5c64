import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blocksIn, misfit } from './blocks.ts';
import { aSession, type Session } from './session.ts';

const docs = join(import.meta.dirname, '..', '..', 'docs');
const minutesMs = 60_000;

describe.each(['operating.md', 'protocol.md'])('what %s tells to type', (document) => {
  let session: Session;
  beforeAll(async () => {
    session = await aSession();
  }, minutesMs);
  afterAll(() => session.end());

  test('shows what it says', { timeout: 4 * minutesMs }, async () => {
    const blocks = blocksIn(readFileSync(join(docs, document), 'utf8'), 'sh run');
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) expect(await session.follow(block)).toBe(undefined);
  });
});

test('a session that shows something else than it says is caught', { timeout: minutesMs }, async () => {
  const session = await aSession();
  const follow = (text: string) =>
    session.follow(blocksIn(`\`\`\`sh run\n${text}\n\`\`\``, 'sh run')[0] ?? { line: 0, exchanges: [] });
  const health = '$ curl -s http://localhost:8080/api/health';
  expect(await follow(`${health}\n{"status":"ok","version":"…"}`)).toBe(undefined);
  expect(await follow(`${health}\n{"status":"fine","version":"…"}`)).toMatch(/tells: \{"status":"fine"/);
  expect(await follow(`${health}\n{"status":"ok","version":"…"}\nand more`)).toMatch(/tells: and more/);
  expect(await follow(health)).toMatch(/shows:\n\{"status":"ok"/);
  await session.end();
});

describe('what is told', () => {
  test.each<readonly [readonly string[], readonly string[], string | undefined]>([
    [['a', 'b'], ['a', 'b'], undefined],
    [['a'], ['a', 'b'], 'b'],
    [['a', 'b'], ['a'], 'b'],
    [['at … o’clock'], ['at 5 o’clock'], undefined],
    [['a.c'], ['abc'], 'a.c'],
    [['…'], [], undefined],
    [['…', 'z'], ['x', 'y', 'z'], undefined],
    [['…', 'z'], ['x', 'y'], 'z'],
    [['a', '…', 'c', '…'], ['a', 'b', 'c', 'd', 'e'], undefined],
  ])('%j fits %j but for %s', (told, shown, wrong) => {
    expect(misfit(told, shown)).toBe(wrong);
  });
});

// How fast an endpoint hands out everything to devices that have nothing: first syncs side by side, page after page.

import { firstPageBytes } from '#protocol/limits.ts';
import type { Cursor } from '#protocol/sync.ts';
import type { Line } from '#tests/load/line.ts';
import type { Account } from '#tests/load/programme.ts';
import type { PackedAnswer } from './pushers.ts';

const readers = 4;

/** Pages of the first size a second (limits.ts, about that many bytes before they are compressed). */
export async function measurePages(lines: readonly Line[], account: Account, ms: number): Promise<number> {
  const start = performance.now();
  let pagesRead = 0;
  const read = async (line: Line) => {
    let cursors: Record<string, Cursor> = {};
    while (performance.now() - start < ms) {
      const request = { version: 1, nodes: {}, from: { node: account.node, n: 1 }, cursors, maxBytes: firstPageBytes };
      const { status, body } = await line.post('/api/sync', JSON.stringify(request), account);
      if (status !== 200) throw new Error(`A first sync was answered with ${status} ${body}`);
      const { pages = [] } = JSON.parse(body.toString()) as PackedAnswer;
      for (const { space, to, head, chain } of pages) cursors[space] = [to, head, chain];
      if (pages.every(({ to, head }) => to === head)) cursors = {};
      pagesRead += 1;
    }
  };
  await Promise.all(Array.from({ length: readers }, (_, index) => read(lines[index % lines.length] ?? missing())));
  return (1000 * pagesRead) / (performance.now() - start);
}

function missing(): never {
  throw new Error('There is no line to read from');
}

import { expect, test, vi } from 'vitest';
import { answerHeavy, dropOthers, fetchHeavy, isHeavy } from '../../src/worker/heavy-files.ts';

const base = 'https://tequio.test/';

/** The browser's cache, as far as it is used here; `line` answers what it does not hold. */
function aCache(line: (url: string) => Response) {
  const held = new Map<string, Response>();
  const address = (request: RequestInfo | URL) => new URL(request instanceof Request ? request.url : String(request), base).href;
  const cache = {
    match: async (request: RequestInfo) => held.get(address(request))?.clone(),
    add: async (request: RequestInfo) => void held.set(address(request), line(address(request))),
    put: async (request: RequestInfo, answer: Response) => void held.set(address(request), answer),
    keys: async () => [...held.keys()].map((url) => new Request(url)),
    delete: async (request: RequestInfo) => held.delete(address(request)),
  };
  return { cache: cache as unknown as Cache, held };
}

test('what a cut line keeps back harms nothing, and comes with the next try', async () => {
  let cut = true;
  const { cache, held } = aCache((url) => {
    if (cut && url.includes('two')) throw new TypeError('the line is cut');
    return new Response(url);
  });
  await fetchHeavy(cache, ['assets/one.js', 'assets/two.js']);
  expect([...held.keys()]).toEqual([`${base}assets/one.js`]);
  cut = false;
  await fetchHeavy(cache, ['assets/one.js', 'assets/two.js']);
  expect([...held.keys()]).toEqual([`${base}assets/one.js`, `${base}assets/two.js`]);
});

test('a file is fetched when it is first asked for, and kept; a failure is not', async () => {
  const { cache, held } = aCache(() => new Response('never asked'));
  const request = new Request(`${base}assets/practice-1.js`);
  const line = vi.spyOn(globalThis, 'fetch');
  line.mockResolvedValueOnce(new Response('gone', { status: 404 })).mockResolvedValueOnce(new Response('content'));
  expect((await answerHeavy(cache, request)).status).toBe(404);
  expect(held.size).toBe(0);
  for (let asked = 0; asked < 2; asked += 1) expect(await (await answerHeavy(cache, request)).text()).toBe('content');
  expect(line).toHaveBeenCalledTimes(2);
  line.mockRestore();
});

test('what only an earlier version named goes', async () => {
  const { cache, held } = aCache((url) => new Response(url));
  await fetchHeavy(cache, ['assets/practice-1.js', 'assets/practice-2.js']);
  await dropOthers(cache, ['assets/practice-2.js'], base);
  expect([...held.keys()]).toEqual([`${base}assets/practice-2.js`]);
});

test('only the practice round is heavy', () => {
  expect(['assets/practice-JcJ.js', 'assets/plan-page-CkI.js', 'index.html'].map(isHeavy)).toEqual([true, false, false]);
});

// What the endpoint's headers forbid, in a real browser: the app itself never meets them on its way, and whoever gets a text
// into the page cannot turn it into a script.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { anEndpoint, anEndpointToUpdate, aPhone } from './stage.ts';
import { addItem, join, openChapaAction, textsOf, untilAllSent, visit } from './walk.ts';

const t = textsOf['es-MX'];

/** Counts, in every window from its first script on, what the browser stopped; gives it as "directive blocked". */
async function watchViolations(context: BrowserContext): Promise<readonly string[]> {
  const seen: string[] = [];
  await context.exposeFunction('noteViolation', (line: string) => seen.push(line));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
      const { noteViolation } = window as unknown as { noteViolation: (line: string) => void };
      noteViolation(`${effectiveDirective} ${blockedURI} ${sample}`);
    });
  });
  context.on('console', (message) => {
    if (/content security policy|trusted ?type/i.test(message.text())) seen.push(`console ${message.text()}`);
  });
  return seen;
}

test('nothing that the app does is stopped: opening, installing, joining, working, taking a new version', async () => {
  const { endpoint, update } = await anEndpointToUpdate();
  const phone = await aPhone(endpoint);
  const violations = await watchViolations(phone.context());
  const page = phone.page();
  await visit(phone, '/welcome');
  await phone.untilInstalled();
  await join(phone, endpoint.invitation('liaison').link);
  await openChapaAction(page);
  await addItem(page, 'Con todo cerrado');
  await untilAllSent(page);

  await update();
  await page.reload();
  const offer = page.getByRole('button', { name: t.settings.update.accept });
  await offer.waitFor();
  await Promise.all([page.waitForEvent('load'), offer.click()]);
  await page.getByText('Con todo cerrado').first().waitFor();
  expect(violations).toEqual([]);
  expect(phone.problems()).toEqual([]);
});

const attacks = [
  'a text as markup',
  'a text as more markup',
  'a text as the address of a script',
  'a text as the body of a script',
  'a text as a worker',
  'a text as code',
  'a text as a function',
  'a policy of its own name',
  'a second policy of the first one’s name',
  'a policy for everything',
] as const;

/** Runs in the page, from a task of its own: what a debugger runs is free of the page's policies. Gives what the browser says. */
async function attack(name: (typeof attacks)[number]): Promise<string> {
  const policy = (of: string) => window.trustedTypes?.createPolicy(of, { createScriptURL: (text) => text });
  const script = () => document.createElement('script');
  const { eval: evaluate } = globalThis;
  const attempts: Readonly<Record<typeof name, () => unknown>> = {
    'a text as markup': () => Object.assign(document.body, { innerHTML: '<p>planted</p>' }),
    'a text as more markup': () => document.body.insertAdjacentHTML('beforeend', '<p>planted</p>'),
    'a text as the address of a script': () => Object.assign(script(), { src: '/assets/planted.js' }),
    'a text as the body of a script': () => Object.assign(script(), { text: 'globalThis.planted = 1' }),
    'a text as a worker': () => new Worker('/service-worker.js'),
    'a text as code': () => evaluate('globalThis.planted = 1'),
    'a text as a function': () => new Function('globalThis.planted = 1')(),
    'a policy of its own name': () => policy('planted'),
    'a second policy of the first one’s name': () => policy('tequio-worker'),
    'a policy for everything': () => policy('default'),
  };
  await new Promise((resolve) => setTimeout(resolve));
  try {
    attempts[name]();
    return 'went through';
  } catch (error) {
    return String(error);
  }
}

test('who gets a text into the page cannot turn it into a script', async () => {
  const phone = await aPhone(await anEndpoint());
  const page = phone.page();
  await visit(phone, '/welcome');
  await phone.untilInstalled();
  for (const name of attacks) expect(await page.evaluate(attack, name), name).toMatch(/Trusted|createPolicy|EvalError/);
  expect(await planted(page)).toBe('nothing');
});

test.each<readonly [string, string, string]>([
  ['a script in the markup', '<script>globalThis.planted = 1</script>', 'script-src-elem inline'],
  ['a handler in the markup', '<img src="/none.png" onerror="globalThis.planted = 1">', 'script-src-attr inline'],
  [
    'a script from elsewhere',
    '<script src="https://elsewhere.example/x.js"></script>',
    'script-src-elem https://elsewhere.example',
  ],
  [
    'a style from elsewhere',
    '<link rel="stylesheet" href="https://elsewhere.example/x.css">',
    'style-src-elem https://elsewhere',
  ],
  ['a frame', '<iframe src="https://elsewhere.example/"></iframe>', 'frame-src https://elsewhere.example'],
  ['another base for all addresses', '<base href="https://elsewhere.example/">', 'base-uri https://elsewhere.example'],
])('%s that came with the page does nothing', async (_name, markup, violation) => {
  const folder = mkdtempSync(joinPath(tmpdir(), 'tequio-planted-'));
  writeFileSync(joinPath(folder, 'index.html'), `<!doctype html><title>Planted</title><body>${markup}`);
  const phone = await aPhone(await anEndpoint({ env: { TEQUIO_APP: folder } }));
  const violations = await watchViolations(phone.context());
  await phone.page().goto(phone.url('/'));
  await expect.poll(() => violations.filter((line) => line.startsWith(violation))).toHaveLength(1);
  expect(await planted(phone.page())).toBe('nothing');
});

function planted(page: Page): Promise<string> {
  return page.evaluate(() => String((globalThis as { planted?: unknown }).planted ?? 'nothing'));
}

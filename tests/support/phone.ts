// A phone: real Chromium with its own profile folder, on its own line to the endpoint. Closing and opening it again keeps
// everything that a browser keeps: the database, the installed service worker, the cookies.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { ensureBrowser } from './browser.ts';
import { type Line, openLine } from './line.ts';

export type PhoneOptions = {
  readonly endpointPort: number;
  /** The profile's folder; a new one in the temporary folder if absent. */
  readonly dir?: string;
  readonly locale?: 'es-MX' | 'de-DE';
  readonly colorScheme?: 'light' | 'dark';
  /** In CSS pixels; a small Android phone if absent. */
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly timezone?: string;
};

export type Phone = {
  readonly dir: string;
  readonly line: Line;
  readonly context: () => BrowserContext;
  /** The first window. */
  readonly page: () => Page;
  /** The address of a path ("/plans") or of a link that the endpoint printed, as this phone reaches it. */
  readonly url: (pathOrLink: string) => string;
  readonly goOffline: () => Promise<void>;
  readonly goOnline: () => Promise<void>;
  /** Resolves once the service worker controls the window, so that the phone could lose its line. */
  readonly untilInstalled: () => Promise<void>;
  /** What went wrong in any window so far: uncaught errors and console errors, but for addresses that could not be reached. */
  readonly problems: () => readonly string[];
  /** Closes the browser; the line stays as it is. */
  readonly close: () => Promise<void>;
  /** Starts the browser again on the same profile and the same line. */
  readonly reopen: () => Promise<void>;
  /** Closes browser and line for good. */
  readonly discard: () => Promise<void>;
};

/** Starts a phone with an open line to the endpoint at `endpointPort`. Discard it at the end of the test. */
export async function launchPhone(options: PhoneOptions): Promise<Phone> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'tequio-phone-'));
  const line = await openLine(options.endpointPort);
  const problems: string[] = [];
  let isOffline = false;
  let context = await open();

  async function open(): Promise<BrowserContext> {
    const opened = await launchProfile(dir, options);
    opened.on('console', (message) => {
      if (message.type() === 'error' && !/^Failed to load resource: (net::|the server responded)/.test(message.text()))
        problems.push(message.text());
    });
    opened.on('weberror', (event) => problems.push(String(event.error().stack ?? event.error())));
    await opened.setOffline(isOffline);
    return opened;
  }

  function page(): Page {
    const [first] = context.pages();
    if (!first) throw new Error('The phone has no window open.');
    return first;
  }

  async function setOffline(offline: boolean) {
    isOffline = offline;
    line.set(offline ? 'cut' : 'open');
    await context.setOffline(offline); // only so that the browser says "offline" and "online"; the line does the rest
  }

  return {
    dir,
    line,
    context: () => context,
    page,
    url: (pathOrLink) => {
      const { pathname, search, hash } = new URL(pathOrLink, line.origin);
      return `${line.origin}${pathname}${search}${hash}`;
    },
    goOffline: () => setOffline(true),
    goOnline: () => setOffline(false),
    untilInstalled: async () => {
      // The whole precache comes down first, which takes a while on a busy machine.
      await page()
        .waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated', undefined, { timeout: 90_000 })
        .catch(async (error) => {
          throw new Error(`The app was not installed: ${JSON.stringify(await installation(page()))}`, { cause: error });
        });
    },
    problems: () => problems,
    close: () => context.close(),
    reopen: async () => {
      context = await open();
    },
    discard: async () => {
      await context.close();
      await line.close();
    },
  };
}

/** How far the installing has come, for the failure's message. */
function installation(page: Page) {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const names = await caches.keys();
    const files = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
    return {
      address: location.pathname,
      controller: navigator.serviceWorker.controller?.state,
      installing: registration?.installing?.state,
      waiting: registration?.waiting?.state,
      active: registration?.active?.state,
      files: Object.fromEntries(names.map((name, index) => [name, files[index]])),
      visibility: document.visibilityState,
      drew: await Promise.race([
        new Promise((resolve) => requestAnimationFrame(() => resolve('yes'))),
        new Promise((resolve) => setTimeout(resolve, 2_000, 'no')),
      ]),
    };
  });
}

function launchProfile(dir: string, options: PhoneOptions): Promise<BrowserContext> {
  return chromium.launchPersistentContext(dir, {
    executablePath: ensureBrowser(),
    headless: false, // the argument below asks for the new headless mode, which is the whole browser
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
      // In pictures as on a phone, whose scroll bar takes no room: a picture of the whole page would be cut at its edge.
      ...(process.env.TEQUIO_LOOK ? ['--hide-scrollbars'] : []),
    ],
    locale: options.locale ?? 'es-MX',
    timezoneId: options.timezone ?? 'America/Mexico_City',
    colorScheme: options.colorScheme ?? 'light',
    viewport: options.viewport ?? { width: 360, height: 740 },
  });
}

/// <reference lib="webworker" />
// The service worker as a list of events. It keeps the whole app on the device, so that every address opens without a line.
// It never takes over by itself: a new version waits until the user's word arrives as SKIP_WAITING.
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { openDevice } from '#browser/open-device.ts';
import { syncDevice, syncName } from '#browser/sync-device.ts';
import { realDatabaseName } from '#data/database.ts';
import { answerHeavy, dropOthers, fetchHeavy, isHeavy, openHeavy } from './heavy-files.ts';
import { type BackgroundParts, sendInBackground } from './send-in-background.ts';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: { readonly url: string; readonly revision: string | null }[];
};

const backgroundParts: BackgroundParts = {
  open: () => openDevice(realDatabaseName),
  sync: (ports) => syncDevice(ports, 'in-turn'),
  isWatched: async () => {
    const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
    return windows.some(({ visibilityState }) => visibilityState === 'visible');
  },
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

const files = self.__WB_MANIFEST;
const urlOf = (file: string | { readonly url: string }) => (typeof file === 'string' ? file : file.url);
const heavy = files.map(urlOf).filter(isHeavy);

// install, fetch: every file of the app, from the cache first
precacheAndRoute(files.filter((file) => !isHeavy(urlOf(file))));

// install: the heavy ones as well, as far as the line carries
self.addEventListener('install', (event) => {
  event.waitUntil(openHeavy().then((cache) => fetchHeavy(cache, heavy)));
});

// fetch: a heavy file, from its cache first
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && isHeavy(url.pathname.slice(1)),
  async ({ request }) => answerHeavy(await openHeavy(), request),
);

// fetch: every address of the app is the same page; the endpoint's own addresses are not the app's
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html'), { denylist: [/^\/api\//] }));

// activate: earlier versions' files go
cleanupOutdatedCaches();
self.addEventListener('activate', (event) => {
  event.waitUntil(openHeavy().then((cache) => dropOthers(cache, heavy, self.registration.scope)));
});

// activate: take the page that installed this worker, so that the very first visit already works without a line
self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

// sync: the browser believes that there is a line; what waits goes out although no window may be open
self.addEventListener('sync', (event) => {
  if (event.tag === syncName) event.waitUntil(sendInBackground(backgroundParts));
});

// message: the user accepted the new version; a window that was opened past this worker asks to be taken
self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting();
  if (event.data?.type === 'CLAIM') event.waitUntil(self.clients.claim());
});

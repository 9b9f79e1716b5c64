// Puts the app on the device, beginning with the first visit. Not loaded on demand: a line that breaks before a part of the
// app has arrived must not cost the installing too.

const workerAddress = '/service-worker.js';
const firstRetryMs = 5_000;
const longestRetryMs = 300_000;

/** What the browser passes in: one object, so that a test can play all of it. */
export type InstallSurroundings = {
  readonly register: () => Promise<ServiceWorkerRegistration>;
  readonly waitMs: (ms: number) => Promise<void>;
};

let installing: Promise<ServiceWorkerRegistration> | undefined;

/** The registration once a version of the app is on the device; one for the whole page. Rejects where the browser has none to give. */
export function installation(): Promise<ServiceWorkerRegistration> {
  installing ??= install();
  return installing;
}

async function install(): Promise<ServiceWorkerRegistration> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) throw new Error('No service worker here');
  await loaded();
  const registration = await installed(browserSurroundings());
  void askToBeTaken(navigator.serviceWorker);
  return registration;
}

/**
 * A worker takes the windows that are there when it begins to work. One that was opened past it (with Shift and Reload, or
 * just then) would stay without it, and without what is on the device, until somebody opened it anew: it asks to be taken.
 */
async function askToBeTaken(container: ServiceWorkerContainer): Promise<void> {
  const { active } = await container.ready;
  if (!container.controller) active?.postMessage({ type: 'CLAIM' });
}

/**
 * Registers the service worker, again and again where the line breaks: what is missing is fetched after growing waits, and
 * the files that have arrived stay. Rejects where the browser has no service worker to give (private windows, some web views).
 */
export async function installed({ register, waitMs }: InstallSurroundings): Promise<ServiceWorkerRegistration> {
  for (let retryMs = firstRetryMs; ; retryMs = Math.min(2 * retryMs, longestRetryMs)) {
    try {
      const registration = await register();
      if (registration.active || registration.waiting || (await finished(registration.installing))) return registration;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // a TypeError: the worker's own file could not be fetched
    }
    await waitMs(retryMs);
  }
}

/** Whether this worker got all its files; false once the browser has given it up. */
export function finished(worker: ServiceWorker | null): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      if (!worker || worker.state === 'redundant') resolve(false);
      else if (worker.state !== 'parsed' && worker.state !== 'installing') resolve(true);
    };
    worker?.addEventListener('statechange', look);
    look();
  });
}

/** The first screen has the line for itself until it is there. */
function loaded(): Promise<void> {
  return new Promise((resolve) => {
    if (document.readyState === 'complete') resolve();
    else window.addEventListener('load', () => resolve(), { once: true });
  });
}

function browserSurroundings(): InstallSurroundings {
  const address = trustedWorkerAddress();
  return {
    register: () => navigator.serviceWorker.register(address, { updateViaCache: 'none' }),
    waitMs: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}

/** Where the endpoint's Content-Security-Policy asks for Trusted Types, only this one script address may become a worker. */
function trustedWorkerAddress(): string {
  if (!window.trustedTypes) return workerAddress;
  const policy = window.trustedTypes.createPolicy('tequio-worker', { createScriptURL: () => workerAddress });
  return policy.createScriptURL(workerAddress);
}

// Keeps the installed app current without ever surprising anybody: a new version is fetched in the background, offered, and
// takes over only on the user's word, in the window where it was given. Other windows are told and stay as they are.

import { messageSW } from 'workbox-window';
import { finished } from './installing.ts';

const betweenChecksMs = 3_600_000;

/** What the browser passes in: one object, so that a test can play all of it. */
export type UpdateSurroundings = {
  readonly container: Pick<ServiceWorkerContainer, 'controller' | 'addEventListener'>;
  readonly reload: () => void;
  readonly nowMs: () => number;
  /** Calls back whenever somebody looks at the page again. */
  readonly onLookedAt: (listener: () => void) => void;
};

export type UpdateNews = {
  /** A new version lies ready. Comes again when a yet newer one replaces it. */
  readonly onOffer: () => void;
  /** The new version was accepted in another window; this one runs the old code until it is reloaded. */
  readonly onAcceptedElsewhere: () => void;
};

export type UpdateWatch = {
  /** The user's word: the new version takes over and this window reloads. Save what is half typed before. */
  readonly applyUpdate: () => void;
};

/** Watches for versions newer than the one that is on the device. */
export function watchForUpdate(
  registration: ServiceWorkerRegistration,
  news: UpdateNews,
  surroundings: UpdateSurroundings = browserSurroundings(),
): UpdateWatch {
  const { container, reload, nowMs } = surroundings;
  let accepted = false;
  let controlled = container.controller !== null;
  container.addEventListener('controllerchange', () => {
    if (accepted) reload();
    else if (controlled) news.onAcceptedElsewhere();
    controlled = true; // the first worker of all takes the page that installed it: nothing changed for the user
  });

  const offerWaiting = () => {
    if (registration.waiting && registration.active) news.onOffer();
  };
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') offerWaiting();
    });
  });
  offerWaiting();

  let checkedAtMs = nowMs();
  surroundings.onLookedAt(() => {
    if (nowMs() - checkedAtMs < betweenChecksMs) return;
    checkedAtMs = nowMs();
    registration.update().catch(() => {
      checkedAtMs = 0; // no line: look again next time
    });
  });

  return {
    applyUpdate: () => {
      accepted = true;
      if (registration.waiting) void messageSW(registration.waiting, { type: 'SKIP_WAITING' });
      else reload(); // another window was faster
    },
  };
}

/**
 * Looks for a newer version and lets it take over: the user's word was given, and the window is to be reloaded. False when
 * there is none, or no line to fetch it.
 */
export async function takeNewest(container: ServiceWorkerContainer | undefined = navigator.serviceWorker): Promise<boolean> {
  const registration = await container?.getRegistration();
  await registration?.update().catch(() => {}); // no line: what lies ready on the device has to do
  if (registration?.installing) await finished(registration.installing);
  if (!container || !registration?.waiting) return false;
  const tookOver = new Promise((resolve) => container.addEventListener('controllerchange', resolve));
  void messageSW(registration.waiting, { type: 'SKIP_WAITING' });
  await tookOver;
  return true;
}

function browserSurroundings(): UpdateSurroundings {
  return {
    container: navigator.serviceWorker,
    reload: () => location.reload(),
    nowMs: () => Date.now(),
    onLookedAt: (listener) => {
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') listener();
      });
      window.addEventListener('focus', listener);
    },
  };
}

// Asks the browser to wake the service worker once there is a line, so that what was written is sent with no window open.

import { syncName } from '#browser/sync-device.ts';
import type { TequioDatabase } from '#data/database.ts';
import { hasUnsent } from '#data/outbox.ts';
import type { SyncOutcome } from '#sync/sync-once.ts';

export type BackgroundSync = {
  readonly afterWrite: () => Promise<void>;
  readonly afterRun: (outcome: SyncOutcome) => Promise<void>;
};

/** One asking stands for all that is written until a run of this page ends; the browser may give up, so a cut run asks again. */
export function askForBackgroundSync(database: TequioDatabase): BackgroundSync {
  let isAsked = false;
  const ask = async () => {
    isAsked = true;
    await register(database);
  };
  return {
    afterWrite: async () => {
      if (!isAsked) await ask();
    },
    afterRun: async ({ type }) => {
      isAsked = false;
      if (type === 'cut') await ask();
    },
  };
}

/** Without an answer the next opening sends. */
async function register(database: TequioDatabase): Promise<void> {
  try {
    if (!(await hasUnsent(database))) return;
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.sync?.register(syncName);
  } catch (error) {
    console.warn('the browser sends nothing in the background', error);
  }
}

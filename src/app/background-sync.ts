// Asks the browser to wake the service worker once there is a line, so that what was written is sent with no window open.

import { syncName } from '#browser/sync-device.ts';
import type { TequioDatabase } from '#data/database.ts';
import { hasUnsent } from '#data/outbox.ts';

/** To be called after a write and after a failed run; asking twice is asking once. Without an answer the next opening sends. */
export async function askForBackgroundSync(database: TequioDatabase): Promise<void> {
  try {
    if (!(await hasUnsent(database))) return;
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.sync?.register(syncName);
  } catch (error) {
    console.warn('the browser sends nothing in the background', error);
  }
}

// Sends what was written on this device when the browser believes that there is a line, be a window open or not.
// Promises: never at once with a run of the page; may be killed at any point; rejects as long as something is left that
// another try might send, so that the browser calls again. When it gives up, the next opening of the app sends.

import type { DataPorts } from '#data/device-row.ts';
import { hasUnsent } from '#data/outbox.ts';
import type { SyncOutcome } from '#sync/sync-once.ts';

export type BackgroundParts = {
  readonly open: () => DataPorts;
  /** A run, once no other is under way. */
  readonly sync: (ports: DataPorts) => Promise<SyncOutcome>;
  /** Whether somebody looks at a window of the app. */
  readonly isWatched: () => Promise<boolean>;
  readonly wait: (ms: number) => Promise<void>;
};

/** A window in sight sends by itself, several changes at once; this is the net below it. */
const patienceMs = 5_000;

export async function sendInBackground({ open, sync, isWatched, wait }: BackgroundParts): Promise<void> {
  if (await isWatched()) await wait(patienceMs);
  const ports = open();
  try {
    await ports.database.open();
    if (!(await hasUnsent(ports.database))) return;
    const outcome = await sync(ports);
    if (outcome.type === 'cut' || outcome.type === 'error') throw new Error(`Not sent in the background: ${outcome.type}`);
  } finally {
    ports.database.close(); // a worker at rest must not stand in the way of a newer version
  }
}

// One run of sync for this browser: its line, and one run at a time over all tabs and the worker.

import type { DataPorts } from '#data/device-row.ts';
import type { SyncRequest } from '#protocol/sync.ts';
import { type SyncOutcome, syncOnce } from '#sync/sync-once.ts';
import { postSync } from './sync-line.ts';

/** Names the lock that every run holds, and the sync event that the browser fires in the background. */
export const syncName = 'tequio-sync';

/** `if-free` gives up while another run is under way, since who asks will ask again; `in-turn` waits for its end. */
export function syncDevice(ports: DataPorts, entry: 'if-free' | 'in-turn'): Promise<SyncOutcome> {
  const send = (request: SyncRequest) => {
    const delivered = postSync('/api/sync', request);
    return () => delivered;
  };
  return syncOnce({ ports, send, exclusively: (run) => underLock(run, entry) });
}

/** The browser frees the lock of a window or worker that dies. Without locks (plain http) each window minds itself. */
async function underLock<Value>(run: () => Promise<Value>, entry: 'if-free' | 'in-turn'): Promise<Value | undefined> {
  if (!('locks' in navigator)) return run();
  const ifAvailable = entry === 'if-free';
  return navigator.locks.request(syncName, { ifAvailable }, (lock) => (lock ? run() : Promise.resolve(undefined)));
}

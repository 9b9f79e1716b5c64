import { useSyncExternalStore } from 'react';
import { syncFacts } from '#data/sync-facts.ts';
import { useLive } from '#data/use-live.ts';
import { useServices } from '#features/services.ts';
import { type SyncState, syncState } from './sync-view.ts';

/** Where this device's changes are, live; undefined until the first read. */
export function useSyncState(): SyncState | undefined {
  const { mode, account, database, sync } = useServices();
  const read = useLive(() => syncFacts(database), [database]);
  const running = useSyncExternalStore(sync.watch, sync.state) === 'running';
  return read && syncState({ ...read, mode, joined: account !== null, running });
}

// Leaving on this device, as on a PC that others use too: everything of the person goes, and the endpoint lets nobody in
// by what is left.
// Promises: works without a line. The cookie of the session is no page's to delete, so without a line it stays until the
// endpoint can be told; that is remembered here, told at the first chance, and before anybody else joins.

import { endAt } from '#browser/endpoint-line.ts';
import { syncName } from '#browser/sync-device.ts';
import type { TequioDatabase } from '#data/database.ts';
import { deleteDatabases } from '#data/delete-databases.ts';
import { isSessionKept, keptSessionKey } from '#features/kept-session.ts';

/** How the screen looks is not about the person. */
const keptKeys: readonly string[] = ['tequio.language', 'tequio.theme', keptSessionKey];
const patienceMs = 5_000;

/** `stop` ends the runs of this window. The page starts anew at the end; so do other windows, once their database is gone. */
export async function leave(database: TequioDatabase, stop: () => void): Promise<void> {
  localStorage.setItem(keptSessionKey, '1');
  stop();
  await Promise.race([endKeptSession(), new Promise((resolve) => setTimeout(resolve, patienceMs))]);
  forgetStorage();
  database.close();
  // A run of another window or of the worker is let finish: what it would write afterwards would stay.
  if ('locks' in navigator) await navigator.locks.request(syncName, deleteDatabases);
  else await deleteDatabases();
  location.replace('/welcome');
}

/** Ends the session of whoever left here without a line; true once there is none to end. Safe to repeat. */
export async function endKeptSession(): Promise<boolean> {
  if (!isSessionKept()) return true;
  const answer = await endAt('/api/session');
  if (answer.type === 'cut' || answer.status !== 200) return false;
  localStorage.removeItem(keptSessionKey);
  return true;
}

function forgetStorage(): void {
  sessionStorage.clear();
  for (const key of Object.keys(localStorage)) if (!keptKeys.includes(key)) localStorage.removeItem(key);
}

// What is known of the line: how much it carries at once, and what the last runs came to.

import { maxPageBytes, minPageBytes } from '#protocol/limits.ts';
import type { TequioDatabase } from './database.ts';
import { type DataPorts, deviceRow } from './device-row.ts';
import type { SyncRow } from './rows.ts';

/** Halves what is asked for after a cut line, doubles it after a success, within the protocol's limits. */
export async function adaptLine(ports: DataPorts, event: 'cut' | 'delivered'): Promise<void> {
  await ports.database.transaction('rw', ports.database.meta, async () => {
    const row = await deviceRow(ports);
    const wanted = event === 'cut' ? row.pageBytes / 2 : row.pageBytes * 2;
    const pageBytes = Math.min(maxPageBytes, Math.max(minPageBytes, Math.floor(wanted)));
    if (pageBytes !== row.pageBytes) await ports.database.meta.put({ ...row, pageBytes });
  });
}

type Noted = { readonly type: 'synced' | 'cut' } | { readonly type: 'error'; readonly error: string };

/** Keeps the outcome of a run for every tab to show. */
export async function noteOutcome({ database, now }: DataPorts, outcome: Noted): Promise<void> {
  await database.transaction('rw', database.meta, async () => {
    const known = await syncRow(database);
    const at = now();
    await database.meta.put({
      ...known,
      lastTriedAt: at,
      lastSyncedAt: outcome.type === 'synced' ? at : known.lastSyncedAt,
      outcome: outcome.type === 'error' ? outcome.error : outcome.type,
    });
  });
}

/** The last outcome; zeros and 'never' before the first run. */
export async function syncRow(database: TequioDatabase): Promise<SyncRow> {
  const row = await database.meta.get('sync');
  return row?.key === 'sync' ? row : { key: 'sync', lastTriedAt: 0, lastSyncedAt: 0, comparedAt: 0, outcome: 'never' };
}

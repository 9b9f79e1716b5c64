// What is known of the line: how much it carries at once, and what the last runs came to.

import { maxPageBytes, minPageBytes } from '#protocol/limits.ts';
import type { TequioDatabase } from './database.ts';
import { type DataPorts, deviceRow } from './device-row.ts';
import type { SyncRow } from './rows.ts';

type LineEvent = 'cut' | 'delivered';

/** How much to ask for next: half after a cut line, twice as much after a success, within the protocol's limits. */
export function pageBytesAfter(event: LineEvent, pageBytes: number): number {
  const wanted = event === 'cut' ? pageBytes / 2 : pageBytes * 2;
  return Math.min(maxPageBytes, Math.max(minPageBytes, Math.floor(wanted)));
}

export async function adaptLine(ports: DataPorts, event: LineEvent): Promise<void> {
  await ports.database.transaction('rw', ports.database.meta, async () => {
    const row = await deviceRow(ports);
    const pageBytes = pageBytesAfter(event, row.pageBytes);
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

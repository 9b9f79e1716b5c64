// This browser's database with the platform's clock and randomness, as page and worker use it.

import { type DatabaseNews, openDatabase } from '#data/database.ts';
import type { DataPorts } from '#data/device-row.ts';

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

/** Opens on first use. */
export function openDevice(databaseName: string, news: DatabaseNews = {}): DataPorts {
  return { database: openDatabase(databaseName, news), now: () => Date.now(), random };
}

// Opens this browser's database for a mode.

import { openDevice } from '#browser/open-device.ts';
import { type DatabaseNews, practiceDatabaseName, realDatabaseName } from '#data/database.ts';
import { type DataPorts, ensureDeviceRow } from '#data/device-row.ts';
import { isShownBy } from '#data/shown-by.ts';
import type { Mode } from '#features/services.ts';

/** Rejects with NewerDatabase where a newer version of the app has worked, and when the browser gives no database (private windows of old browsers, a full disk). */
export async function openDeviceFor(mode: Mode, news: DatabaseNews): Promise<DataPorts> {
  const ports = openDevice(mode === 'practice' ? practiceDatabaseName : realDatabaseName, news);
  await ports.database.open(); // a query would open it too, but wrap the reason when it fails
  const [isShown] = await Promise.all([isShownBy(ports.database, __SHOWN_BY__), ensureDeviceRow(ports)]);
  if (!isShown) await (await import('#data/show-anew.ts')).showAnew(ports.database, __SHOWN_BY__);
  if (mode === 'practice') await (await import('./practice.ts')).fillPractice(ports);
  return ports;
}

// Puts all that this device knows into a file of the user's, through the browser's ordinary download.

import type { TequioDatabase } from '#data/database.ts';

export async function saveFile(database: TequioDatabase, now: number): Promise<void> {
  const { deviceFile } = await import('#data/device-file.ts');
  const blob = new Blob([await deviceFile(database, now)], { type: 'application/json' });
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = `tequio-${new Date(now).toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

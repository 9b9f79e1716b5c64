// Takes both databases off this device, with everything in them. Whoever has one open closes it, and is told (database.ts).

import { Dexie } from 'dexie';
import { practiceDatabaseName, realDatabaseName } from './database.ts';

export async function deleteDatabases(): Promise<void> {
  await Promise.all([realDatabaseName, practiceDatabaseName].map((name) => Dexie.delete(name)));
}

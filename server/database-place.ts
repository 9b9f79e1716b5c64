// Where the settings say that the database is, and what is said when it cannot be opened there.

import { join } from 'node:path';
import { type Config, placeOf } from './config.ts';
import { StoreAway } from './store/failures.ts';

/** Undefined on PostgreSQL. */
export function databaseFile({ databaseUrl, dataFolder }: Config): string | undefined {
  return databaseUrl === undefined ? join(dataFolder, 'tequio.sqlite') : undefined;
}

/** As openStore takes it. */
export function databasePlace(config: Config): string {
  return config.databaseUrl ?? join(config.dataFolder, 'tequio.sqlite');
}

export function openFailure(error: unknown, { dataFolder, databaseUrl }: Config): string {
  if (databaseUrl === undefined) return `The data in ${dataFolder} cannot be opened: ${reasonOf(error)}`;
  return `The database ${placeOf(databaseUrl)} (DATABASE_URL) cannot be opened: ${reasonOf(error)}`;
}

export function reasonOf(error: unknown): string {
  if (error instanceof StoreAway) return reasonOf(error.cause);
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', '); // one for each address of a name
  return error instanceof Error ? error.message : String(error);
}

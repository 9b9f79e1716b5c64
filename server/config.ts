// The settings of the process, from environment variables. docs/operating.md lists them.
// Promises: what it gives is sound; what is not is told in one sentence that names the variable.

import { join, resolve } from 'node:path';
import { ok, type Result, refuse } from '#domain/result.ts';

export type Config = {
  /** 0 lets the system choose a free one. */
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  /** postgres://...; undefined keeps the database as a file in the data folder. May hold a password: not to be printed. */
  readonly databaseUrl: string | undefined;
  /** Where registrations are journalled, outside the database. */
  readonly journalFolder: string;
  /** Where backups are made by themselves, and how often; 0 hours: never. */
  readonly backupFolder: string;
  readonly backupHours: number;
  /** Opens /metrics to others than this machine. */
  readonly metricsToken: string | undefined;
  readonly appFolder: string;
  readonly loadsExample: boolean;
  /** Where the endpoint is reached from outside; undefined means http://localhost:PORT. */
  readonly publicOrigin: string | undefined;
  readonly logLevel: string;
  /** false only for measuring: nobody is held back who asks too often. */
  readonly hasLimits: boolean;
};

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

type Variables = Readonly<Record<string, string | undefined>>;

/** Paths are taken from the working folder; `appFolder` is where a build puts the app. */
export function readConfig(env: Variables, appFolder: string): Result<Config, string> {
  const port = Number(env.PORT || 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    return refuse(`PORT must be a whole number from 0 to 65535, not "${env.PORT}".`);
  }
  const example = env.TEQUIO_EXAMPLE || '1';
  if (example !== '0' && example !== '1') return refuse(`TEQUIO_EXAMPLE must be 0 or 1, not "${example}".`);
  const limits = env.TEQUIO_LIMITS || '1';
  if (limits !== '0' && limits !== '1') return refuse(`TEQUIO_LIMITS must be 0 or 1, not "${limits}".`);
  const logLevel = env.TEQUIO_LOG || 'warn';
  if (!logLevels.includes(logLevel)) return refuse(`TEQUIO_LOG must be one of ${logLevels.join(', ')}, not "${logLevel}".`);
  const publicOrigin = readOrigin(env.TEQUIO_ORIGIN);
  if (!publicOrigin.ok) return publicOrigin;
  const databaseUrl = env.DATABASE_URL || undefined;
  if (databaseUrl !== undefined && !isPostgresUrl(databaseUrl)) {
    return refuse('DATABASE_URL must be an address such as postgres://name:password@localhost:5432/tequio.');
  }
  const backupHours = Number(env.TEQUIO_BACKUP_HOURS || 24);
  if (!Number.isInteger(backupHours) || backupHours < 0 || backupHours > 168) {
    return refuse(`TEQUIO_BACKUP_HOURS must be a whole number from 0 (never) to 168, not "${env.TEQUIO_BACKUP_HOURS}".`);
  }
  const metricsToken = env.TEQUIO_METRICS_TOKEN || undefined;
  if (metricsToken !== undefined && metricsToken.length < 16)
    return refuse('TEQUIO_METRICS_TOKEN must have 16 letters at least.');
  const dataFolder = resolve(env.TEQUIO_DATA || 'data');
  return ok({
    port,
    host: env.HOST || '127.0.0.1',
    dataFolder,
    backupFolder: resolve(env.TEQUIO_BACKUPS || join(dataFolder, 'backups')),
    backupHours,
    metricsToken,
    journalFolder: resolve(env.TEQUIO_JOURNAL || join(dataFolder, 'journal')),
    databaseUrl,
    appFolder: resolve(env.TEQUIO_APP || appFolder),
    loadsExample: example === '1',
    publicOrigin: publicOrigin.value,
    logLevel,
    hasLimits: limits === '1',
  });
}

/** It names the database; the host may be named in the query instead, for a socket. */
function isPostgresUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1;
}

/** The database's address without name and password. */
export function placeOf(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `${host}${pathname}`;
}

function readOrigin(text: string | undefined): Result<string | undefined, string> {
  if (!text) return ok(undefined);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOrigin = url && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.hash === '';
  if (!isOrigin) return refuse(`TEQUIO_ORIGIN must be an address such as https://tequio.example, not "${text}".`);
  return ok(url.origin);
}

import { describe, expect, test } from 'vitest';
import { readConfig } from '#server/config.ts';

describe('the settings', () => {
  test('have defaults that work on a laptop', () => {
    expect(readConfig({}, '/app/dist')).toEqual({
      ok: true,
      value: {
        port: 8080,
        host: '127.0.0.1',
        dataFolder: `${process.cwd()}/data`,
        databaseUrl: undefined,
        journalFolder: `${process.cwd()}/data/journal`,
        backupFolder: `${process.cwd()}/data/backups`,
        backupHours: 24,
        metricsToken: undefined,
        appFolder: '/app/dist',
        loadsExample: true,
        publicOrigin: undefined,
        logLevel: 'warn',
        hasLimits: true,
      },
    });
  });

  test('are taken from the environment', () => {
    const env = {
      PORT: '0',
      HOST: '::',
      TEQUIO_DATA: '/srv/tequio',
      TEQUIO_EXAMPLE: '0',
      TEQUIO_ORIGIN: 'https://tequio.example/',
      TEQUIO_LOG: 'info',
      TEQUIO_LIMITS: '0',
      DATABASE_URL: 'postgres://tequio:secret@db.example:5432/tequio',
    };
    expect(readConfig(env, 'dist')).toMatchObject({
      value: {
        port: 0,
        host: '::',
        dataFolder: '/srv/tequio',
        journalFolder: '/srv/tequio/journal',
        loadsExample: false,
        publicOrigin: 'https://tequio.example',
        logLevel: 'info',
        hasLimits: false,
        databaseUrl: 'postgres://tequio:secret@db.example:5432/tequio',
      },
    });
  });

  test.each(['mysql://tequio:secret@localhost/tequio', 'postgres://tequio:secret@localhost', 'tequio:secret'])(
    'say what a database’s address looks like, and do not repeat a password: %s',
    (url) => {
      const refusal = 'DATABASE_URL must be an address such as postgres://name:password@localhost:5432/tequio.';
      expect(readConfig({ DATABASE_URL: url }, 'dist')).toEqual({ ok: false, refusal });
    },
  );

  test.each([
    [{ PORT: 'eighty' }, 'PORT must be a whole number from 0 to 65535, not "eighty".'],
    [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535, not "70000".'],
    [{ TEQUIO_EXAMPLE: 'no' }, 'TEQUIO_EXAMPLE must be 0 or 1, not "no".'],
    [{ TEQUIO_LIMITS: 'off' }, 'TEQUIO_LIMITS must be 0 or 1, not "off".'],
    [
      { TEQUIO_ORIGIN: 'tequio.example' },
      'TEQUIO_ORIGIN must be an address such as https://tequio.example, not "tequio.example".',
    ],
    [
      { TEQUIO_ORIGIN: 'https://a.example/path' },
      'TEQUIO_ORIGIN must be an address such as https://tequio.example, not "https://a.example/path".',
    ],
    [{ TEQUIO_BACKUP_HOURS: 'often' }, 'TEQUIO_BACKUP_HOURS must be a whole number from 0 (never) to 168, not "often".'],
    [{ TEQUIO_BACKUP_HOURS: '-1' }, 'TEQUIO_BACKUP_HOURS must be a whole number from 0 (never) to 168, not "-1".'],
    [{ TEQUIO_METRICS_TOKEN: 'short' }, 'TEQUIO_METRICS_TOKEN must have 16 letters at least.'],
    [{ TEQUIO_LOG: 'loud' }, 'TEQUIO_LOG must be one of fatal, error, warn, info, debug, trace, silent, not "loud".'],
  ])('that make no sense are named: %j', (env, refusal) => {
    expect(readConfig(env, 'dist')).toEqual({ ok: false, refusal });
  });
});

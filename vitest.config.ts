import { configDefaults, defineConfig } from 'vitest/config';
import { findPostgres, missingPostgres } from './tests/support/postgres.ts';

/** What goes through the database, and runs once more on PostgreSQL. */
const onBothStores = [
  'devices',
  'events',
  'history',
  'hostile/reaching',
  'invitations',
  'inviting',
  'limits',
  'pages',
  'push',
  'sessions',
  'store',
  'text-snapshots',
  'two-names',
];
/** What is about PostgreSQL alone. */
const postgresOnly = ['tests/server/postgres/*.test.ts', 'tests/gaps/*.test.ts', 'tests/**/on-postgres.test.ts'];
const onPostgres = [...onBothStores.map((name) => `tests/server/${name}.test.ts`), ...postgresOnly];

const hasPostgres = findPostgres() !== undefined;
if (!hasPostgres) console.warn(missingPostgres);

// Everything but the browser. Tests run in node; one that needs a DOM says so in its first line: // @vitest-environment happy-dom
export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify('0.0.0-test'), __SHOWN_BY__: JSON.stringify('test') },
  oxc: { jsx: { runtime: 'automatic' } },
  test: {
    environment: 'node',
    globalSetup: ['tests/support/temporary-folder.ts'],
    setupFiles: ['tests/support/fail-on-console-error.ts'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
          exclude: [...configDefaults.exclude, 'tests/e2e/**', ...postgresOnly],
        },
      },
      ...(hasPostgres
        ? [{ extends: true as const, test: { name: 'postgres', include: onPostgres, env: { TEQUIO_TEST_STORE: 'postgres' } } }]
        : []),
    ],
  },
});

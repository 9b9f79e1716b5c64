import { defineConfig } from 'vitest/config';

// Everything but the browser. Tests run in node; one that needs a DOM says so in its first line: // @vitest-environment happy-dom
export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify('0.0.0-test'), __SHOWN_BY__: JSON.stringify('test') },
  oxc: { jsx: { runtime: 'automatic' } },
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    exclude: ['tests/e2e/**', 'node_modules/**'],
    environment: 'node',
    globalSetup: ['tests/support/temporary-folder.ts'],
    setupFiles: ['tests/support/fail-on-console-error.ts'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});

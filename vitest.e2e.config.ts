import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

class ByFileName extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
  }
}

// The built app in real Chromium against the real endpoint: one file after the other, always in the same order.
export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.e2e.ts'],
    environment: 'node',
    globalSetup: ['tests/support/temporary-folder.ts', 'tests/support/prepare-e2e.ts'],
    setupFiles: ['tests/support/fail-on-console-error.ts'],
    fileParallelism: false,
    maxWorkers: 1,
    sequence: { sequencer: ByFileName },
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 15_000 } },
  },
});

// Counts what a test run says about itself, and trusts its exit code more than its counts.
import { existsSync, readFileSync, rmSync } from 'node:fs';

export type Tally = { readonly passed: number; readonly failed: number };

/** The part of vitest's JSON report that is read here. */
export type TestReport = {
  readonly numPassedTests: number;
  readonly success: boolean;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
};

/** Reads vitest's JSON report and removes it, so that a run that wrote none cannot be credited with an older one. */
export function countTests(reportFile: string, exitCode: number): Tally {
  if (!existsSync(reportFile)) return { passed: 0, failed: 1 };
  const report: TestReport = JSON.parse(readFileSync(reportFile, 'utf8'));
  rmSync(reportFile);
  const failed = report.testResults.reduce((sum, file) => {
    const failedTests = file.assertionResults.filter(({ status }) => status === 'failed').length;
    // A file that does not even load fails without a failed test.
    return sum + (failedTests === 0 && file.status === 'failed' ? 1 : failedTests);
  }, 0);
  // A run in which nothing was tested proves nothing.
  const failedSomehow = exitCode !== 0 || !report.success || report.numPassedTests + failed === 0;
  return { passed: report.numPassedTests, failed: failed === 0 && failedSomehow ? 1 : failed };
}

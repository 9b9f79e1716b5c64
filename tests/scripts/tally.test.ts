import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { countTests, type TestReport } from '../../scripts/tally.ts';

/** Files are written as the outcomes of their tests: "pp" passed, "pf" failed in one test, "!" did not load. */
function reportFile(...files: readonly string[]): string {
  const testResults = files.map((file) => ({
    status: /[f!]/.test(file) ? 'failed' : 'passed',
    assertionResults: [...file.replace('!', '')].map((outcome) => ({ status: outcome === 'p' ? 'passed' : 'failed' })),
  }));
  const report: TestReport = {
    numPassedTests: files.join('').split('p').length - 1,
    success: testResults.every(({ status }) => status === 'passed'),
    testResults,
  };
  const path = join(mkdtempSync(join(tmpdir(), 'tequio-report-')), 'report.json');
  writeFileSync(path, JSON.stringify(report));
  return path;
}

describe('the count of a test run', () => {
  test("is the runner's own", () => {
    expect(countTests(reportFile('ppp', 'pp'), 0)).toEqual({ passed: 5, failed: 0 });
    expect(countTests(reportFile('ppf', 'fp'), 1)).toEqual({ passed: 3, failed: 2 });
  });

  test('has a failure for every file that does not load', () => {
    expect(countTests(reportFile('pp', '!', '!'), 1)).toEqual({ passed: 2, failed: 2 });
  });

  test('has a failure when the run failed outside of any file', () => {
    expect(countTests(reportFile('pp'), 1)).toEqual({ passed: 2, failed: 1 });
  });

  test('is one failure when the run left no report, and no report is read twice', () => {
    const file = reportFile('pp');
    countTests(file, 0);
    expect(existsSync(file)).toBe(false);
    expect(countTests(file, 0)).toEqual({ passed: 0, failed: 1 });
  });
});

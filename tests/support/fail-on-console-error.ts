// Set up for every test file: a console.error that a test did not announce fails that test.
import { afterEach, beforeEach, vi } from 'vitest';

let errors: string[] = [];
let expected: RegExp[] = [];

/** Announces, for the running test only, that a console.error matching `pattern` is part of the behaviour under test. */
export function expectConsoleError(pattern: RegExp): void {
  expected.push(pattern);
}

beforeEach(() => {
  errors = [];
  expected = [];
  vi.spyOn(console, 'error').mockImplementation((...args: unknown[]) => {
    errors.push(args.map(textOf).join(' '));
  });
});

afterEach(() => {
  vi.mocked(console.error).mockRestore();
  const surprises = errors.filter((error) => !expected.some((pattern) => pattern.test(error)));
  const missing = expected.filter((pattern) => !errors.some((error) => pattern.test(error)));
  if (surprises.length > 0) throw new Error(`console.error was called unexpectedly:\n${surprises.join('\n')}`);
  if (missing.length > 0) throw new Error(`console.error was expected but not called: ${missing.join(', ')}`);
});

function textOf(value: unknown): string {
  return value instanceof Error ? (value.stack ?? value.message) : String(value);
}

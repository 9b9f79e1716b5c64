// What the endpoint writes down about its own running. Never what people wrote, who they are, or their codes and tokens.

import { pino } from 'pino';

export type Log = {
  readonly warn: (facts: Readonly<Record<string, unknown>>, message: string) => void;
  readonly error: (facts: Readonly<Record<string, unknown>>, message: string) => void;
  readonly info: (facts: Readonly<Record<string, unknown>>, message: string) => void;
};

/** Lines of JSON to stderr. */
export function createLog(level: string): Log {
  return pino({ level, base: null }, pino.destination(2));
}

/** Where it broke, without its message, which may quote what people wrote. */
export function factsOf(error: Error) {
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at '));
  const code = 'code' in error ? String(error.code) : undefined;
  return { kind: error.name, code, frames };
}

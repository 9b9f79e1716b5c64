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

/** Where it broke. Never its message, which may quote what people wrote, not even where that looks like a place in the code. */
export function factsOf(error: Error) {
  const places = error.stack?.replaceAll(error.message, '').split('\n') ?? [];
  const frames = places.filter((line) => /^ {4}at [^\n]*:\d+:\d+\)?$/.test(line));
  const code = 'code' in error && /^\w{1,40}$/.test(String(error.code)) ? String(error.code) : undefined;
  return { kind: error.name, code, frames };
}

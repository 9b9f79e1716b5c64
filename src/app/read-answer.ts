// What came over the line, as a value that the screens can use or a code that they have words for.

import { ok, type Result, refuse } from '#domain/result.ts';
import type { RequestError } from '#protocol/codes.ts';
import { parseError } from '#protocol/sync.ts';
import type { Delivered } from '#sync/sync-once.ts';
import { lookForUpdate } from './look-for-update.ts';

/** `parse` gives undefined for what it does not understand. */
export function readAnswer<Value>(
  delivered: Delivered,
  parse: (body: unknown) => Value | undefined,
): Result<Value, RequestError | 'cut'> {
  if (delivered.type === 'cut') return refuse('cut');
  if (delivered.status !== 200) {
    const { error } = parseError(delivered.body);
    if (error === 'version') void lookForUpdate();
    return refuse(error);
  }
  const value = parse(delivered.body);
  return value ? ok(value) : refuse('failed');
}

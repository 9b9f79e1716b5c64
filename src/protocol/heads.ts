// What an event of GET /api/events says: how far spaces have moved.

import * as v from 'valibot';
import type { Space } from '#domain/ids.ts';
import { countSchema } from './wire-op.ts';

export const headsSchema = v.record(v.string(), countSchema);
/** The number of the last change, by space. */
export type Heads = Readonly<Record<Space, number>>;

/** Reads an event's data; undefined for what is none. */
export function parseHeads(data: string): Heads | undefined {
  try {
    const parsed = v.safeParse(headsSchema, JSON.parse(data));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

// GET /api/history: what was ever written on one record, newest first, a page at a time.

import * as v from 'valibot';
import { countSchema, jsonSchema, stampSchema } from './wire-op.ts';

/** Ops of a page at most. */
export const historyPageOps = 200;

const name = v.pipe(v.string(), v.regex(/^[0-9A-Za-z:-]{1,100}$/));

export const historyRequestSchema = v.object({
  space: name,
  kind: name,
  id: name,
  /** `next` of the page before. */
  after: v.optional(name),
});
export type HistoryRequest = v.InferOutput<typeof historyRequestSchema>;

export const historyPageSchema = v.object({
  ops: v.array(
    v.object({
      node: v.string(),
      n: countSchema,
      /** Whose device it was; null for what the endpoint itself wrote. */
      person: v.nullable(v.string()),
      type: v.string(),
      field: v.string(),
      /** Left out for updates of texts. */
      value: v.optional(jsonSchema),
      /** The effective one. */
      stamp: stampSchema,
      /** The code of a refused op. */
      refused: v.optional(v.string()),
    }),
  ),
  /** Where the next page begins; left out on the last one. */
  next: v.optional(v.string()),
});
export type HistoryPage = v.InferOutput<typeof historyPageSchema>;

export function parseHistoryRequest(query: unknown): HistoryRequest | undefined {
  const parsed = v.safeParse(historyRequestSchema, query);
  return parsed.success ? parsed.output : undefined;
}

export function parseHistoryPage(body: unknown): HistoryPage | undefined {
  const parsed = v.safeParse(historyPageSchema, body);
  return parsed.success ? parsed.output : undefined;
}

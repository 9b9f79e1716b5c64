// The one sync request: ops go up, field states come down. docs/protocol.md tells it as prose.
// Parsers are the edge: what they return is trusted inside. They give a value or undefined, never throw.

import * as v from 'valibot';
import { type FieldState, isKnownSort, type TextState } from '#domain/join.ts';
import type { ErrorBody, RefusalCode, RequestError } from './codes.ts';
import { maxOpsPerRequest } from './limits.ts';
import { countSchema, jsonSchema, stampSchema, wireOpSchema } from './wire-op.ts';

const name = v.pipe(v.string(), v.maxLength(100));
/** Short enough for an op's name, node and number, to be a name itself. */
const nodeName = v.pipe(v.string(), v.maxLength(64));
const hash = v.pipe(v.string(), v.maxLength(64));
/** How far a space has been read: the page's last number, its head, and the chain at that head. */
const cursorSchema = v.tuple([countSchema, countSchema, hash]);
export type Cursor = v.InferOutput<typeof cursorSchema>;

export const syncRequestSchema = v.object({
  version: countSchema,
  /** Every node this device ever wrote under: the highest acknowledged n and the receipt there. */
  nodes: v.record(nodeName, v.tuple([countSchema, hash])),
  /** The node that sends, and the n of ops[0]; the others follow without a gap. */
  from: v.object({ node: nodeName, n: countSchema }),
  ops: v.pipe(v.array(wireOpSchema), v.maxLength(maxOpsPerRequest)),
  cursors: v.record(name, cursorSchema),
  /** Now and then: what the device holds of spaces that stand at their head (digest.ts). */
  digests: v.optional(v.record(name, countSchema)),
  maxBytes: countSchema,
});
export type SyncRequest = v.InferInput<typeof syncRequestSchema>;
export type ParsedSyncRequest = v.InferOutput<typeof syncRequestSchema>;

const headSchema = v.object({ node: name, n: countSchema, stamp: stampSchema, value: jsonSchema });
const seenSchema = v.record(name, countSchema);
const names = v.array(name);

const knownFieldPageSchema = v.variant('type', [
  v.object({
    type: v.literal('register'),
    heads: v.array(headSchema),
    seen: seenSchema,
    awaited: v.optional(names),
    stands: v.optional(v.record(name, names)),
  }),
  v.object({ type: v.literal('set'), tags: v.array(headSchema), removed: names, seen: seenSchema }),
  /** `after` 0: the whole text. Otherwise the updates that came after the device's cursor, to be added to what it has. */
  v.object({
    type: v.literal('text'),
    after: countSchema,
    updates: v.array(headSchema),
    seen: seenSchema,
    gaps: v.optional(names),
  }),
]);
/** A sort of field that only a newer version knows is kept as it came; every sort says what it has seen. */
const isNewerSort = (type: string) => !isKnownSort(type);
const newerFieldPageSchema = v.objectWithRest({ type: v.pipe(name, v.check(isNewerSort)), seen: seenSchema }, jsonSchema);
const fieldPageSchema = v.union([knownFieldPageSchema, newerFieldPageSchema]);

export type TextPage = TextState & { readonly after: number };
/** A field state as it comes down; it replaces what the device had accepted, a text's later updates excepted. */
export type FieldPage = Exclude<FieldState, TextState> | TextPage;

const pageRecordSchema = v.object({ kind: name, id: name, town: v.nullable(name), fields: v.record(name, fieldPageSchema) });
export type PageRecord = {
  readonly kind: string;
  readonly id: string;
  readonly town: string | null;
  readonly fields: Readonly<Record<string, FieldPage>>;
};

const pageSchema = v.object({
  space: name,
  /** The number that it goes on from: the cursor's, or 0 where the space is to be read anew. */
  after: countSchema,
  to: countSchema,
  head: countSchema,
  chain: hash,
  /** Per node of the asking device: every accepted op up to this n lies in a field that this page or an earlier one brought. */
  covers: v.record(name, countSchema),
  records: v.array(pageRecordSchema),
});
export type Page = Omit<v.InferOutput<typeof pageSchema>, 'records'> & { readonly records: readonly PageRecord[] };

export const syncResponseSchema = v.object({
  version: countSchema,
  /** The highest n of the sending node that is on disk at the endpoint, and the receipt there. */
  acked: countSchema,
  receipt: hash,
  refused: v.array(v.tuple([countSchema, v.string()])),
  /** Effective stamps that differ from the op's own. */
  stamps: v.array(v.tuple([countSchema, stampSchema])),
  pages: v.array(pageSchema),
  gained: v.array(name),
  /** What the person may no longer see, and the op that took the right away. */
  lost: v.array(v.object({ space: name, by: name })),
  /** The endpoint's clock, ms since 1970. */
  now: countSchema,
  /** Ops received before this instant (ms since 1970) are in a backup; 0 = none yet. */
  backedUpThrough: countSchema,
});
export type SyncResponse = Omit<v.InferOutput<typeof syncResponseSchema>, 'pages' | 'refused'> & {
  readonly pages: readonly Page[];
  readonly refused: readonly (readonly [number, RefusalCode | string])[];
};

export const errorSchema = v.object({
  error: v.string(),
  resumeFrom: v.optional(countSchema),
  at: v.optional(countSchema),
  nodes: v.optional(v.array(nodeName)),
  spaces: v.optional(v.array(name)),
  retryAfterS: v.optional(countSchema),
  speaks: v.optional(v.array(countSchema)),
});

export function parseSyncRequest(body: unknown): ParsedSyncRequest | undefined {
  const parsed = v.safeParse(syncRequestSchema, body);
  return parsed.success ? parsed.output : undefined;
}

export function parseSyncResponse(body: unknown): SyncResponse | undefined {
  const parsed = v.safeParse(syncResponseSchema, body);
  return parsed.success ? (parsed.output as SyncResponse) : undefined;
}

/** The error of an answer that is none; a body that names no code is 'failed'. */
export function parseError(body: unknown): ErrorBody {
  const parsed = v.safeParse(errorSchema, body);
  return parsed.success ? ({ ...parsed.output, error: parsed.output.error as RequestError } as ErrorBody) : { error: 'failed' };
}

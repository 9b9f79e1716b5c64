// Joining. An invitation carries a code (in the link's fragment, or typed); looking at it changes nothing, only joining
// redeems it. The answer sets the session cookie.

import * as v from 'valibot';
import { countSchema } from './wire-op.ts';

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));

/** The protocol's version; a request that names none speaks the first. */
const version = v.optional(countSchema, 1);

export const lookRequestSchema = v.object({ version, code: text(64) });

export const invitationSchema = v.object({
  role: v.picklist(['observer', 'official', 'liaison', 'mentor', 'coordinator']),
  town: v.nullable(v.object({ id: v.string(), name: v.string() })),
  position: v.string(),
  round: v.object({ id: v.string(), name: v.string() }),
  groups: v.array(v.string()),
  /** ms since 1970 */
  expiresAt: v.number(),
});
/** What an invitation offers, shown before it is redeemed. `groups` are names. */
export type Invitation = v.InferOutput<typeof invitationSchema>;

export const joinRequestSchema = v.object({
  version,
  code: text(64),
  node: text(40),
  deviceName: text(120),
  /** A secret that the device makes up for this attempt: with it, and only with it, it may ask again for an answer that got lost. */
  attempt: v.optional(text(40)),
});
export type JoinRequest = v.InferOutput<typeof joinRequestSchema>;

export const joinedSchema = v.object({ person: text(40), device: text(40), round: text(40) });
/** Ids of the person, of this device's record and of the round. */
export type Joined = v.InferOutput<typeof joinedSchema>;

const parser =
  <Schema extends v.GenericSchema>(schema: Schema) =>
  (body: unknown): v.InferOutput<Schema> | undefined => {
    const parsed = v.safeParse(schema, body);
    return parsed.success ? parsed.output : undefined;
  };

export const parseLookRequest = parser(lookRequestSchema);
export const parseInvitation = parser(invitationSchema);
export const parseJoinRequest = parser(joinRequestSchema);
export const parseJoined = parser(joinedSchema);

/** A typed code as it is compared: capitals, no spaces or hyphens, look-alikes folded (O is 0, I and L are 1). */
export function normalizeCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

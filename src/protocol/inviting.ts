// Inviting. Whoever may write a membership may make an invitation to it; its codes are told once, in the answer. Open
// invitations are listed and withdrawn by whoever made them or might have.

import * as v from 'valibot';
import { maxLifeDays, maxUses } from '#domain/inviting.ts';
import { countSchema } from './wire-op.ts';

const version = v.optional(countSchema, 1);
const id = v.pipe(v.string(), v.regex(/^[0-9A-Za-z-]{1,40}$/));
const role = v.picklist(['observer', 'official', 'liaison', 'mentor', 'coordinator']);
const upTo = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));
const maxGroups = 100;

export const inviteRequestSchema = v.object({
  version,
  round: id,
  whom: v.variant('type', [
    v.object({
      type: v.literal('newcomer'),
      role,
      /** Null for a coordinator. */
      town: v.nullable(id),
      position: v.pipe(v.string(), v.maxLength(120)),
      groups: v.pipe(v.array(id), v.maxLength(maxGroups)),
    }),
    /** Somebody who takes part already, for one more device. Opens once. */
    v.object({ type: v.literal('again'), person: id }),
  ]),
  uses: upTo(maxUses),
  lifeDays: upTo(maxLifeDays),
});
export type InviteRequest = v.InferOutput<typeof inviteRequestSchema>;
/** What somebody chooses; version and round are those of the device. */
export type InvitationWish = Pick<InviteRequest, 'whom' | 'uses' | 'lifeDays'>;

export const madeInvitationSchema = v.object({
  id,
  /** For the fragment of a link. */
  link: v.string(),
  /** For typing, grouped for reading. */
  typed: v.string(),
  uses: countSchema,
  /** ms since 1970 */
  expiresAt: v.number(),
});
export type MadeInvitation = v.InferOutput<typeof madeInvitationSchema>;

export const openInvitationsSchema = v.object({
  invitations: v.array(
    v.object({
      id,
      round: v.string(),
      role,
      town: v.nullable(v.string()),
      position: v.string(),
      groups: v.array(v.string()),
      /** Somebody who takes part already; null for newcomers. */
      person: v.nullable(v.string()),
      uses: countSchema,
      usesLeft: countSchema,
      /** ms since 1970 */
      createdAt: v.number(),
      expiresAt: v.number(),
      /** The person who made it; null for the endpoint itself. */
      madeBy: v.nullable(v.string()),
    }),
  ),
});
export type OpenInvitations = v.InferOutput<typeof openInvitationsSchema>;
export type ListedInvitation = OpenInvitations['invitations'][number];

export const withdrawRequestSchema = v.object({ version, id });

export const withdrawnSchema = v.object({ withdrawn: id });
export type Withdrawn = v.InferOutput<typeof withdrawnSchema>;

const parser =
  <Schema extends v.GenericSchema>(schema: Schema) =>
  (body: unknown): v.InferOutput<Schema> | undefined => {
    const parsed = v.safeParse(schema, body);
    return parsed.success ? parsed.output : undefined;
  };

export const parseInviteRequest = parser(inviteRequestSchema);
export const parseMadeInvitation = parser(madeInvitationSchema);
export const parseOpenInvitations = parser(openInvitationsSchema);
export const parseWithdrawRequest = parser(withdrawRequestSchema);
export const parseWithdrawn = parser(withdrawnSchema);

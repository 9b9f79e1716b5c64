// Every code that may cross the wire. Texts never do: i18n turns a code into words, and does not compile without one.

import type { PermissionRefusal } from '#domain/permissions.ts';
import type { ValidationRefusal } from '#domain/validate.ts';

/** Why the endpoint (or, before it, the device) does not take an op. */
export type RefusalCode =
  | PermissionRefusal
  | ValidationRefusal
  /** The record already belongs to another town. */
  | 'town-mismatch'
  /** A text update that builds on a refused one. */
  | 'text-gap'
  /** Another op of the same transaction was refused. */
  | 'refused-together';

/** Why a whole request is not answered. */
export type RequestError =
  | 'malformed'
  | 'too-large'
  | 'version'
  | 'no-session'
  | 'session-revoked'
  | 'foreign-origin'
  | 'too-many-requests'
  /** Ops are missing before the first one sent: send again from `resumeFrom`. */
  | 'hole'
  /** The endpoint holds another op under the number `at`: two devices count under one node. */
  | 'fork'
  /** The endpoint does not know the receipts of these `nodes` or the chains of these `spaces`: it was restored from a backup. */
  | 'unknown-history'
  /** The node belongs to another device. */
  | 'foreign-node'
  | 'invitation-unknown'
  | 'invitation-used'
  | 'invitation-expired'
  /** Taken back, or made by somebody who may not offer that any more. */
  | 'invitation-withdrawn'
  /** The person may not invite to that. */
  | 'may-not-invite'
  /** This device already works for somebody else. */
  | 'other-person'
  | 'not-found'
  | 'busy'
  | 'failed';

export type ErrorBody = {
  readonly error: RequestError;
  readonly resumeFrom?: number;
  readonly at?: number;
  readonly nodes?: readonly string[];
  readonly spaces?: readonly string[];
  readonly retryAfterS?: number;
  /** With 'version': the versions of the protocol that the endpoint speaks. */
  readonly speaks?: readonly number[];
};

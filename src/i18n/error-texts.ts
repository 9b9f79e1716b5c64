// From codes to words: what happened, that nothing is lost, and what to do. A new code does not compile without a text.

import type { ParseKeys } from 'i18next';
import type { RefusalCode, RequestError } from '#protocol/codes.ts';

type ErrorKey = ParseKeys<'errors'>;

const refusalKeys: Record<RefusalCode, ErrorKey> = {
  'no-access': 'refusal.noAccess',
  'role-reads-only': 'refusal.roleReadsOnly',
  'not-your-town': 'refusal.notYourTown',
  'not-in-your-role': 'refusal.notInYourRole',
  'unknown-kind': 'refusal.tooNew',
  'unknown-field': 'refusal.tooNew',
  'unknown-type': 'refusal.tooNew',
  'wrong-space': 'refusal.wrongSpace',
  'bad-value': 'refusal.badValue',
  'too-large': 'refusal.tooLarge',
  'town-mismatch': 'refusal.townMismatch',
  'text-gap': 'refusal.textGap',
  'refused-together': 'refusal.refusedTogether',
};

/** Outcomes of talking to the endpoint, as the sync row and the joining screen keep them. */
export type LineCode = RequestError | 'cut' | 'receipt-differs' | 'unreadable';

const lineKeys: Record<LineCode, ErrorKey> = {
  cut: 'line.cut',
  malformed: 'line.failed',
  'too-large': 'line.failed',
  version: 'line.version',
  'no-session': 'line.noSession',
  'session-revoked': 'line.sessionRevoked',
  'foreign-origin': 'line.failed',
  'too-many-requests': 'line.tooManyRequests',
  hole: 'line.mismatch',
  fork: 'line.mismatch',
  'unknown-history': 'line.mismatch',
  'foreign-node': 'line.mismatch',
  'invitation-unknown': 'line.invitationUnknown',
  'invitation-used': 'line.invitationUsed',
  'invitation-expired': 'line.invitationExpired',
  'invitation-withdrawn': 'line.invitationWithdrawn',
  'may-not-invite': 'line.mayNotInvite',
  'other-person': 'line.otherPerson',
  'not-found': 'line.failed',
  busy: 'line.busy',
  failed: 'line.failed',
  'receipt-differs': 'line.mismatch',
  unreadable: 'line.unreadable',
};

/** Key (namespace errors) of the sentence for a refused change; a code of a newer endpoint gets a general one. */
export function refusalKey(code: string): ErrorKey {
  return Object.hasOwn(refusalKeys, code) ? refusalKeys[code as RefusalCode] : 'refusal.tooNew';
}

/** Key (namespace errors) of the sentence for a line or request that failed. */
export function lineKey(code: string): ErrorKey {
  return Object.hasOwn(lineKeys, code) ? lineKeys[code as LineCode] : 'line.failed';
}

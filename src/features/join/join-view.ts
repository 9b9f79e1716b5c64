// What the joining screen can decide without a screen.

import type { ParseKeys } from 'i18next';
import type { RoundFacts } from '#data/round-queries.ts';
import type { Account } from '#data/rows.ts';
import type { Role } from '#domain/kinds/membership.ts';
import { lineKey } from '#i18n/error-texts.ts';
import type { RequestError } from '#protocol/codes.ts';

/** The code in an address's fragment ('#AB12-CD34'); '' without one. */
export function codeInFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment.replace(/^#/, '')).trim();
  } catch {
    return '';
  }
}

/** What somebody put into the field: the code itself, the link of the invitation, or the whole message with either. */
export function codeTyped(text: string): string {
  const [fragment] = /#\S*/.exec(text) ?? [];
  if (fragment !== undefined) return codeInFragment(fragment);
  return /\b\w{4}-\w{3}-\w{3}\b/.exec(text)?.[0] ?? text;
}

export type DeviceType = 'phone' | 'tablet' | 'computer';

/** What this device seems to be, to suggest a name for it. */
export function guessDeviceType(userAgent: string): DeviceType {
  if (/iPad|Tablet|Android(?!.*Mobile)/i.test(userAgent)) return 'tablet';
  return /Mobi|iPhone|Android/i.test(userAgent) ? 'phone' : 'computer';
}

export type JoinError = RequestError | 'cut';

/** The sentence for what went wrong. Nobody tries again by itself here, so a lost line has words of its own. */
export function joinErrorKey(code: JoinError): ParseKeys<['join', 'errors']> {
  if (code === 'cut') return 'join:error.cut';
  // Nothing else in the request is written by hand.
  if (code === 'malformed' || code === 'too-large') return 'errors:line.invitationUnknown';
  const key = lineKey(code);
  return key === 'line.failed' || key === 'line.busy' || key === 'line.mismatch' ? 'join:error.failed' : `errors:${key}`;
}

/** Whether the code itself is at fault, so that another one is needed. */
export function isCodeAtFault(code: JoinError): boolean {
  return code.startsWith('invitation-');
}

/** As whom this device takes part; undefined while that has not arrived. */
export function participation(
  account: Account,
  { round, memberships, towns }: Pick<RoundFacts, 'round' | 'memberships' | 'towns'>,
): { readonly round: string; readonly role: Role; readonly town: string | undefined } | undefined {
  const membership = memberships.find(({ person }) => person === account.person);
  if (!round || !membership) return undefined;
  return { round: round.name, role: membership.role, town: towns.find(({ id }) => id === membership.town)?.name };
}

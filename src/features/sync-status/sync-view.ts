// Where this device's changes are. "Sent" is said only where the endpoint's receipts cover every change.

import type { SyncRow } from '#data/rows.ts';
import { type Day, dayAt } from '#domain/day.ts';
import type { Mode } from '#features/services.ts';

export type SyncFacts = {
  readonly mode: Mode;
  readonly joined: boolean;
  readonly running: boolean;
  /** Changes without a receipt. */
  readonly unsent: number;
  /** Refused changes that the user has not put aside. */
  readonly refused: number;
  readonly row: SyncRow;
};

export type SyncState =
  | { readonly type: 'practice' }
  /** Not joined: nothing is ever sent. */
  | { readonly type: 'alone' }
  | { readonly type: 'sending'; readonly count: number }
  | { readonly type: 'refused'; readonly count: number; readonly waiting: number }
  /** Sending will not work again before somebody does something. */
  | { readonly type: 'stopped'; readonly code: string; readonly count: number }
  | { readonly type: 'waiting'; readonly count: number }
  /** Joined, but the endpoint has not answered yet. */
  | { readonly type: 'first' }
  /** `at`: this device's clock when the endpoint last confirmed everything, ms since 1970. */
  | { readonly type: 'sent'; readonly at: number };

/** Outcomes that waiting does not mend. */
const needsSomebody: ReadonlySet<string> = new Set([
  'version',
  'no-session',
  'session-revoked',
  'foreign-node',
  'receipt-differs',
]);

export function syncState({ mode, joined, running, unsent, refused, row }: SyncFacts): SyncState {
  if (mode === 'practice') return { type: 'practice' };
  if (!joined) return { type: 'alone' };
  if (running && unsent > 0) return { type: 'sending', count: unsent };
  if (needsSomebody.has(row.outcome)) return { type: 'stopped', code: row.outcome, count: unsent };
  if (refused > 0) return { type: 'refused', count: refused, waiting: unsent };
  if (unsent > 0) return { type: 'waiting', count: unsent };
  return row.lastSyncedAt > 0 ? { type: 'sent', at: row.lastSyncedAt } : { type: 'first' };
}

/** The day of this device's calendar at an instant (ms since 1970). */
export function deviceDay(ms: number): Day {
  return dayAt(ms, -new Date(ms).getTimezoneOffset());
}

/** Whether two instants lie on the same day of this device's calendar. */
export function isSameDay(a: number, b: number): boolean {
  return deviceDay(a) === deviceDay(b);
}

const dayMs = 86_400_000;

/** Whole days that the oldest change has waited; 0 when it is younger than a day or there is none. */
export function daysWaiting(oldestMadeAt: number | undefined, now: number): number {
  return oldestMadeAt === undefined ? 0 : Math.max(0, Math.floor((now - oldestMadeAt) / dayMs));
}

import { expect, test } from 'vitest';
import type { SyncRow } from '#data/rows.ts';
import { daysWaiting, isSameDay, type SyncFacts, syncState } from '#features/sync-status/sync-view.ts';
import { roundSize } from '#features/sync-status/use-storage.ts';

const never: SyncRow = { key: 'sync', lastTriedAt: 0, lastSyncedAt: 0, comparedAt: 0, outcome: 'never' };
const synced: SyncRow = { key: 'sync', lastTriedAt: 2000, lastSyncedAt: 2000, comparedAt: 0, outcome: 'synced' };
const facts: SyncFacts = { mode: 'real', joined: true, running: false, unsent: 0, refused: 0, row: synced };

test('says "sent" only where receipts cover every change', () => {
  expect(syncState(facts)).toEqual({ type: 'sent', at: 2000 });
  expect(syncState({ ...facts, unsent: 3 })).toEqual({ type: 'waiting', count: 3 });
  expect(syncState({ ...facts, row: never })).toEqual({ type: 'first' });
});

test('a try that failed does not move the time of the last receipt', () => {
  const row: SyncRow = { ...synced, lastTriedAt: 9000, outcome: 'cut' };
  expect(syncState({ ...facts, row })).toEqual({ type: 'sent', at: 2000 });
});

test('a run is "sending" only when there is something to send', () => {
  expect(syncState({ ...facts, running: true, unsent: 2 })).toEqual({ type: 'sending', count: 2 });
  expect(syncState({ ...facts, running: true })).toEqual({ type: 'sent', at: 2000 });
});

test('refused changes come before waiting ones, and neither hides the other', () => {
  expect(syncState({ ...facts, refused: 1, unsent: 3 })).toEqual({ type: 'refused', count: 1, waiting: 3 });
});

test.each(['no-session', 'session-revoked', 'version', 'receipt-differs'])('%s stops sending until somebody acts', (outcome) => {
  expect(syncState({ ...facts, unsent: 4, row: { ...synced, outcome } })).toEqual({ type: 'stopped', code: outcome, count: 4 });
});

test.each(['cut', 'busy', 'too-many-requests', 'failed'])('%s passes by itself', (outcome) => {
  expect(syncState({ ...facts, unsent: 4, row: { ...synced, outcome } })).toEqual({ type: 'waiting', count: 4 });
});

test('practice and the time before joining never speak of sending', () => {
  expect(syncState({ ...facts, mode: 'practice', unsent: 5, running: true })).toEqual({ type: 'practice' });
  expect(syncState({ ...facts, joined: false, row: never })).toEqual({ type: 'alone' });
});

test('a change waits whole days, counted from when it was made', () => {
  const day = 86_400_000;
  expect(daysWaiting(undefined, 5 * day)).toBe(0);
  expect(daysWaiting(day, day * 1.9)).toBe(0);
  expect(daysWaiting(day, day * 4.5)).toBe(3);
});

test('a clock that was set back makes no change wait for less than nothing', () => {
  expect(daysWaiting(2000, 1000)).toBe(0);
});

test('days are those of this device', () => {
  expect(isSameDay(new Date(2026, 6, 15, 0, 1).getTime(), new Date(2026, 6, 15, 23, 59).getTime())).toBe(true);
  expect(isSameDay(new Date(2026, 6, 15, 23, 59).getTime(), new Date(2026, 6, 16, 0, 1).getTime())).toBe(false);
});

test('sizes are rounded for people', () => {
  expect(roundSize(1)).toEqual({ unit: 'megabyte', value: 0.1 });
  expect(roundSize(2_340_000)).toEqual({ unit: 'megabyte', value: 2.3 });
  expect(roundSize(812_000_000)).toEqual({ unit: 'megabyte', value: 812 });
  expect(roundSize(10_738_300_000)).toEqual({ unit: 'gigabyte', value: 11 });
});

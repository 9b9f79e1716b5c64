import { describe, expect, test } from 'vitest';
import { backupName, backupsToRemove, backupTime } from '#server/operation/kept-backups.ts';

const dayMs = 24 * 60 * 60 * 1000;
const start = Date.parse('2026-07-15T02:00:00Z');

describe('of the backups', () => {
  test('the name says when, to the second', () => {
    expect(backupName(start)).toBe('tequio-2026-07-15T02-00-00Z.sqlite');
    expect(backupTime(backupName(start + 999))).toBe(start);
    for (const other of ['tequio.sqlite', 'tequio-2026-07-15T02-00-00Z.sqlite.part', 'notes.txt']) {
      expect(backupTime(other)).toBe(undefined);
    }
  });

  test('the newest of seven days and of four weeks are kept, whatever else lies there', () => {
    const hourly = Array.from({ length: 60 * 6 }, (_, index) => backupName(start - index * (dayMs / 6)));
    const removed = new Set(backupsToRemove([...hourly, 'notes.txt', 'tequio.sqlite']));
    const kept = hourly.filter((name) => !removed.has(name)).map((name) => name.slice(7, 20));
    expect(kept).toEqual([
      '2026-07-15T02',
      '2026-07-14T22',
      '2026-07-13T22',
      '2026-07-12T22', // a Sunday: the newest of its week as well
      '2026-07-11T22',
      '2026-07-10T22',
      '2026-07-09T22',
      '2026-07-05T22',
      '2026-06-28T22',
    ]);
    expect(removed.has('notes.txt')).toBe(false);
  });

  test('day after day for a year, there are never more than eleven, and one is always older than two weeks', () => {
    let files: readonly string[] = [];
    for (let day = 0; day < 365; day += 1) {
      const all = [...files, backupName(start + day * dayMs)];
      const removed = new Set(backupsToRemove(all));
      files = all.filter((file) => !removed.has(file));
      expect(files.length).toBeLessThanOrEqual(11);
      const oldest = Math.min(...files.map((file) => backupTime(file) ?? 0));
      if (day > 35) expect((start + day * dayMs - oldest) / dayMs).toBeGreaterThan(14);
    }
  });
});

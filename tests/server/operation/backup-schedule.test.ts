import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ok, type Result, refuse } from '#domain/result.ts';
import { appendToFiles } from '#server/journal/journal-files.ts';
import { type BackupSchedule, createBackupSchedule } from '#server/operation/backup-schedule.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

let folder: string;
let clock: { ms: number };
let logged: string[];
let outcome: () => Promise<Result<string, string>>;
let schedule: BackupSchedule | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tequio-schedule-'));
  clock = { ms: Date.parse('2026-07-15T12:00:00Z') };
  logged = [];
  outcome = async () => ok('done');
});

afterEach(() => {
  schedule?.stop();
  rmSync(folder, { recursive: true });
});

function started(): BackupSchedule {
  const keep = (facts: Readonly<Record<string, unknown>>, text: string) => {
    logged.push(`${text} ${JSON.stringify(facts)}`);
  };
  schedule?.stop();
  schedule = createBackupSchedule({
    folder: join(folder, 'backups'),
    journalFolder: join(folder, 'journal'),
    everyMs: dayMs,
    now: () => clock.ms,
    log: { info: keep, warn: keep, error: keep },
    makeBackup: async (to) => {
      const made = await outcome();
      if (made.ok) writeFileSync(to, '');
      return made;
    },
  });
  return schedule;
}

const backups = () => readdirSync(join(folder, 'backups')).sort();

/** Looks every minute, as its timer does. */
async function pass(ms: number): Promise<void> {
  for (const end = clock.ms + ms; clock.ms < end; ) {
    clock.ms += 10 * minuteMs;
    await schedule?.look();
  }
}

describe('backups by themselves', () => {
  test('begin soon after the first start, and come once a day', async () => {
    await started().look();
    expect(readdirSync(folder)).toEqual([]);
    await pass(3 * dayMs + hourMs);
    expect(backups().map((name) => name.slice(7, 23))).toEqual([
      '2026-07-15T12-10',
      '2026-07-16T12-10',
      '2026-07-17T12-10',
      '2026-07-18T12-10',
    ]);
    expect(await schedule?.state()).toEqual({ lastMs: Date.parse('2026-07-18T12:10:00Z'), problem: undefined });
  });

  test('go on where they were when the process begins anew, also on a machine that is off at night', async () => {
    started();
    for (let day = 0; day < 5; day += 1) {
      await pass(8 * hourMs);
      clock.ms += 16 * hourMs;
      started();
    }
    expect(backups()).toHaveLength(5);
  });

  test('that fail are logged and told, leave nothing behind, and are tried again an hour later', async () => {
    outcome = async () => refuse('There is not enough room.');
    started();
    await pass(20 * minuteMs);
    writeFileSync(join(folder, 'backups', 'tequio-2026-07-15T12-10-00Z.sqlite.part'), 'half');
    expect(logged).toEqual(['a backup failed {"reason":"There is not enough room."}']);
    expect(await schedule?.state()).toEqual({ lastMs: undefined, problem: 'the last backup failed: There is not enough room.' });
    outcome = async () => ok('done');
    await pass(30 * minuteMs);
    expect(await schedule?.state()).toMatchObject({ lastMs: undefined });
    await pass(30 * minuteMs);
    expect(await schedule?.state()).toMatchObject({ lastMs: expect.any(Number), problem: undefined });
    expect(backups()).toHaveLength(1);
  });

  test('may throw without ending anything', async () => {
    outcome = async () => {
      throw new Error('spawn EAGAIN');
    };
    started();
    await pass(20 * minuteMs);
    expect(await schedule?.state()).toMatchObject({ problem: 'the last backup failed: spawn EAGAIN' });
  });

  test('do not run twice at a time', async () => {
    let finish = () => {};
    let begun = 0;
    outcome = () => {
      begun += 1;
      return new Promise((resolve) => {
        finish = () => resolve(ok('done'));
      });
    };
    const { look } = started();
    clock.ms += hourMs;
    const looks = [look(), look(), look()];
    await new Promise((resolve) => setImmediate(resolve));
    clock.ms += 2 * dayMs;
    looks.push(look());
    while (begun === 0) await new Promise((resolve) => setImmediate(resolve));
    finish();
    await Promise.all(looks);
    expect(begun).toBe(1);
  });

  test('say so when the last one is too old although none failed', async () => {
    mkdirSync(join(folder, 'backups'));
    writeFileSync(join(folder, 'backups', 'tequio-2026-07-10T12-00-00Z.sqlite'), '');
    expect(await started().state()).toMatchObject({ problem: 'the last backup is 120 hours old' });
  });

  test('keep the journals that the oldest of them needs, and those of three months', async () => {
    const append = (day: string) => appendToFiles(join(folder, 'journal'), 'P', () => Date.parse(day))([]);
    for (const day of ['2026-04-01', '2026-04-15', '2026-04-20', '2026-07-14']) await append(day);
    started();
    await pass(20 * minuteMs);
    expect(readdirSync(join(folder, 'journal')).sort()).toEqual(['2026-04-20-P.jsonl', '2026-07-14-P.jsonl']);
  });
});

// Everything moves from SQLite to PostgreSQL and back, and what is restored there comes up to the journals.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEndpoint } from '#server/endpoint.ts';
import { exampleOf, loadExample } from '#server/example.ts';
import { createInvitation } from '#server/invitations.ts';
import { createJournal } from '#server/journal/journal.ts';
import type { Entry } from '#server/journal/registrations.ts';
import { replay } from '#server/journal/replay.ts';
import { countRecords } from '#server/operation/count.ts';
import { exportTables } from '#server/operation/export.ts';
import { importTables } from '#server/operation/import.ts';
import { verify } from '#server/operation/verify.ts';
import { openStore } from '#server/store/open-store.ts';
import type { Store } from '#server/store/tables.ts';
import { aDatabase, dropDatabase } from '#tests/support/databases-of-run.ts';
import { seededRandom } from '#tests/support/device.ts';
import { postJson } from '#tests/support/endpoint.ts';
import { smallRound } from '#tests/support/round.ts';

const random = seededRandom(77);
const nowMs = Date.parse('2026-07-15T18:00:00Z');
const silent = { warn: () => {}, error: () => {}, info: () => {} };

let folder: string;
const opened: Store[] = [];
const databases: string[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tequio-moving-'));
});

afterAll(async () => {
  for (const store of opened) await store.destroy();
  for (const database of databases) await dropDatabase(database);
  rmSync(folder, { recursive: true });
});

async function opening(where: string): Promise<Store> {
  const store = await openStore(where);
  opened.push(store);
  return store;
}

async function onPostgres(): Promise<Store> {
  const url = await aDatabase('empty');
  databases.push(url);
  return opening(url);
}

async function invite(store: Store): Promise<string> {
  const { people, roundId } = exampleOf(smallRound);
  const person = people.find(({ key }) => key === 'official');
  if (!person) throw new Error('The round has no official');
  const { role, position, groups, town } = person;
  const offer = { role, position, groups, town: town?.id ?? null, round: roundId, person: null };
  return (await createInvitation(store, offer, { nowMs, random })).link;
}

/** Joins and gives the cookie. */
async function joinOn(store: Store, journals: Entry[], node: string): Promise<string> {
  const journal = createJournal({ store, log: silent, append: async (entries) => void journals.push(...entries) });
  const endpoint = createEndpoint({ store, now: () => nowMs, random, log: silent, journal });
  const answer = await endpoint.fetch(postJson('/api/join', { code: await invite(store), node, deviceName: 'A phone' }));
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

async function statusFor(store: Store, cookie: string): Promise<number> {
  const endpoint = createEndpoint({ store, now: () => nowMs, random, log: silent });
  const request = { version: 1, nodes: {}, from: { node: 'ANY', n: 1 }, cursors: {}, maxBytes: 100_000 };
  return (await endpoint.fetch(postJson('/api/sync', request, { cookie }))).status;
}

/** A file without the day on which it was made. */
function contentOf(file: string): string {
  return readFileSync(file, 'utf8')
    .replace(/"made":"[^"]+"/, '')
    .replace(/"sha256":"[^"]+"/, '');
}

describe('moving', () => {
  test('to PostgreSQL and back changes no row, and sessions go on', async () => {
    const sqlite = await opening(join(folder, 'first.sqlite'));
    await loadExample(sqlite, smallRound, random);
    const cookie = await joinOn(sqlite, [], 'PHONE');
    const [there, back] = [join(folder, 'there.jsonl'), join(folder, 'back.jsonl')];
    const counts = await exportTables(sqlite, there, nowMs);

    const postgres = await onPostgres();
    expect(await importTables(postgres, there)).toEqual({ ok: true, value: counts });
    expect(await statusFor(postgres, cookie)).toBe(200);
    expect(await verify(postgres)).toEqual(await verify(sqlite));
    expect(await countRecords(postgres)).toEqual(await countRecords(sqlite));
    await joinOn(postgres, [], 'ANOTHER');

    await exportTables(postgres, back, nowMs);
    const returned = await opening(join(folder, 'returned.sqlite'));
    expect(await importTables(returned, back)).toMatchObject({ ok: true });
    expect(await statusFor(returned, cookie)).toBe(200);
    const again = join(folder, 'again.jsonl');
    await exportTables(returned, again, nowMs);
    const sorted = (file: string) => contentOf(file).split('\n').sort();
    expect(sorted(again)).toEqual(sorted(back));
  });

  test('takes in nothing of a file that was cut off or changed, or into a database that holds something', async () => {
    const file = join(folder, 'whole.jsonl');
    const sqlite = await opening(join(folder, 'second.sqlite'));
    await loadExample(sqlite, smallRound, random);
    await exportTables(sqlite, file, nowMs);
    const whole = readFileSync(file, 'utf8');
    const spoilt: readonly (readonly [string, RegExp])[] = [
      [whole.slice(0, whole.length / 2), /cannot be read at line \d+/],
      [whole.replace('Calles con luz', 'Calles sin luz'), /the counts or the sum of the last line do not fit/],
      [whole.replace('"version":1', '"version":99'), /line 1: this is no export that this version knows/],
      [whole.replace('"columns":["name"', '"columns":["password"'), /the table or one of its columns is unknown/],
      [whole.replace(/\n\["[^\n]+/, '\n["too","many","cells"]'), /the row does not fit its table/],
      [`${whole}["more","rows"]\n`, /something follows the end/],
      ['', /the end is missing/],
    ];
    const postgres = await onPostgres();
    for (const [text, reason] of spoilt) {
      const bad = join(folder, 'bad.jsonl');
      writeFileSync(bad, text);
      const taken = await importTables(postgres, bad);
      expect(taken.ok ? '' : taken.refusal).toMatch(reason);
    }
    expect(await importTables(postgres, file)).toMatchObject({ ok: true });
    const twice = await importTables(postgres, file);
    expect(twice.ok ? '' : twice.refusal).toMatch(/^The database is not empty \(setting\)/);
  });

  test('what was put back on PostgreSQL comes up to the journals of its processes', async () => {
    const journals: Entry[] = [];
    const before = await onPostgres();
    await loadExample(before, smallRound, random);
    const backup = join(folder, 'backup.jsonl');
    await exportTables(before, backup, nowMs);
    const cookie = await joinOn(before, journals, 'LATE');

    const restored = await onPostgres();
    await importTables(restored, backup);
    expect(await statusFor(restored, cookie)).toBe(401);
    expect(await replay(restored, journals, { nowMs, random })).toMatchObject({ joined: 1 });
    expect(await replay(restored, journals, { nowMs, random })).toMatchObject({ facts: 0 });
    expect(await statusFor(restored, cookie)).toBe(200);
    expect(await verify(restored)).toMatchObject({ ok: true });
  });
});

// Who joined after the backup stays in, and who was turned out stays out, when the database is put back to it.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listRefused } from '#data/outbox.ts';
import { recordsOf } from '#data/record-queries.ts';
import { refOf, setFields } from '#domain/change.ts';
import type { Membership } from '#domain/kinds/membership.ts';
import { exampleOf } from '#server/example.ts';
import { createInvitation } from '#server/invitations.ts';
import { createJournal, writeEntries } from '#server/journal/journal.ts';
import { appendToFiles, readJournals, trimJournals } from '#server/journal/journal-files.ts';
import { register } from '#server/journal/registrations.ts';
import { replay } from '#server/journal/replay.ts';
import { seededRandom } from '#tests/support/device.ts';
import { aRound, smallRound, type TestPhone, type TestRound } from '#tests/support/round.ts';

const random = seededRandom(5);
const silent = { warn: () => {}, error: () => {}, info: () => {} };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tequio-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function synced(...phones: readonly TestPhone[]): Promise<void> {
  for (const phone of phones) expect(await phone.sync()).toMatchObject({ type: 'synced' });
}

async function retitle(phone: TestPhone, title: string): Promise<void> {
  const [plan] = await recordsOf(phone.ports.database, 'plan');
  if (!plan) throw new Error('The phone has no plan');
  phone.clock.ms += 1_000;
  expect(await phone.save(setFields(plan, 'plan', { title }))).toBe(undefined);
}

async function titleOf({ ports }: TestPhone): Promise<string | undefined> {
  return (await recordsOf(ports.database, 'plan'))[0]?.title;
}

async function invite({ store, clock }: TestRound): Promise<string> {
  const { people, roundId } = exampleOf(smallRound);
  const official = people.find(({ key }) => key === 'official');
  if (!official) throw new Error('The round has no official');
  const { role, position, groups, town } = official;
  const offer = { role, position, groups, town: town?.id ?? null, round: roundId, person: null };
  return (await createInvitation(store, offer, { nowMs: clock.ms, random })).link;
}

async function joining({ endpoint }: TestRound, code: string, node: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ code, node, deviceName: 'A phone' });
  return (await endpoint.fetch(new Request('http://tequio.test/api/join', { method: 'POST', headers, body }))).json();
}

/** Saved on the phone of somebody who may, and sent. */
async function revoke(phone: TestPhone, lost: TestPhone): Promise<void> {
  const devices = await recordsOf(phone.ports.database, 'device');
  const account = (await lost.ports.database.meta.get('device')) as { readonly account?: { readonly device: string } };
  const device = devices.find(({ id }) => id === account.account?.device);
  if (!device) throw new Error('The phone does not know the device');
  expect(await phone.save(setFields(device, 'device', { revoked: true }))).toBe(undefined);
  await synced(phone);
}

async function membershipOf(phone: TestPhone, position: string): Promise<Membership> {
  const people = await recordsOf(phone.ports.database, 'person');
  const person = people.find((one) => one.position === position);
  const found = (await recordsOf(phone.ports.database, 'membership')).find((one) => one.person === person?.id);
  if (!found) throw new Error(`Nobody is ${position}`);
  return found;
}

async function stateOf({ store }: TestRound, id: string, field: string): Promise<unknown> {
  const named = store.selectFrom('field').select('state').where('id', '=', id).where('field', '=', field);
  return JSON.parse((await named.executeTakeFirstOrThrow()).state);
}

describe('after a restore with its journals', () => {
  test('somebody who joined since the backup goes on with the same session, and what was written arrives', async () => {
    const round = await aRound();
    const coordinator = await round.phone('coordinator');
    await synced(coordinator);
    const restore = await round.backUp();
    const liaison = await round.phone('liaison', 'somebody-new');
    await synced(liaison);
    await retitle(liaison, 'Más calles con luz');
    await synced(liaison, coordinator);
    const before = await recordsOf(coordinator.ports.database, 'membership');

    await restore(round.journals);
    await synced(liaison, liaison, coordinator, coordinator);
    expect(await titleOf(coordinator)).toBe('Más calles con luz');
    for (const phone of [liaison, coordinator]) expect(await recordsOf(phone.ports.database, 'membership')).toEqual(before);
  });

  test('somebody is unknown who joined since the backup, if there are no journals', async () => {
    const round = await aRound();
    const restore = await round.backUp();
    const liaison = await round.phone('liaison', 'somebody-new');
    await restore();
    expect(await liaison.sync()).toMatchObject({ error: 'no-session' });
  });

  test('an invitation that was used stays used, and one that was not still opens', async () => {
    const round = await aRound();
    const used = await invite(round);
    const restore = await round.backUp();
    await joining(round, used, 'FIRST');
    const open = await invite(round);
    await writeEntries(round.store, async (entries) => void round.journals.push(...entries));
    await restore(round.journals);
    expect(await joining(round, used, 'SECOND')).toEqual({ error: 'invitation-used' });
    expect(await joining(round, open, 'SECOND')).toMatchObject({ person: expect.any(String) });
  });

  test('a device that was revoked since the backup is out at once, also one that joined since', async () => {
    const round = await aRound();
    const [coordinator, known] = [await round.phone('coordinator'), await round.phone('official')];
    await synced(coordinator, known);
    const restore = await round.backUp();
    const late = await round.phone('official', 'somebody-new');
    await synced(late, coordinator);
    await revoke(coordinator, known);
    await revoke(coordinator, late);

    await restore(round.journals);
    for (const phone of [known, late]) expect(await phone.sync()).toMatchObject({ type: 'error', error: 'session-revoked' });
    await synced(coordinator, coordinator);
    const revoked = (await recordsOf(coordinator.ports.database, 'device')).filter((device) => device.revoked);
    expect(revoked).toHaveLength(2);
    expect(revoked.flatMap(({ conflicts }) => conflicts)).toEqual([]);
  });

  test('a session that its own device ended stays ended', async () => {
    const round = await aRound();
    const official = await round.phone('official');
    const restore = await round.backUp();
    const { cookie } = official;
    await round.endpoint.fetch(new Request('http://tequio.test/api/session', { method: 'DELETE', headers: { cookie } }));
    await restore(round.journals);
    expect(await official.sync()).toMatchObject({ error: 'no-session' });
  });

  test('a right that was taken away by a phone is away before that phone is back, and only once when it is', async () => {
    const round = await aRound();
    const [coordinator, official] = [await round.phone('coordinator'), await round.phone('official')];
    await synced(coordinator, official);
    const restore = await round.backUp();
    const membership = await membershipOf(coordinator, 'Obras públicas');
    expect(await coordinator.save([{ type: 'delete', ref: refOf(membership) }])).toBe(undefined);
    await synced(coordinator);

    await restore(round.journals);
    const [action] = await recordsOf(official.ports.database, 'action');
    if (!action) throw new Error('The phone has no action');
    expect(await official.save(setFields(action, 'action', { title: 'Sin permiso' }))).toBe(undefined);
    await synced(official);
    expect(await listRefused(official.ports.database)).toHaveLength(1);
    await synced(coordinator, coordinator);
    expect(await stateOf(round, membership.id, 'life')).toMatchObject({ heads: [{ value: 'deleted' }] });
  });

  test('a right that was given and taken away again stays away, also when the phone took it away without a line', async () => {
    const round = await aRound();
    const coordinator = await round.phone('coordinator');
    await synced(coordinator);
    const restore = await round.backUp();
    const ref = refOf(await membershipOf(coordinator, 'Presidencia'));
    const groups = async () => (await membershipOf(coordinator, 'Presidencia')).groups;
    await retitle(coordinator, 'Así no sigue un número al otro'); // something that is not journalled comes before
    expect(await coordinator.save([{ type: 'add', ref, field: 'groups', value: 'GROUP-A' }])).toBe(undefined);
    expect(await coordinator.save([{ type: 'add', ref, field: 'groups', value: 'GROUP-B' }])).toBe(undefined);
    await synced(coordinator);
    expect(await coordinator.save([{ type: 'remove', ref, field: 'groups', value: 'GROUP-A' }])).toBe(undefined);
    await synced(coordinator);
    expect(await coordinator.save([{ type: 'remove', ref, field: 'groups', value: 'GROUP-B' }])).toBe(undefined);
    expect(await groups()).toHaveLength(1);

    await restore(round.journals);
    await synced(coordinator, coordinator);
    expect(await groups()).toHaveLength(1);
    expect(await stateOf(round, ref.id, 'groups')).toMatchObject({ tags: [expect.anything()] });
  });

  test('a node that the backup does not know belongs to the device that writes under it, also while it has nothing to say', async () => {
    const round = await aRound();
    const coordinator = await round.phone('coordinator');
    await synced(coordinator);
    const restore = await round.backUp();
    // The device goes on under a further name, of which only its fifth op is journalled.
    const device = (await round.store.selectFrom('device').select('device').executeTakeFirstOrThrow()).device;
    const ref = refOf(await membershipOf(coordinator, 'Presidencia'));
    const place = { ...ref, type: 'add', field: 'groups', value: 'GROUP-A', stamp: '019f66ef81000000', base: [], tx: 5 } as const;
    const op = { node: 'FURTHER', n: 5, ...place };
    await register(round.store, { type: 'written', device, ops: [{ op, effective: op.stamp }] });
    await writeEntries(round.store, async (entries) => void round.journals.push(...entries));
    await restore(round.journals);
    expect(await stateOf(round, ref.id, 'groups')).toMatchObject({ tags: [{ value: 'GROUP-A' }, expect.anything()] });
    expect(await round.store.selectFrom('node').select('node').where('node', '=', 'FURTHER').execute()).toEqual([]);
    expect(await round.store.selectFrom('node').select('node').where('device', '=', '').execute()).toEqual([]);
  });

  test('everything is as after the first time when they are replayed again, and when a restore is followed by another', async () => {
    const round = await aRound();
    const coordinator = await round.phone('coordinator');
    await synced(coordinator);
    const restore = await round.backUp();
    const liaison = await round.phone('liaison', 'somebody-new');
    await synced(liaison, coordinator);
    const official = await round.phone('official');
    await synced(coordinator);
    await revoke(coordinator, official);
    for (const times of [1, 2]) {
      await restore(round.journals);
      const ops = async () => (await round.store.selectFrom('op').select('hash').execute()).length;
      const before = await ops();
      const means = { nowMs: round.clock.ms, random };
      expect(await replay(round.store, round.journals, means)).toEqual({ facts: 0, joined: 0, ended: 0 });
      expect(await ops()).toBe(before);
      await synced(liaison, liaison, coordinator, coordinator);
      expect(await titleOf(coordinator), `time ${times}`).toBe('Calles con luz');
    }
  });
});

describe('the files of the journal', () => {
  const oneAfterAnother = (round: TestRound, node: string) =>
    createJournal({ store: round.store, append: appendToFiles(folder, node, () => round.clock.ms), log: silent });

  test('hold what a device was told before it was told', async () => {
    const round = await aRound(
      smallRound,
      undefined,
      undefined,
      appendToFiles(folder, 'PROCESS', () => 0),
    );
    const { cookie } = await round.phone('official');
    const { entries, unreadable } = await readJournals([folder]);
    expect(unreadable).toBe(0);
    expect(entries).toEqual(round.journals);
    expect(entries.map(({ text }) => JSON.parse(text).type).sort()).toEqual(['invited', 'joined', 'session', 'used', 'written']);
    for (const name of readdirSync(folder)) {
      expect(readFileSync(join(folder, name), 'utf8')).not.toContain(cookie.split('=')[1]);
    }
  });

  test('of two processes, in the wrong order, tell the same as one', async () => {
    const round = await aRound();
    const restore = await round.backUp();
    const coordinator = await round.phone('coordinator');
    const official = await round.phone('official', 'somebody-new');
    await synced(official, coordinator);
    const half = round.journals.length;
    await revoke(coordinator, official);
    // The process that heard of the revocation has a clock that is a day behind.
    await appendToFiles(folder, 'B', () => round.clock.ms)(round.journals.slice(0, half));
    await appendToFiles(folder, 'A', () => round.clock.ms - 86_400_000)(round.journals.slice(half));
    const { entries } = await readJournals([folder]);
    expect(entries[0]).toEqual(round.journals[half]);
    await restore(entries);
    await synced(coordinator, coordinator);
    expect(await official.sync()).toMatchObject({ error: 'session-revoked' });
  });

  test('lose nothing but a line that was cut off, and go on after it', async () => {
    const round = await aRound();
    const append = appendToFiles(folder, 'PROCESS', () => 0);
    await round.phone('official');
    const [first, second, ...others] = round.journals;
    if (!first || !second) throw new Error('Nothing was journalled');
    await append([first, second]);
    const file = join(folder, readdirSync(folder)[0] ?? '');
    const whole = readFileSync(file, 'utf8');
    for (let length = 0; length < second.text.length; length += 7) {
      writeFileSync(file, whole.slice(0, whole.length - second.text.length + length));
      expect(await readJournals([folder])).toEqual({ entries: [first], unreadable: 1 });
    }
    await append(others);
    expect(await readJournals([folder])).toEqual({ entries: [first, ...others], unreadable: 1 });
  });

  test('get what was committed by a process that died before it wrote it', async () => {
    const round = await aRound();
    await invite(round); // nobody flushes
    const journal = oneAfterAnother(round, 'NEXT');
    await journal.flush();
    await journal.flush();
    const { entries } = await readJournals([folder]);
    expect(entries.map(({ text }) => JSON.parse(text).type)).toEqual(['invited']);
  });

  test('may fail without keeping anybody from working, and catch up', async () => {
    let isFull = true;
    const round = await aRound(smallRound, undefined, undefined, async (entries) => {
      if (isFull) throw new Error('no space left');
      await appendToFiles(folder, 'PROCESS', () => 0)(entries);
    });
    await synced(await round.phone('official'));
    isFull = false;
    await synced(await round.phone('mentor'));
    const joined = (await readJournals([folder])).entries.filter(({ text }) => JSON.parse(text).type === 'joined');
    expect(joined).toHaveLength(2);
  });

  test('go after a while, by day', async () => {
    const append = (day: string) => appendToFiles(folder, 'PROCESS', () => Date.parse(day))([{ id: 'x'.repeat(32), text: '{}' }]);
    for (const day of ['2026-07-14', '2026-07-15', '2026-07-16']) await append(day);
    await trimJournals(folder, '2026-07-15');
    expect(readdirSync(folder).sort()).toEqual(['2026-07-15-PROCESS.jsonl', '2026-07-16-PROCESS.jsonl']);
  });
});

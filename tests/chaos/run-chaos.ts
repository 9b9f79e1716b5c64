// Pulls the plug of a real endpoint again and again while devices work, and looks each time whether it kept its word.
// The endpoint is a process of its own, or two on one PostgreSQL that are killed in turn; devices reach it over sockets, and go
// on saving while it is away. Each kill comes while a request is on its way. Before the next start the database is compared
// with what the devices were told.
// In the end everything is sent, a device joins that was not there before, and all of them must show the same.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { OpName } from '#domain/op.ts';
import type { SyncOutcome } from '#sync/sync-once.ts';
import { doubledIn, missingIn } from '#tests/load/stored-ops.ts';
import { seededRandom } from '#tests/support/device.ts';
import { anEmptyApp, type EndpointProcess, startEndpoint } from '#tests/support/endpoint-process.ts';
import { unansweredIn, unequalSpaces } from './compare.ts';
import { type Chance, someChange } from './edit.ts';
import { inAFile, onPostgres, type Place } from './places.ts';
import { joinAsSocketPhone, type SocketPhone } from './socket-phone.ts';

export type ChaosWishes = {
  readonly kills: number;
  /** Chooses the edits and the moments; what meets what is up to the machine. */
  readonly seed: number;
  /** Default: a file. */
  readonly database?: 'sqlite' | 'postgres';
  /** Called with the data folder while the endpoint is dead, to plant a fault. Kills are counted from 1. */
  readonly tamper?: (dataDir: string, kill: number) => void;
  readonly onKill?: (kill: number) => void;
};

export type ChaosReport = {
  readonly kills: number;
  /** Ops that devices were told are acknowledged. */
  readonly acked: number;
  /** Ops that were acknowledged, or in the end saved, and are not in the database as they were. */
  readonly lost: number;
  /** Ops in the database that nobody saved, or that are there twice. */
  readonly doubled: number;
  /** Spaces that not all devices show alike. */
  readonly unequal: number;
  /** Ops that were on disk although their answer never came: kills between commit and answer. */
  readonly unanswered: number;
};

export async function runChaos(wishes: ChaosWishes): Promise<ChaosReport> {
  const folder = mkdtempSync(join(tmpdir(), 'tequio-chaos-'));
  const place = wishes.database === 'postgres' ? await onPostgres(folder) : inAFile(folder);
  const env = { ...place.env, TEQUIO_APP: anEmptyApp(folder), TEQUIO_LIMITS: '0' };
  try {
    const endpoints = await Promise.all(place.dataDirs.map((dataDir) => startEndpoint({ dataDir, env })));
    const kill = () => Promise.all(endpoints.map((endpoint) => endpoint.kill()));
    return await play(endpoints, place, wishes).finally(kill);
  } finally {
    await place.end();
    rmSync(folder, { recursive: true });
  }
}

async function play(
  endpoints: readonly EndpointProcess[],
  place: Place,
  { kills, seed, tamper = () => {}, onKill = () => {} }: ChaosWishes,
): Promise<ChaosReport> {
  const chance = chanceOf(seed);
  const findings = noFindings();
  const traffic = watchTraffic();
  const phones = await joinAll(endpoints, ['liaison', 'official', 'mentor', 'coordinator'], traffic.note);
  for (const phone of phones) await workOnce(phone, chance); // from the first kill on there is something to lose
  let isOver = false;
  const work = Promise.all(phones.map((phone) => workUntil(() => isOver, phone, chance)));
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      const endpoint = inTurn(endpoints, kill);
      await pause(chance() * 300);
      await Promise.race([traffic.next(), work]);
      await pause(chance() * 30);
      await endpoint.kill();
      tamper(endpoint.dataDir, kill);
      await lookInto(place, phones, 'acknowledged', findings);
      await endpoint.restart();
      onKill(kill);
    }
  } finally {
    isOver = true;
    await work;
  }
  const unequal = await untilAllShowTheSame(endpoints, phones);
  for (const endpoint of endpoints) await endpoint.stop();
  await lookInto(place, phones, 'saved', findings);
  const { lost, doubled, unanswered } = findings;
  const acked = phones.reduce((count, { acknowledged }) => count + acknowledged.size, 0);
  return { kills, acked, lost: lost.size, doubled: doubled.size, unequal, unanswered: unanswered.size };
}

function inTurn(endpoints: readonly EndpointProcess[], turn: number): EndpointProcess {
  const endpoint = endpoints[turn % endpoints.length];
  if (!endpoint) throw new Error('There is no endpoint');
  return endpoint;
}

function chanceOf(seed: number): Chance {
  const bytes = seededRandom(seed);
  return () => Number.parseInt(Buffer.from(bytes(4)).toString('hex'), 16) / 2 ** 32;
}

/** Tells when a request leaves. */
function watchTraffic(): { readonly note: () => void; readonly next: () => Promise<void> } {
  let waiting: (() => void)[] = [];
  return {
    next: () => new Promise((resolve) => waiting.push(resolve)),
    note: () => {
      for (const resolve of waiting) resolve();
      waiting = [];
    },
  };
}

async function joinAll(
  endpoints: readonly EndpointProcess[],
  roles: readonly string[],
  onSend: () => void,
): Promise<readonly SocketPhone[]> {
  const phones: SocketPhone[] = [];
  for (const [index, role] of roles.entries()) {
    const phone = await joinAsSocketPhone(inTurn(endpoints, index).lastInvitation(role), onSend);
    await phone.sync();
    phones.push(phone);
  }
  return phones;
}

/** Like somebody in a hurry; without a line one goes on saving, more slowly. */
async function workUntil(isOver: () => boolean, phone: SocketPhone, chance: Chance): Promise<void> {
  while (!isOver()) {
    const { type } = await workOnce(phone, chance);
    await pause(type === 'synced' ? chance() * 40 : 200);
  }
}

async function workOnce({ ports, save, sync }: SocketPhone, chance: Chance): Promise<SyncOutcome> {
  for (let count = Math.ceil(chance() * 3); count > 0; count -= 1) await save(await someChange(ports, chance));
  return sync();
}

type Findings = { readonly lost: Set<OpName>; readonly doubled: Set<OpName>; readonly unanswered: Set<OpName> };

function noFindings(): Findings {
  return { lost: new Set(), doubled: new Set(), unanswered: new Set() };
}

/** Compares what is on disk with one of the promises, and notes what is wrong. Another process may go on meanwhile. */
async function lookInto(
  { storedOps }: Place,
  phones: readonly SocketPhone[],
  promise: 'acknowledged' | 'saved',
  findings: Findings,
): Promise<void> {
  const promised = phones.map((phone) => new Map(phone[promise]));
  const stored = await storedOps();
  for (const [index, phone] of phones.entries()) {
    for (const name of missingIn(stored, promised[index] ?? new Map())) findings.lost.add(name);
    for (const name of unansweredIn(stored, phone)) findings.unanswered.add(name);
  }
  const saved = new Map(phones.flatMap((phone) => [...phone.saved]));
  for (const name of doubledIn(stored, saved)) findings.doubled.add(name);
}

/** Sends and fetches what is left, everywhere and on a device that joins now; gives the number of spaces that differ. */
async function untilAllShowTheSame(endpoints: readonly EndpointProcess[], phones: readonly SocketPhone[]): Promise<number> {
  await settle(phones);
  const all = [...phones, ...(await joinAll(endpoints, ['coordinator'], () => {}))];
  await settle(all);
  return (await unequalSpaces(all.map(({ ports }) => ports.database))).length;
}

const lastTries = 5;

/** A device that cannot send shows in what is lost. */
async function settle(phones: readonly SocketPhone[]): Promise<void> {
  for (const phone of phones) {
    for (let tries = 0; tries < lastTries; tries += 1) if ((await phone.sync()).type === 'synced') break;
  }
}

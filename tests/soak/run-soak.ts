// An endpoint under a steady load for as long as one likes: devices work and sync while its process is restarted again and
// again, finds its disk full in the middle, and then runs on to the end, watched for memory that only grows.
// At the end every op that a device was told is acknowledged must be in the database, once and as it was.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openStore } from '#server/store/open-store.ts';
import type { Store } from '#server/store/tables.ts';
import { behindProxy, openLine } from '#tests/load/line.ts';
import { fillProgramme, type Programme } from '#tests/load/programme.ts';
import { doubledIn, missingIn } from '#tests/load/stored-ops.ts';
import { until } from '#tests/load/until.ts';
import { anEmptyApp, type EndpointProcess, startEndpoint } from '#tests/support/endpoint-process.ts';
import { mbPerMinute, rssMbOf, type Sample } from './memory.ts';
import { aSmallDisk, type SmallDisk } from './small-disk.ts';
import { createSoakDevice, type SoakDevice } from './soak-device.ts';

export type SoakWishes = {
  readonly minutes: number;
  readonly devices: number;
  /** From one sync of a device to its next, about. */
  readonly betweenSyncsMs?: number;
  readonly restarts?: number;
  /** More than that, from 60 % of the time to its end, counts as a leak. */
  readonly mostMbPerMinute?: number;
  /** false: as on a machine where this process may not mount. */
  readonly mayMount?: boolean;
  /** Settings of the endpoint's process, to plant a fault. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the database at the end, to plant a fault. */
  readonly tamper?: (store: Store) => Promise<unknown>;
  readonly onStep?: (step: string) => void;
};

export type SoakReport = {
  readonly minutes: number;
  readonly devices: number;
  readonly acked: number;
  readonly lost: number;
  readonly doubled: number;
  readonly restarts: number;
  /** Pushes that were turned away with a code while the disk was full. */
  readonly turnedAwayWhenFull: number;
  /** At the beginning and the end of the time in which memory is watched. */
  readonly rssMb: readonly [number, number];
  readonly rssMbPerMinute: number;
  /** What was not as it should be, in words; empty when all is well. */
  readonly problems: readonly string[];
};

const defaultMbPerMinute = 5;
const [devicesPerTown, townsPerGroup] = [4, 5];
const defaultRestarts = 6;
const defaultBetweenSyncsMs = 4_000;
/** When, as shares of the whole time: the last restart, a full disk, room again, memory has settled. */
const [restartsEnd, fullFrom, fullUntil, settled] = [0.4, 0.45, 0.5, 0.6];
/** For what must happen sooner or later. */
const patienceMs = 30_000;

export async function runSoak(wishes: SoakWishes): Promise<SoakReport> {
  const folder = mkdtempSync(join(tmpdir(), 'tequio-soak-'));
  const disk = aSmallDisk(folder, { sizeMb: Math.ceil(64 + 64 * wishes.minutes), mayMount: wishes.mayMount ?? true });
  try {
    const programme = await fillDisk(disk, wishes.devices);
    const env = { TEQUIO_APP: anEmptyApp(folder), ...behindProxy, ...wishes.env };
    const endpoint = await startEndpoint({ dataDir: disk.dataDir, env });
    return await play(endpoint, disk, programme, wishes).finally(endpoint.kill);
  } finally {
    disk.discard();
    rmSync(folder, { recursive: true });
  }
}

function openData({ dataDir }: SmallDisk): Promise<Store> {
  return openStore(join(dataDir, 'tequio.sqlite'));
}

async function fillDisk(disk: SmallDisk, devices: number): Promise<Programme> {
  const store = await openData(disk);
  const size = { towns: Math.ceil(devices / devicesPerTown), townsPerGroup, devicesPerTown };
  const programme = await fillProgramme(store, size);
  await store.destroy();
  return { ...programme, devices: programme.devices.slice(0, devices) };
}

async function play(
  endpoint: EndpointProcess,
  disk: SmallDisk,
  programme: Programme,
  {
    minutes,
    devices: count,
    betweenSyncsMs = defaultBetweenSyncsMs,
    restarts = defaultRestarts,
    mostMbPerMinute = defaultMbPerMinute,
    tamper = async () => {},
    onStep = () => {},
  }: SoakWishes,
): Promise<SoakReport> {
  const problems: string[] = [];
  const wholeMs = 60_000 * minutes;
  const line = openLine(endpoint.origin);
  const devices = programme.devices.map((device, index) => createSoakDevice(device, line, { seed: index, betweenSyncsMs }));
  const start = performance.now();
  const untilShare = (share: number) => pause(Math.max(0, start + share * wholeMs - performance.now()));
  let isOver = false;
  const work = Promise.all(devices.map((device) => device.run(() => isOver)));

  for (let restart = 1; restart <= restarts; restart += 1) {
    await untilShare((restartsEnd * restart) / restarts);
    const exitCode = await endpoint.stop();
    if (exitCode !== 0) problems.push(`the process ended with code ${exitCode} when it was asked to stop`);
    await endpoint.restart();
    onStep(`restart ${restart} of ${restarts}, ${acknowledgedBy(devices)} ops acknowledged`);
  }

  await untilShare(fullFrom);
  const before = turnedAwayBy(devices);
  disk.fill(endpoint.pid());
  onStep(`the disk is full (${disk.kind})`);
  const isFelt = await until(() => turnedAwayBy(devices) > before, patienceMs);
  if (!isFelt) problems.push('no push was turned away with a code while the disk was full');
  await untilShare(fullUntil);
  if (!(await isHealthy(endpoint))) problems.push('the process did not answer while the disk was full');
  const turnedAwayWhenFull = turnedAwayBy(devices) - before;
  const ackedWhenFull = acknowledgedBy(devices);
  disk.makeRoom(endpoint.pid());
  onStep(`there is room again; ${turnedAwayWhenFull} pushes were turned away`);
  const goesOn = await until(() => acknowledgedBy(devices) > ackedWhenFull, patienceMs);
  if (!goesOn) problems.push('nothing was taken in once there was room again');

  await untilShare(settled);
  const samples: Sample[] = [];
  const watchedFrom = performance.now();
  while (performance.now() - watchedFrom < (1 - settled) * wholeMs) {
    samples.push({ atMs: performance.now(), rssMb: rssMbOf(endpoint.pid()) });
    await pause(Math.min(1000, wholeMs / 100));
  }
  isOver = true;
  await work;
  line.close();
  await endpoint.stop();

  const slope = mbPerMinute(samples);
  if (slope > mostMbPerMinute) problems.push(`memory grew by ${slope.toFixed(1)} MB a minute, more than ${mostMbPerMinute}`);
  problems.push(...unexpectedCodes(devices));
  const kept = await lookInto(disk, devices, tamper);
  if (kept.lost > 0) problems.push(`${kept.lost} ops were acknowledged and are not there as they were`);
  if (kept.doubled > 0) problems.push(`${kept.doubled} ops are there that nobody made, or twice`);
  const rssMb = [samples[0], samples.at(-1)].map((sample) => Math.round(sample?.rssMb ?? 0)) as [number, number];
  const memory = { rssMb, rssMbPerMinute: Number(slope.toFixed(1)) };
  return { minutes, devices: count, ...kept, restarts, turnedAwayWhenFull, ...memory, problems };
}

function acknowledgedBy(devices: readonly SoakDevice[]): number {
  return devices.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0);
}

/** Pushes that were answered with a code, not those of which nothing was heard. */
function turnedAwayBy(devices: readonly SoakDevice[]): number {
  const counts = devices.flatMap(({ turnedAway }) => [...turnedAway]).map(([code, count]) => (code === 'line' ? 0 : count));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** A busy or failing endpoint may say so; that a device remembers something else than the database would be a loss. */
function unexpectedCodes(devices: readonly SoakDevice[]): readonly string[] {
  const codes = new Set(devices.flatMap(({ turnedAway }) => [...turnedAway.keys()]));
  const expected = ['line', 'failed', 'busy'];
  return [...codes].filter((code) => !expected.includes(code)).map((code) => `a push was turned away as ${code}`);
}

async function isHealthy({ origin }: EndpointProcess): Promise<boolean> {
  const answer = await fetch(`${origin}/api/health`).catch(() => undefined);
  return answer?.status === 200;
}

async function lookInto(disk: SmallDisk, devices: readonly SoakDevice[], tamper: (store: Store) => Promise<unknown>) {
  const store = await openData(disk);
  await tamper(store);
  const stored = await store.selectFrom('op').select(['node', 'n', 'stamp', 'hash']).execute();
  await store.destroy();
  const acknowledged = new Map(devices.flatMap((device) => [...device.acknowledged]));
  const saved = new Map(devices.flatMap((device) => [...device.saved]));
  return {
    acked: acknowledged.size,
    lost: missingIn(stored, acknowledged).length,
    doubled: doubledIn(stored, saved).length,
  };
}

// Plays a history, step by step, in the world (world.ts), and checks what must hold (check.ts). The first thing that does not
// ends it.

import { mutate } from '#data/mutate.ts';
import { currentActor } from '#data/round-queries.ts';
import type { OpRow } from '#data/rows.ts';
import type { Op } from '#domain/op.ts';
import type { SyncRequest } from '#protocol/sync.ts';
import { verify } from '#server/operation/verify.ts';
import type { Delivered } from '#sync/sync-once.ts';
import { alive } from './alive.ts';
import { Broken, type Loss } from './broken.ts';
import { carryAll, carryDown, type Tamper, type Watch } from './carry.ts';
import { checkQuiet, checkScreen, checkSent, type Given, isOutOfTouch, readLog, rightsIn, type Saved } from './check.ts';
import type { Rows, SimulatedDevice } from './device.ts';
import { bytesOf } from './dice.ts';
import { changesOf } from './edits.ts';
import type { EndpointFaults } from './endpoint.ts';
import { type History, roster, type Step } from './history.ts';
import { join } from './joining.ts';
import { Journal } from './journal.ts';
import type { Message } from './line.ts';
import type { LockFaults } from './lock.ts';
import { spacesOf } from './reference.ts';
import { arrive, arriveTogether, carryThrough, cut, repeat } from './travel.ts';
import { addClone, addDevice, beginning, type World, worldOf } from './world.ts';

/** Bugs that are planted to see whether they are found (bites.test.ts). */
export type Faults = EndpointFaults & LockFaults & { readonly tamper?: Tamper };

export type Problem = { readonly loss: Loss; readonly step: number; readonly what: string };

export type Played = { readonly ops: number; readonly crashes: number; readonly problem: Problem | undefined };

/** What a history has come to so far. */
export type Play = {
  readonly world: World;
  readonly history: History;
  readonly watch: Watch;
  /** What each device told its user was saved. */
  readonly saved: Saved[][];
  readonly journal: Journal;
  /** What rights come from, after the last request. */
  rights: ReturnType<typeof rightsIn>;
  /** Stamps that the endpoint had given before it was put back. */
  readonly given: Given;
  /** The copy to which the endpoint is put back. */
  backup: string;
  /** Copies of devices, and how much they had saved then. */
  readonly keptDevices: Map<SimulatedDevice, { readonly rows: Rows; readonly saved: readonly Saved[] }>;
  /** What devices that were put back no longer know of, and the endpoint does. */
  owed: readonly Saved[];
  crashes: number;
  /** Errors with which the endpoint answered. */
  readonly refusals: Set<string>;
  /** Calls that the last step made through the ports of its page and worker, and of the endpoint by request. */
  calls: { readonly page: number; readonly worker: number; readonly endpoint: readonly number[] };
  readonly faults: Faults;
};

export async function play(history: History, faults: Faults = {}): Promise<Played> {
  const begun = await beginPlay(history, faults);
  const problem = await playSteps(begun, 0, history.steps);
  return { ops: begun.saved.flat().length, crashes: begun.crashes, problem };
}

export async function beginPlay(history: History, faults: Faults): Promise<Play> {
  const world = await worldOf(history.people);
  for (const [index, device] of world.devices.entries()) device.clock.ms += history.clocks[index] ?? 0;
  world.endpoint.faults = faults;
  world.endpoint.differing = 0;
  world.endpoint.isUpToDate = true;
  world.endpoint.spoilt = undefined;
  const journal = new Journal();
  const playing: Play = {
    world,
    history,
    watch: {
      request: (message) => watchRequest(playing, message),
      taken: (device) => device.port.aside(() => checkScreen(device)),
      tamper: faults.tamper,
    },
    saved: world.devices.map(() => []),
    journal,
    rights: rightsIn(await readLog(world.endpoint.store, journal)),
    given: new Map(),
    backup: beginning,
    keptDevices: new Map(),
    owed: [],
    crashes: 0,
    refusals: new Set(),
    calls: noCalls,
    faults,
  };
  return playing;
}

const noCalls: Play['calls'] = { page: 0, worker: 0, endpoint: [] };

/** Plays steps from that place in the history on, and ends with two quiet points: the second after what was late arrived. */
export async function playSteps(playing: Play, from: number, steps: readonly Step[]): Promise<Problem | undefined> {
  const ending: readonly Step[] = [{ do: 'quiet' }, { do: 'carry-all' }, { do: 'quiet' }];
  for (const [index, step] of [...steps, ...ending].entries()) {
    const problem = await takeStep(playing, from + index, step);
    if (problem) return problem;
  }
  return undefined;
}

export async function takeStep(playing: Play, index: number, step: Step): Promise<Problem | undefined> {
  const { world, history } = playing;
  world.endpoint.random = bytesOf(`${history.seed} ${index} endpoint`);
  for (const device of world.devices) {
    device.lockFaults = playing.faults;
    device.random = bytesOf(`${history.seed} ${index} ${device.index}`);
    device.clock.ms += 1_000;
  }
  world.endpoint.clock.ms += 1_000;
  playing.calls = noCalls;
  try {
    await take(playing, step, index);
    return undefined;
  } catch (error) {
    if (error instanceof Broken) return { loss: error.loss, step: index, what: error.message };
    // Something threw where nothing should: whatever was to be done was not.
    return { loss: 'lost', step: index, what: error instanceof Error ? (error.stack ?? String(error)) : String(error) };
  }
}

async function take(playing: Play, step: Step, index: number): Promise<void> {
  const { world } = playing;
  const { line, endpoint } = world;
  if (step.do === 'quiet') return settle(playing);
  if (step.do === 'carry-all') return arriveTogether(playing);
  if (step.do === 'endpoint-clock') {
    endpoint.clock.ms += step.byMs;
    return;
  }
  if (step.do === 'endpoint-dies') {
    playing.crashes += 1;
    return endpoint.restart();
  }
  if (step.do === 'carry' || step.do === 'cut' || step.do === 'repeat') {
    const message = line.messages[step.pick % Math.max(1, line.messages.length)];
    if (!message) return;
    if (step.do === 'carry') return carryOn(playing, message, step);
    if (step.do === 'repeat') return repeat(world, message);
    return cut(playing, message, step.arrives);
  }
  if (step.do === 'backup') {
    playing.backup = 'backup';
    return endpoint.backUp(playing.backup);
  }
  if (step.do === 'restore') return restore(playing);
  if (step.do === 'update-endpoint') {
    endpoint.isUpToDate = step.isUpToDate;
    return;
  }
  if (step.do === 'appear') return appear(playing, step.as);
  if (step.do === 'wait') {
    for (const { clock } of [endpoint, ...world.devices]) clock.ms += longerThanKeptMs;
    return;
  }
  const place = step.device % world.devices.length;
  const device = world.devices[place];
  if (!device) return;
  if (step.do === 'clone') {
    await addClone(world, device);
    playing.saved.push([...(playing.saved[place] ?? [])]);
  }
  if (step.do === 'keep-device')
    playing.keptDevices.set(device, { rows: await device.dump(), saved: [...(playing.saved[place] ?? [])] });
  if (step.do === 'put-device-back') return putDeviceBack(playing, device, playing.saved[place] ?? []);
  if (step.do === 'open-app') return device.open(step.version);
  if (step.do === 'close-page') return device.closePage();
  if (step.do === 'join') return join(endpoint, device, { ...step, asNewPerson: step.isNew });
  if (step.do === 'clock') device.clock.ms = Math.max(0, device.clock.ms + step.byMs);
  else if (step.do === 'edit') await edit(playing, device, playing.saved[place] ?? [], step, index);
  else if (step.do === 'send')
    await alive(playing, device, step, async ({ wake }) => {
      await device.proceed(() => device[step.by ?? 'page'].begin());
      await device.proceed(wake);
    });
  else if (step.do === 'sync') await sync(playing, device, step);
}

/** Own changes are kept for 90 days at least. */
const longerThanKeptMs = 91 * 24 * 60 * 60 * 1000;

async function edit(
  playing: Play,
  device: SimulatedDevice,
  saved: Saved[],
  step: Extract<Step, { do: 'edit' }>,
  index: number,
): Promise<void> {
  const word = `${step.edit} ${index}${'.'.repeat(playing.history.wordiness)}`;
  const changes = await device.asItself(() => changesOf(device, step.edit, { pick: step.pick, word }));
  if (changes.length === 0) return;
  const actor = await device.asItself(() => currentActor(device.database));
  const { journal } = playing;
  const isAlone = step.workerWakesAt === undefined && step.workerIsAt === undefined;
  const seen = isAlone ? new Map() : await journal.seenBy(device);
  let written: readonly Op[] = [];
  await alive(playing, device, step, async ({ wake, workerIsThere }) => {
    const done = await device.inPage(async () => {
      if (workerIsThere) {
        wake();
        await Promise.race([workerIsThere, device.rest()]);
      }
      return mutate(device.ports, actor, changes);
    });
    if (done?.value.ok) written = done.value.value;
    await device.port.aside(() => journal.noteWritten(device, seen, written)); // what was written before a death is there, too
    await device.proceed(wake);
    if (step.isWhole) await carryThrough(playing, device, { fate: 'open', at: 0 });
  });
  for (const op of written) saved.push({ op, word });
}

/** The endpoint's database is put back to its last backup. What devices know of its stamps still holds. */
async function restore(playing: Play): Promise<void> {
  const { world, given, journal, backup } = playing;
  // A request from before, which tells no stamps, may be the first to arrive.
  const isUnderWay = world.line.messages.some(({ answer }) => !answer);
  const known = await knownVerdicts(playing);
  for (const op of await readLog(world.endpoint.store, journal)) {
    const stamps = [...(given.get(op.content)?.stamps ?? []), op.effective];
    given.set(op.content, { stamps, isKnown: known.has(op.content) && !isUnderWay });
  }
  await world.endpoint.restore(backup);
  await noteReplayed(playing);
  playing.rights = rightsIn(await readLog(world.endpoint.store, journal));
  playing.owed = await thoseInLog(playing, playing.owed);
}

/** What a phone had written and the endpoint's journals told comes back under another name of that phone. */
async function noteReplayed({ world, journal }: Play): Promise<void> {
  const rows = await world.endpoint.store.selectFrom('op').select(['node', 'was']).where('was', 'is not', null).execute();
  for (const { node, was } of rows) for (const name of JSON.parse(was ?? '[]') as string[]) journal.noteMoved(node, name);
}

/** The contents of ops that were judged for everybody who may send them: a copy of a device need not have been told. */
async function knownVerdicts({ world, journal, keptDevices }: Play): Promise<ReadonlySet<string>> {
  const held = (await Promise.all(world.devices.map(({ database }) => database.ops.toArray()))).flat();
  const kept = [...keptDevices.values()].flatMap(({ rows }) => (rows.ops ?? []) as readonly OpRow[]);
  const byContent = Map.groupBy([...held, ...kept], ({ op }) => journal.contentOf(op));
  const known = [...byContent].filter(([, rows]) => rows.every(({ verdict }) => verdict));
  return new Set(known.map(([content]) => content));
}

async function appear({ world, saved }: Play, as: number): Promise<void> {
  await addDevice(world, roster[as] ?? roster[0], world.endpoint.clock.ms);
  saved.push([]);
}

/** What the device wrote since and nobody has is gone with what it held; the endpoint still owes the rest. */
async function putDeviceBack(playing: Play, device: SimulatedDevice, saved: Saved[]): Promise<void> {
  const kept = playing.keptDevices.get(device);
  if (!kept) return;
  const since = saved.splice(0, saved.length, ...kept.saved).filter((one) => !kept.saved.includes(one));
  playing.owed = [...playing.owed, ...(await thoseInLog(playing, since))];
  await device.load(kept.rows);
  await device.open(device.version);
}

async function thoseInLog({ world, journal }: Play, saved: readonly Saved[]): Promise<readonly Saved[]> {
  const arrived = new Set((await readLog(world.endpoint.store, journal)).map(({ content }) => content));
  return saved.filter(({ op }) => arrived.has(journal.contentOf(op)));
}

async function sync(playing: Play, device: SimulatedDevice, step: Extract<Step, { do: 'sync' }>): Promise<void> {
  const begin = () => device[step.by ?? 'page'].begin();
  const wasAtIt = device.isSyncing;
  await alive(playing, device, step, async ({ wake }) => {
    await device.proceed(begin);
    const count = await carryThrough(playing, device, step);
    await device.proceed(wake);
    // A page that found the worker at it tries again, as its schedule does.
    if (step.by !== 'worker' && device.outcome?.type === 'running-elsewhere') await device.proceed(begin);
    await carryThrough(playing, device, { ...step, at: step.at - count });
  });
  if (step.by === 'worker' && !wasAtIt) await device.port.aside(() => checkSent(device));
}

async function carryOn(playing: Play, message: Message, step: Extract<Step, { do: 'carry' }>): Promise<void> {
  if (!message.answer) return arrive(playing, message, step.endpointDiesAt);
  await alive(playing, message.device, step, async ({ wake }) => {
    await carryDown(playing.world, message, playing.watch);
    await message.device.proceed(wake);
  });
}

const mostPasses = 8;

/** Everybody syncs until nobody has anything to say any more; then everything is checked. */
async function settle(playing: Play): Promise<void> {
  const { world, history, watch, journal } = playing;
  world.endpoint.isUpToDate = true;
  let log = await readLog(world.endpoint.store, journal);
  let level = false;
  for (let pass = 0; pass < mostPasses && !level; pass += 1) {
    level = !world.devices.some(({ isSyncing }) => isSyncing); // what is under way may not know of the latest edits
    for (const device of world.devices) {
      await device.proceed(() => device.page.begin());
      await carryAll(world, device, { pageBytes: history.pageBytes, ...watch });
      if (!isQuiet(device)) level = false;
    }
    const now = await readLog(world.endpoint.store, journal);
    if (now.length > log.length) level = false; // the last words of a device that is out of touch by now
    log = now;
  }
  const restless = world.devices.filter((device) => !isQuiet(device));
  if (restless.length > 0) {
    const told = restless.map(
      ({ index, outcome, worker }) => `device ${index}: ${JSON.stringify(outcome)}${worker.isRunning ? ', its worker runs' : ''}`,
    );
    throw new Broken('lost', `no rest after ${mostPasses} passes, ${told.join(', ')}`);
  }
  await checkQuiet(world.endpoint.store, world.devices, playing);
  const verified = await verify(world.endpoint.store);
  if (!verified.ok) throw new Broken('diverged', verified.refusal);
  if (world.endpoint.differing > 0) throw new Broken('diverged', 'a device told another digest than the endpoint');
}

function isQuiet(device: SimulatedDevice): boolean {
  const { outcome } = device;
  if (device.isSyncing) return false;
  return isOutOfTouch(device) || (outcome?.type === 'synced' && outcome.sent + outcome.refused + outcome.received === 0);
}

/**
 * Nothing goes to somebody who has no right to its space before or after the request, and an endpoint that was never put back
 * knows everything that it acknowledged.
 */
async function watchRequest(playing: Play, { device, request }: Message): Promise<(delivered: Delivered) => Promise<void>> {
  const { world, history, journal } = playing;
  const { nodes, from } = JSON.parse(request) as SyncRequest;
  journal.noteNames(device, [...Object.keys(nodes), from.node]);
  const before = spacesOf(device.who.person, playing.rights);
  return async (delivered) => {
    playing.rights = rightsIn(await readLog(world.endpoint.store, journal));
    if (delivered.type === 'cut') return;
    const told = `to device ${device.index} (${device.who.key}) of ${world.devices.length}`;
    const { pages = [], error } = delivered.body as Answered;
    if (error !== undefined) playing.refusals.add(error);
    const isForgetful = error === 'unknown-history' || error === 'hole';
    if (isForgetful && !history.steps.some((step) => step.do === 'restore'))
      throw new Broken('lost', `${error} was said ${told}`);
    const now = spacesOf(device.who.person, playing.rights);
    const strange = pages.find(({ space }) => !before.has(space) && !now.has(space));
    if (strange) throw new Broken('leaked', `${strange.space} went ${told}`);
  };
}

type Answered = { readonly error?: string; readonly pages?: readonly { readonly space: string }[] };

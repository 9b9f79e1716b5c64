// One measurement from the beginning to the end: fill, first syncs, pushes next to the baseline, streams, and the look into
// the database that makes the figures true: every op that was acknowledged is there, once and as it was.

import type { Op } from '#domain/op.ts';
import { stampOf } from '#domain/stamps.ts';
import type { Store } from '#server/store/tables.ts';
import { type Line, openLine } from '#tests/load/line.ts';
import type { Programme, ProgrammeSize } from '#tests/load/programme.ts';
import { doubledIn, missingIn } from '#tests/load/stored-ops.ts';
import { measurePages } from './measure-pages.ts';
import { measurePushes, type PushFigures } from './measure-pushes.ts';
import { type Listener, measureStreams } from './measure-streams.ts';
import { createDevice, createPlainSender, hashesOf, type Pusher } from './pushers.ts';
import type { Systems } from './systems.ts';
import { createWork } from './work.ts';

export type BenchWishes = {
  /** For each part: first syncs, pushes, the baseline's pushes. */
  readonly seconds: number;
  /** How many streams are asked for. */
  readonly streams: number;
  /** Called with the endpoint's database when everything was acknowledged, to plant a fault. */
  readonly tamper?: (store: Store) => Promise<unknown>;
};

export type EndpointFigures = PushFigures & {
  readonly pagesPerS: number;
  readonly streams: number;
  /** Ops that were acknowledged; lost: those that are not in the database as they were; doubled: those that are there twice. */
  readonly acked: number;
  readonly lost: number;
  readonly doubled: number;
};

/** Towns that push at the same time, each in a group of its own. */
const towns = 8;
/** A browser opens no more with one session. */
const streamsPerDevice = 6;

/** `start` is told how large the programme should be. Ends what it started. */
export async function runBench(
  start: (size: ProgrammeSize) => Promise<Systems>,
  { seconds, streams, tamper = async () => {} }: BenchWishes,
): Promise<EndpointFigures> {
  const devicesPerTown = Math.max(1, Math.ceil(streams / streamsPerDevice / towns));
  const systems = await start({ towns, townsPerGroup: 1, devicesPerTown });
  const lines = systems.origins.map(openLine);
  const plainLines = systems.plainOrigins.map(openLine);
  try {
    const { programme } = systems;
    const writers = writersOf(programme, devicesPerTown);
    const devices = writers.map(({ account, place }, index) =>
      createDevice(turnOf(lines, index), account, createWork(account, place, index)),
    );
    const plain = writers.map(({ account, place }, index) =>
      createPlainSender(turnOf(plainLines, index), createWork(account, place, index)),
    );
    const coordinator = createDevice(turnOf(lines, 0), programme.coordinator, roundNames(programme));

    const pagesPerS = await measurePages(lines, programme.coordinator, 1000 * seconds);
    const pushes = await measurePushes(devices, plain, 1000 * seconds);
    const held = await measureStreams(listenersOf(programme, lines, streams), [
      async () => void (await Promise.all(devices.map(({ push }) => push()))),
      coordinator.push,
    ]);
    for (const line of [...lines, ...plainLines]) line.close();
    await systems.stop();
    const kept = await lookInto(systems, [...devices, coordinator], tamper);
    return { ...pushes, pagesPerS, streams: held, ...kept };
  } finally {
    await systems.stop();
    await systems.discard();
  }
}

/** One device of each town. */
function writersOf({ devices }: Programme, devicesPerTown: number): Programme['devices'] {
  return devices.filter((_, index) => index % devicesPerTown === 0);
}

function turnOf<One>(all: readonly One[], index: number): One {
  const one = all[index % all.length];
  if (one === undefined) throw new Error('There is none to choose from');
  return one;
}

function listenersOf({ devices }: Programme, lines: readonly Line[], count: number): readonly Listener[] {
  return Array.from({ length: count }, (_, index) => ({
    line: turnOf(lines, index),
    asker: turnOf(devices, index).account,
  }));
}

/** Pushes of one op that move the space of the round, which everybody sees and rights come from. */
function roundNames({ coordinator, round }: Programme): () => readonly Op[] {
  let n = 0;
  return () => {
    n += 1;
    const name = { kind: 'round', id: round, town: null, type: 'set', field: 'name', value: `Edición ${n}` } as const;
    const base = n > 1 ? [`${coordinator.node}:${n - 1}`] : [];
    return [{ ...name, node: coordinator.node, n, space: `round:${round}`, stamp: stampOf(Date.now(), 0), base, tx: n }];
  };
}

async function lookInto(systems: Systems, devices: readonly Pusher[], tamper: (store: Store) => Promise<unknown>) {
  const promised = hashesOf(devices.flatMap(({ acknowledged }) => acknowledged()));
  const store = await systems.openStore();
  await tamper(store);
  const stored = await store.selectFrom('op').select(['node', 'n', 'stamp', 'hash']).execute();
  await store.destroy();
  return { acked: promised.size, lost: missingIn(stored, promised).length, doubled: doubledIn(stored, promised).length };
}

// Looks for changes that a reader skips. Several processes of the endpoint share one PostgreSQL; many devices push into one
// space through all of them, while others ask every millisecond what is new above their cursor. In the end a device that
// joins late knows all that was written; whoever followed must have been told the same.
// With slow reading nothing would ever be found: a number must be passed over in the moment between two commits.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { openStore } from '#server/store/open-store.ts';
import { behindProxy, openLine } from '#tests/load/line.ts';
import { aLineDevice } from '#tests/load/line-device.ts';
import { fillProgramme, type Programme } from '#tests/load/programme.ts';
import type { WireDevice } from '#tests/server/wire-device.ts';
import { anEmptyApp, type EndpointProcess, startEndpoint } from '#tests/support/endpoint-process.ts';
import { type Cluster, startCluster } from '#tests/support/postgres.ts';

export type GapWishes = {
  readonly writers: number;
  readonly processes: number;
  /** Of each writer. */
  readonly pushes: number;
  readonly pollers: number;
  /** Numbers from a plain sequence: the fault that this is to find. */
  readonly fault?: boolean;
};

export type GapReport = {
  /** Fields that the writers brought. */
  readonly written: number;
  /** Answers that brought a poller something. */
  readonly pages: number;
  /** Fields that a poller was never told of, over all pollers. */
  readonly skipped: number;
};

const opsPerPush = 4;

export async function runGaps(wishes: GapWishes): Promise<GapReport> {
  const folder = mkdtempSync(join(tmpdir(), 'tequio-gaps-'));
  const cluster = await startCluster();
  try {
    const programme = await fill(cluster, wishes);
    const processes = await Promise.all(
      Array.from({ length: wishes.processes }, (_, index) => start(cluster, join(folder, String(index)), wishes)),
    );
    return await play(processes, programme, wishes).finally(() => Promise.all(processes.map(({ kill }) => kill())));
  } finally {
    await cluster.end();
    rmSync(folder, { recursive: true });
  }
}

async function fill(cluster: Cluster, { writers, pollers }: GapWishes): Promise<Programme> {
  await cluster.run('create database gaps');
  const store = await openStore(cluster.url('gaps'));
  await sql`create sequence plain`.execute(store); // for the fault
  const programme = await fillProgramme(store, { towns: 1, townsPerGroup: 1, devicesPerTown: writers + pollers + 1 });
  await store.destroy();
  return programme;
}

async function start(cluster: Cluster, folder: string, { fault = false }: GapWishes): Promise<EndpointProcess> {
  mkdirSync(folder);
  const planted = `--import=${pathToFileURL(join(import.meta.dirname, 'plain-sequence.ts'))}`;
  return startEndpoint({
    dataDir: folder,
    env: {
      ...behindProxy,
      DATABASE_URL: cluster.url('gaps'),
      TEQUIO_APP: anEmptyApp(folder),
      ...(fault && { NODE_OPTIONS: planted }),
    },
  });
}

async function play(
  processes: readonly EndpointProcess[],
  { devices }: Programme,
  { writers, pollers, pushes }: GapWishes,
): Promise<GapReport> {
  const lines = processes.map(({ origin }) => openLine(origin));
  const all = devices.flatMap(({ account }, index) => {
    const line = lines[index % lines.length];
    return line ? [aLineDevice(account, line)] : [];
  });
  const space = devices[0]?.place.space ?? '';
  const town = devices[0]?.place.town ?? '';
  const [late, ...others] = all;
  const [writing, polling] = [others.slice(0, writers), others.slice(writers, writers + pollers)];
  for (const device of polling) await device.catchUp();
  const write = async (device: WireDevice) => {
    for (let push = 0; push < pushes; push += 1) {
      const ids = Array.from({ length: opsPerPush }, (_, index) => `${device.node}-${push}-${index}`);
      const ops = ids.map((id) => device.op({ space, kind: 'action', id, town }));
      const { status, body } = await device.post(device.request(ops, { cursors: {}, maxBytes: 4096 }));
      if (status !== 200) throw new Error(`A push was turned away: ${status} ${JSON.stringify(body)}`);
      device.acked = Number(body.acked);
      device.receipt = String(body.receipt);
    }
  };
  let isOver = false;
  let pages = 0;
  const poll = async (device: WireDevice) => {
    while (!isOver) {
      pages += (await device.sync()).pages.length;
      await pause(1);
    }
    await device.catchUp();
  };
  const following = Promise.all(polling.map(poll));
  await Promise.all(writing.map(write)).finally(() => {
    isOver = true;
  });
  await following;
  await late?.catchUp();
  const names = new Set(writing.map(({ node }) => node));
  const isNew = (key: string) => names.has(key.split(' ')[2]?.split('-')[0] ?? '');
  const written = [...(late?.fields.keys() ?? [])].filter(isNew);
  const skipped = polling.flatMap(({ fields }) => written.filter((key) => !fields.has(key)));
  for (const line of lines) line.close();
  return { written: written.length, pages, skipped: skipped.length };
}

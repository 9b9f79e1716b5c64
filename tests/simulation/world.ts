// The round in which every history begins: one endpoint, and a device for everybody in the roster that has joined and synced
// once. It is built once per process and put back before each history, since building takes longer than playing.

import { loadExample } from '#server/example.ts';
import { carryAll } from './carry.ts';
import { type Person, type Rows, SimulatedDevice } from './device.ts';
import { bytesOf } from './dice.ts';
import { aSimulatedEndpoint, type SimulatedEndpoint } from './endpoint.ts';
import { roster } from './history.ts';
import { join, simulatedRound } from './joining.ts';
import { Line } from './line.ts';

export type World = {
  readonly endpoint: SimulatedEndpoint;
  readonly line: Line;
  readonly devices: SimulatedDevice[];
};

/** Everything that can be put back: `endpoint` names a kept copy. Nothing may lie on the line. */
export type Kept = {
  readonly endpoint: string;
  readonly endpointMs: number;
  readonly devices: readonly Rows[];
  readonly clocks: readonly number[];
};

export async function keep({ endpoint, devices }: World, copy: string): Promise<Kept> {
  await endpoint.keep(copy);
  const rows: Rows[] = [];
  for (const device of devices) rows.push(await device.dump());
  return { endpoint: copy, endpointMs: endpoint.clock.ms, devices: rows, clocks: devices.map(({ clock }) => clock.ms) };
}

export async function putBack({ endpoint, line, devices }: World, kept: Kept): Promise<void> {
  line.messages = [];
  await endpoint.putBack(kept.endpoint);
  endpoint.clock.ms = kept.endpointMs;
  for (const [index, device] of devices.entries()) {
    await device.load(kept.devices[index] ?? {});
    device.clock.ms = kept.clocks[index] ?? 0;
  }
}

let begun: Promise<{ readonly world: World; readonly atFirst: Kept; readonly whoAtFirst: readonly Person[] }> | undefined;

/** The world at its beginning, with the devices of these people only. One history at a time. */
export async function worldOf(people: readonly number[]): Promise<World> {
  begun ??= begin();
  const { world, atFirst, whoAtFirst } = await begun;
  const taking = <Value>(all: readonly Value[]) => all.filter((_, index) => people.includes(index));
  for (const device of added.splice(0)) device.close();
  for (const [index, device] of world.devices.entries()) {
    device.version = 'today';
    device.who = whoAtFirst[index] ?? device.who;
  }
  const part = { ...world, devices: taking(world.devices) };
  await putBack(part, { ...atFirst, devices: taking(atFirst.devices), clocks: taking(atFirst.clocks) });
  return part;
}

const added: SimulatedDevice[] = [];

/** One more device of the same person, with all that the other one holds, its session too. */
export async function addClone(world: World, device: SimulatedDevice): Promise<void> {
  const clone = await addDevice(world, device.who.key, device.clock.ms);
  clone.who = device.who;
  clone.version = device.version;
  await clone.load(await device.dump());
}

/** One more device that holds nothing and belongs to nobody yet. */
export async function addDevice({ devices, line }: World, key: string, ms: number): Promise<SimulatedDevice> {
  const index = roster.length + added.length;
  const device = aDevice(index, key, line, ms + index);
  added.push(device);
  devices.push(device);
  await device.load({});
  return device;
}

/** The name of the endpoint's copy to which every history goes back. */
export const beginning = 'beginning';
const beginningMs = Date.UTC(2026, 6, 15, 16);

async function begin() {
  const random = bytesOf('world');
  const endpoint = await aSimulatedEndpoint(random, beginningMs);
  await loadExample(endpoint.store, simulatedRound, random);
  const line = new Line();
  const devices: SimulatedDevice[] = [];
  for (const [index, key] of roster.entries()) devices.push(await joinedDevice(endpoint, line, index, key));
  const world: World = { endpoint, line, devices };
  for (const device of devices) {
    await device.proceed(() => device.page.begin());
    await carryAll(world, device, { pageBytes: 1 << 20 });
  }
  return { world, atFirst: await keep(world, beginning), whoAtFirst: devices.map(({ who }) => who) };
}

async function joinedDevice(endpoint: SimulatedEndpoint, line: Line, index: number, key: string): Promise<SimulatedDevice> {
  const device = aDevice(index, key, line, beginningMs);
  await join(endpoint, device);
  if (device.who.person === '') throw new Error('Joining failed');
  return device;
}

function aDevice(index: number, key: string, line: Line, ms: number): SimulatedDevice {
  const name = `simulated-${index}`;
  const who = { key, person: '', town: null, cookie: '', family: name };
  return new SimulatedDevice(index, who, name, line, { ms }, bytesOf(`device ${index}`));
}

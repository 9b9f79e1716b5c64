// What becomes of what lies on the line: a request meets its fate, arrives, is lost, or comes twice.

import { carryDown, carryUp } from './carry.ts';
import type { SimulatedDevice } from './device.ts';
import type { Step } from './history.ts';
import type { Message } from './line.ts';
import type { Play } from './play.ts';
import type { World } from './world.ts';

/** Everything that the device waits for comes, until it is done. Gives how many requests there were. */
export async function carryThrough(playing: Play, device: SimulatedDevice, fate: Fated): Promise<number> {
  const { line } = playing.world;
  let count = 0;
  for (let message = line.of(device); message; message = line.of(device)) {
    await meet(playing, message, count === fate.at ? fate : { fate: 'open' });
    await carryDown(playing.world, message, playing.watch);
    count += 1;
  }
  return count;
}

type Fated = Pick<Extract<Step, { do: 'sync' }>, 'fate' | 'at' | 'endpointDiesAt'>;

/** The request of a message meets its fate; what comes down lies on the line afterwards. */
async function meet(
  playing: Play,
  message: Message,
  { fate, endpointDiesAt }: Pick<Extract<Step, { do: 'sync' }>, 'fate' | 'endpointDiesAt'>,
): Promise<void> {
  const { world } = playing;
  if (fate === 'late') repeat(world, message);
  if (fate === 'late' || fate === 'request-lost') message.answer = { type: 'cut' };
  if (message.answer) return;
  await arrive(playing, message, endpointDiesAt);
  if (fate === 'twice') await arrive(playing, { ...message, settle: undefined });
  if (fate === 'answer-lost') message.answer = { type: 'cut' };
}

/** The request reaches the endpoint, which may die over it. */
export async function arrive(playing: Play, message: Message, dieAt?: number): Promise<void> {
  const { world, history, watch } = playing;
  const died = await carryUp(world, message, { pageBytes: history.pageBytes, dieAt, ...watch });
  if (message.settle) playing.calls = { ...playing.calls, endpoint: [...playing.calls.endpoint, world.endpoint.calls()] };
  if (died) playing.crashes += 1;
}

export async function arriveTogether(playing: Play): Promise<void> {
  const waiting = playing.world.line.messages.filter(({ answer }) => !answer);
  await Promise.all(waiting.map((message) => arrive(playing, message)));
}

export async function cut(playing: Play, message: Message, arrives: boolean): Promise<void> {
  const { world } = playing;
  if (arrives && !message.answer) repeat(world, message);
  message.answer = { type: 'cut' };
  await carryDown(world, message, playing.watch);
}

/** A copy of the request that arrives some time, with nobody waiting for its answer. */
export function repeat({ line }: World, message: Message): void {
  line.messages.push({ ...message, answer: undefined, settle: undefined });
}

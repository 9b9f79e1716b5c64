// Carries messages over the line, one leg at a time.

import { unpackAnswer } from '#protocol/pack.ts';
import type { SyncRequest } from '#protocol/sync.ts';
import type { Delivered } from '#sync/sync-once.ts';
import { Broken } from './broken.ts';
import type { SimulatedDevice } from './device.ts';
import type { Message } from './line.ts';
import { answerFor } from './versions.ts';
import { bodyFor } from './wire.ts';
import type { World } from './world.ts';

export function post(path: string, body: string, cookie?: string): Request {
  const headers = { 'content-type': 'application/json', ...(cookie && { cookie }) };
  return new Request(`http://tequio.test${path}`, { method: 'POST', headers, body });
}

/** What a planted bug may do to an answer. */
export type Tamper = (delivered: Delivered, request: unknown) => Delivered;

export type Watch = {
  /** Called around every request that the endpoint takes in; what it gives is called with the answer. */
  readonly request?: (message: Message) => Promise<(delivered: Delivered) => Promise<void>>;
  /** Called when a device has taken in what came down. */
  readonly taken?: (device: SimulatedDevice) => Promise<void>;
  readonly tamper?: Tamper | undefined;
};

export type Wishes = {
  /** What to ask for at most. */
  readonly pageBytes: number;
  /** The call to its database at which the endpoint dies. */
  readonly dieAt?: number | undefined;
} & Watch;

/**
 * The request arrives at the endpoint, and its answer lies on the line afterwards, if anybody waits for it.
 * Gives whether the endpoint died over it.
 */
export async function carryUp(world: World, message: Message, { pageBytes, dieAt, request, tamper }: Wishes): Promise<boolean> {
  const { endpoint, line } = world;
  const told = await request?.(message);
  const asked = asSent(message, pageBytes, endpoint.isUpToDate);
  const response = await endpoint.answer(post('/api/sync', bodyFor(asked), message.device.who.cookie), dieAt);
  const delivered: Delivered = response
    ? { type: 'answer', status: response.status, body: answerFor(message.device.version, await bodyOf(response)) }
    : { type: 'cut' };
  if (endpoint.spoilt !== undefined) throw new Broken('lost', `another answer than ${endpoint.spoilt}`);
  await told?.(delivered);
  if (message.settle) message.answer = tamper?.(delivered, asked) ?? delivered;
  else line.take(message);
  return response === undefined;
}

/** An endpoint that is not up to date does not speak the version that the request names. */
function asSent({ request, version: sender }: Message, maxBytes: number, isSpoken: boolean): SyncRequest {
  const { version, digests, ...asked } = JSON.parse(request) as SyncRequest;
  // The endpoint would know what a digest by an older version comes to.
  const told = digests && sender === 'today' ? { digests } : {};
  return { ...asked, ...told, maxBytes, version: isSpoken ? version : version + 1 };
}

async function bodyOf(response: Response): Promise<unknown> {
  const body: unknown = await response.json();
  return response.status === 200 ? unpackAnswer(body) : body;
}

/** The answer arrives at the device, which goes on until it waits again or is done. */
export async function carryDown({ line }: World, message: Message, { taken }: Pick<Watch, 'taken'> = {}): Promise<void> {
  line.take(message);
  const { device, settle, answer = { type: 'cut' } } = message;
  if (settle) await device.proceed(() => settle(answer));
  await taken?.(device);
}

/** Everything that one device waits for, in page or worker, until it is done. */
export async function carryAll(world: World, device: SimulatedDevice, wishes: Wishes): Promise<void> {
  for (let message = world.line.of(device); message; message = world.line.of(device)) {
    if (!message.answer) await carryUp(world, message, wishes);
    await carryDown(world, message, wishes);
  }
}

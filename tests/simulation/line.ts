// The line between the devices and the endpoint: what was sent lies on it until the history carries it on, cuts it, repeats
// it, or lets it arrive when nobody waits any more.

import type { Delivered } from '#sync/sync-once.ts';
import type { SimulatedDevice } from './device.ts';
import type { Runtime } from './runtime.ts';
import type { Version } from './versions.ts';

export type Message = {
  readonly device: SimulatedDevice;
  /** Who of the device sent it. */
  readonly runtime: Runtime;
  /** The version of the app that sent it. */
  readonly version: Version;
  /** The body, as JSON. */
  readonly request: string;
  /** Undefined when nobody waits for the answer any more. */
  settle: ((delivered: Delivered) => void) | undefined;
  /** What the endpoint answered, on its way down. */
  answer?: Delivered;
};

export class Line {
  messages: Message[] = [];

  push(runtime: Runtime, request: string, settle: (delivered: Delivered) => void): void {
    const { device } = runtime;
    this.messages.push({ device, runtime, version: device.version, request, settle });
  }

  take(message: Message): void {
    this.messages = this.messages.filter((other) => other !== message);
  }

  /** Whoever sent it is gone: requests may still arrive, answers have nobody to go to. */
  forget(runtime: Runtime): void {
    this.messages = this.messages.filter((message) => message.runtime !== runtime || message.answer === undefined);
    for (const message of this.messages) if (message.runtime === runtime) message.settle = undefined;
  }

  /** What the device waits for, or one of its runtimes, if it does. */
  of(who: SimulatedDevice | Runtime): Message | undefined {
    return this.messages.find(({ device, runtime, settle }) => (device === who || runtime === who) && settle !== undefined);
  }
}

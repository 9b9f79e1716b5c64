// The line between the devices and the endpoint: what was sent lies on it until the history carries it on, cuts it, repeats
// it, or lets it arrive when nobody waits any more.

import type { Delivered } from '#sync/sync-once.ts';
import type { SimulatedDevice } from './device.ts';
import type { Version } from './versions.ts';

export type Message = {
  readonly device: SimulatedDevice;
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

  push(device: SimulatedDevice, request: string, settle: (delivered: Delivered) => void): void {
    this.messages.push({ device, version: device.version, request, settle });
  }

  take(message: Message): void {
    this.messages = this.messages.filter((other) => other !== message);
  }

  /** The device is gone: requests may still arrive, answers have nobody to go to. */
  forget(device: SimulatedDevice): void {
    this.messages = this.messages.filter((message) => message.device !== device || message.answer === undefined);
    for (const message of this.messages) if (message.device === device) message.settle = undefined;
  }

  /** What the device waits for, if it does. */
  of(device: SimulatedDevice): Message | undefined {
    return this.messages.find((message) => message.device === device && message.settle !== undefined);
  }
}

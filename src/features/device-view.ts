// Somebody's devices and what may be done with each: by themselves, or by who may do so for them. Marking a device as lost
// shuts it out for good: should it turn up again, it joins again by an invitation.

import type { Account } from '#data/rows.ts';
import type { Actor } from '#domain/grants.ts';
import type { RecordId } from '#domain/ids.ts';
import type { Device } from '#domain/kinds/device.ts';
import { decide, type Request } from '#domain/permissions.ts';
import type { DeviceContact } from '#protocol/device-contacts.ts';

export type ListedDevice = {
  readonly device: Device;
  readonly isThisOne: boolean;
  readonly mayRename: boolean;
  /** Never this device: whoever holds it has not lost it. */
  readonly mayMarkLost: boolean;
};

/** The person's devices: this one first, then by name, lost ones last. */
export function devicesOf(
  person: RecordId,
  devices: readonly Device[],
  account: Account | null,
  actor: Actor,
): readonly ListedDevice[] {
  return devices
    .filter((device) => device.person === person)
    .map((device) => ({
      device,
      isThisOne: device.id === account?.device,
      mayRename: !device.revoked && may(actor, device, 'name', device.name),
      mayMarkLost: !device.revoked && device.id !== account?.device && may(actor, device, 'revoked', true),
    }))
    .sort((a, b) => rank(a) - rank(b) || a.device.name.localeCompare(b.device.name));
}

/** Whether the actor may see to somebody's devices: mark one as lost, and hear when it was last in contact. */
export function mayLookAfter(actor: Actor, devices: readonly Device[]): boolean {
  return devices.some((device) => may(actor, device, 'revoked', true));
}

function may(actor: Actor, device: Device, field: string, value: string | boolean): boolean {
  const { space, id, town } = device;
  const request: Request = { space, kind: 'device', id, town, type: 'set', field, value };
  return decide(actor, request, device).allowed;
}

function rank({ device, isThisOne }: ListedDevice): number {
  if (isThisOne) return 0;
  return device.revoked ? 2 : 1;
}

/** What is known of a device's last contact: lost ones have none to come. */
export type ContactState =
  | { readonly type: 'lost' }
  | { readonly type: 'left'; readonly at: number }
  | { readonly type: 'seen'; readonly at: number }
  /** The endpoint has not heard of it, or this device has not heard of the endpoint. */
  | { readonly type: 'never' | 'unknown' };

/** `contacts`: what the endpoint says; undefined while it cannot be asked. */
export function contactState({ id, revoked }: Device, contacts: readonly DeviceContact[] | undefined): ContactState {
  if (revoked) return { type: 'lost' };
  if (!contacts) return { type: 'unknown' };
  const known = contacts.find(({ device }) => device === id);
  if (typeof known?.leftAt === 'number') return { type: 'left', at: known.leftAt };
  return typeof known?.lastSeenAt === 'number' ? { type: 'seen', at: known.lastSeenAt } : { type: 'never' };
}

// A person's devices and what may be done with each. Marking a device as lost shuts it out; only a coordinator can undo that.

import type { Account } from '#data/rows.ts';
import type { Actor } from '#domain/grants.ts';
import type { Device } from '#domain/kinds/device.ts';
import { decide, type Request } from '#domain/permissions.ts';

export type OwnDevice = {
  readonly device: Device;
  readonly isThisOne: boolean;
  readonly mayRename: boolean;
  /** Never this device: whoever holds it has not lost it. */
  readonly mayMarkLost: boolean;
  readonly mayTakeBack: boolean;
};

/** The person's devices: this one first, then by name, lost ones last. */
export function ownDevices(devices: readonly Device[], account: Account, actor: Actor): readonly OwnDevice[] {
  const may = (device: Device, field: string, value: string | boolean) => {
    const request: Request = { space: device.space, kind: 'device', id: device.id, town: device.town, type: 'set', field, value };
    return decide(actor, request, device).allowed;
  };
  return devices
    .filter(({ person }) => person === account.person)
    .map((device) => ({
      device,
      isThisOne: device.id === account.device,
      mayRename: !device.revoked && may(device, 'name', device.name),
      mayMarkLost: !device.revoked && device.id !== account.device && may(device, 'revoked', true),
      mayTakeBack: may(device, 'revoked', false),
    }))
    .sort((a, b) => rank(a) - rank(b) || a.device.name.localeCompare(b.device.name));
}

function rank({ device, isThisOne }: OwnDevice): number {
  if (isThisOne) return 0;
  return device.revoked ? 2 : 1;
}

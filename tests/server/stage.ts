// A round with a few people of the example on their devices, for the tests of the endpoint.

import { groupSpace, roundSpace, townSpace } from '#domain/ids.ts';
import type { Role } from '#domain/kinds/membership.ts';
import { exampleRound } from '#example/content/round.ts';
import type { TownKey } from '#example/content-types.ts';
import { idsFor } from '#example/example-ids.ts';
import { anEndpoint, type EndpointWishes, type TestEndpoint } from '#tests/support/endpoint.ts';
import { aWireDevice, type WireDevice } from './wire-device.ts';

const ids = idsFor(exampleRound);

export const chapa = ids.town('chapa-de-mota');
export const queretaro = ids.town('queretaro');
export const round = roundSpace(ids.roundId);
/** The group in which Chapa de Mota takes part, and one in which it does not. */
export const services = groupSpace(ids.group('public-services'));
export const finance = groupSpace(ids.group('municipal-finance'));
export const chapaHall = townSpace(chapa);
/** The plan of Chapa de Mota. */
export const plan = { space: services, kind: 'plan', id: ids.other('plan 0'), town: chapa } as const;

export type Stage = {
  readonly endpoint: TestEndpoint;
  /** Somebody with that role on a new device, which has everything that is there so far. */
  readonly device: (role: Role, town: TownKey | null, node: string) => Promise<WireDevice>;
};

let open: TestEndpoint[] = [];

export async function aStage(wishes: EndpointWishes = {}): Promise<Stage> {
  const endpoint = await anEndpoint(wishes);
  open.push(endpoint);
  return {
    endpoint,
    device: async (role, town, node) => {
      const device = aWireDevice(await endpoint.joinedFetch(role, town, node), node, endpoint.clock.ms);
      await device.catchUp();
      return device;
    },
  };
}

/** For afterEach. */
export async function clearStages(): Promise<void> {
  for (const endpoint of open) await endpoint.close();
  open = [];
}

/** A new action of Chapa de Mota in its plan. */
export function anAction(id: string) {
  return { space: services, kind: 'action', id, town: chapa };
}

/** A new note of Chapa de Mota in its plan. */
export function aNote(id: string) {
  return { space: services, kind: 'note', id, town: chapa };
}

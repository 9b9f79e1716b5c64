// Inviting, and asking about devices: what the endpoint alone can do or know.

import { get, post } from '#browser/endpoint-line.ts';
import type { DataPorts } from '#data/device-row.ts';
import { hasUnsent } from '#data/outbox.ts';
import { currentAccount } from '#data/round-queries.ts';
import { refuse } from '#domain/result.ts';
import type { Inviting, Services } from '#features/services.ts';
import { parseDeviceContacts } from '#protocol/device-contacts.ts';
import { parseMadeInvitation, parseOpenInvitations, parseWithdrawn } from '#protocol/inviting.ts';
import { protocolVersion } from '#protocol/version.ts';
import { readAnswer } from './read-answer.ts';

const version = protocolVersion;

/** `sync` runs once through: an invitation may name a town or group that only this device has so far. */
export function createInviting({ database }: DataPorts, sync: () => Promise<void>): Inviting {
  return {
    make: async (wish) => {
      const account = await currentAccount(database);
      if (!account) return refuse('no-session');
      if (await hasUnsent(database)) await sync();
      return readAnswer(await post('/api/invitations', { version, round: account.round, ...wish }), parseMadeInvitation);
    },
    list: async () => readAnswer(await get(`/api/invitations?version=${version}`), parseOpenInvitations),
    withdraw: async (id) => readAnswer(await post('/api/invitations/withdraw', { version, id }), parseWithdrawn),
  };
}

export const askContacts: Services['deviceContacts'] = async () =>
  readAnswer(await get(`/api/devices?version=${version}`), parseDeviceContacts);

// Looking at an invitation and redeeming it. Joining adopts this device's database for the person.

import { post } from '#browser/endpoint-line.ts';
import { adoptAccount, type DataPorts, ensureDeviceRow } from '#data/device-row.ts';
import type { Services } from '#features/services.ts';
import { normalizeCode, parseInvitation, parseJoined } from '#protocol/invitation.ts';
import { protocolVersion } from '#protocol/version.ts';
import { readAnswer } from './read-answer.ts';

export function createJoining(ports: DataPorts): Services['joining'] {
  return {
    look: async (code) => {
      const asked = { version: protocolVersion, code: normalizeCode(code) };
      return readAnswer(await post('/api/invitation/look', asked), parseInvitation);
    },
    join: async (code, deviceName) => {
      const { node } = await ensureDeviceRow(ports);
      const asked = { version: protocolVersion, code: normalizeCode(code), node, deviceName };
      const joined = readAnswer(await post('/api/join', asked), parseJoined);
      if (joined.ok) await adoptAccount(ports, joined.value);
      return joined;
    },
  };
}

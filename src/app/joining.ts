// Looking at an invitation and redeeming it. Joining adopts this device's database for the person.

import { post } from '#browser/endpoint-line.ts';
import { adoptAccount, type DataPorts, ensureDeviceRow } from '#data/device-row.ts';
import { base32 } from '#domain/ids.ts';
import { refuse } from '#domain/result.ts';
import type { Services } from '#features/services.ts';
import { normalizeCode, parseInvitation, parseJoined } from '#protocol/invitation.ts';
import { protocolVersion } from '#protocol/version.ts';
import { endKeptSession } from './leaving.ts';
import { readAnswer } from './read-answer.ts';

export function createJoining(ports: DataPorts): Services['joining'] {
  return {
    look: async (code) => {
      const asked = { version: protocolVersion, code: normalizeCode(code) };
      return readAnswer(await post('/api/invitation/look', asked), parseInvitation);
    },
    join: async (code, deviceName) => {
      // Whoever left here without a line may still have a session, which would make this the same person again.
      if (!(await endKeptSession())) return refuse('cut');
      const { node } = await ensureDeviceRow(ports);
      const asked = { version: protocolVersion, code: normalizeCode(code), node, deviceName, attempt: attempt(ports) };
      const joined = readAnswer(await post('/api/join', asked), parseJoined);
      if (!joined.ok) return joined;
      await adoptAccount(ports, joined.value);
      sessionStorage.removeItem(attemptKey);
      return joined;
    },
  };
}

const attemptKey = 'tequio.attempt';

/** Proves to the endpoint that this tab asks again, should the answer get lost. Survives a reload. */
function attempt({ random }: DataPorts): string {
  const known = sessionStorage.getItem(attemptKey) ?? base32(random(16));
  sessionStorage.setItem(attemptKey, known);
  return known;
}

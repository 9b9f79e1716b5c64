// What people with a session ask about invitations and devices: GET and POST /api/invitations, POST /api/invitations/withdraw,
// GET /api/devices. Reads, asks, answers; what may be done is decided in inviting.ts and devices.ts.

import type { Result } from '#domain/result.ts';
import type { ErrorBody } from '#protocol/codes.ts';
import { contactsFor } from './devices.ts';
import { answerError, answerJson } from './http/answers.ts';
import { type InvitingPorts, invitationsFor, invite, withdraw } from './inviting.ts';
import { readAsked } from './read-asked.ts';
import type { Session } from './sessions.ts';
import { type SpokenVersion, versionOf } from './versions.ts';

const maxBytes = 16 * 1024;

export async function inviteRoute(ports: InvitingPorts, request: Request, session: Session): Promise<Response> {
  const asked = await readAsked(request, maxBytes, ({ readInvite }) => readInvite);
  if (!asked.ok) return answerError(request, asked.refusal);
  const made = await invite(ports, session, asked.value.wish);
  if (!made.ok) return answerError(request, { error: made.refusal });
  return answerJson(request, asked.value.version.writeMade(made.value));
}

export async function withdrawRoute(ports: InvitingPorts, request: Request, session: Session): Promise<Response> {
  const asked = await readAsked(request, maxBytes, ({ readWithdraw }) => readWithdraw);
  if (!asked.ok) return answerError(request, asked.refusal);
  const { id } = asked.value.wish;
  const done = await withdraw(ports, session, id);
  if (!done.ok) return answerError(request, { error: done.refusal });
  return answerJson(request, asked.value.version.writeWithdrawn({ withdrawn: id }));
}

export async function listRoute(ports: InvitingPorts, request: Request, session: Session): Promise<Response> {
  const version = namedVersion(request);
  if (!version.ok) return answerError(request, version.refusal);
  const invitations = await invitationsFor(ports, session);
  return answerJson(request, version.value.writeInvitations({ invitations: [...invitations] }));
}

export async function contactsRoute(ports: InvitingPorts, request: Request, session: Session): Promise<Response> {
  const version = namedVersion(request);
  if (!version.ok) return answerError(request, version.refusal);
  const rights = await ports.rightsOf(ports.store, session.person);
  const devices = await contactsFor(ports.store, rights);
  return answerJson(request, version.value.writeContacts({ devices: [...devices] }));
}

function namedVersion(request: Request): Result<SpokenVersion, ErrorBody> {
  return versionOf({ version: Number(new URL(request.url).searchParams.get('version') ?? 1) });
}

// POST /api/invitation/look shows what an invitation offers and changes nothing; POST /api/join redeems it.
// A wrong code counts against the address that tried it.

import { roundSpace } from '#domain/ids.ts';
import type { ErrorBody } from '#protocol/codes.ts';
import type { Commits } from './commits.ts';
import { answerError, answerJson } from './http/answers.ts';
import { tokenCookie } from './http/cookie.ts';
import { readJson } from './http/read-body.ts';
import type { TryLimit } from './http/try-limit.ts';
import { describeInvitation, findInvitation } from './invitations.ts';
import { isStillOffered } from './inviting.ts';
import { type JoinPorts, joinRound } from './joining.ts';
import type { Session } from './sessions.ts';
import { versionOf } from './versions.ts';

export type InvitationPorts = JoinPorts & { readonly tryLimit: TryLimit; readonly commits: Commits };

const maxBytes = 4096;

export async function lookRoute(ports: InvitationPorts, request: Request, address: string): Promise<Response> {
  return withinLimit(ports, request, address, async () => {
    const body = await readJson(request, maxBytes);
    if (!body.ok) return { error: body.refusal };
    const version = versionOf(body.value);
    if (!version.ok) return version.refusal;
    const look = version.value.readLook(body.value);
    if (!look) return { error: 'malformed' };
    const found = await findInvitation(ports.store, look.code, ports.now());
    if (!found.ok) return { error: found.refusal };
    if (!(await isStillOffered(ports.store, ports.rightsOf, found.value))) return { error: 'invitation-withdrawn' };
    return answerJson(request, version.value.writeInvitation(await describeInvitation(ports.store, found.value)));
  });
}

/** `session` is the device's own when it has joined before; `isSecure` when the page is reached by https. */
export async function joinRoute(
  ports: InvitationPorts,
  request: Request,
  address: string,
  session: Session | undefined,
  isSecure: boolean,
): Promise<Response> {
  return withinLimit(ports, request, address, async () => {
    const body = await readJson(request, maxBytes);
    if (!body.ok) return { error: body.refusal };
    const version = versionOf(body.value);
    if (!version.ok) return version.refusal;
    const join = version.value.readJoin(body.value);
    if (!join || !/^[0-9A-Za-z-]{1,40}$/.test(join.node)) return { error: 'malformed' };
    const joining = await joinRound(ports, join, session);
    if (!joining.ok) return { error: joining.refusal };
    ports.commits.tell([roundSpace(joining.value.joined.round)]);
    return answerJson(request, version.value.writeJoined(joining.value.joined), {
      'set-cookie': tokenCookie(joining.value.token, isSecure),
    });
  });
}

async function withinLimit(
  { tryLimit }: InvitationPorts,
  request: Request,
  address: string,
  answer: () => Promise<Response | ErrorBody>,
): Promise<Response> {
  const retryAfterS = await tryLimit.take(address);
  if (retryAfterS > 0) return answerError(request, { error: 'too-many-requests', retryAfterS });
  const answered = await answer();
  const isAnswer = answered instanceof Response;
  if (isAnswer || answered.error !== 'invitation-unknown') await tryLimit.giveBack(address);
  return isAnswer ? answered : answerError(request, answered);
}

// POST /api/invitation/look shows what an invitation offers and changes nothing; POST /api/join redeems it.
// A wrong code counts against the address that tried it, a wrong typed one also against everybody's.

import { roundSpace } from '#domain/ids.ts';
import type { ErrorBody } from '#protocol/codes.ts';
import type { Commits } from './commits.ts';
import { answerError, answerJson } from './http/answers.ts';
import { tokenCookie } from './http/cookie.ts';
import type { RateLimit } from './http/rate-limit.ts';
import { readJson } from './http/read-body.ts';
import { describeInvitation, findInvitation, isLinkCode } from './invitations.ts';
import { isStillOffered } from './inviting.ts';
import { type JoinPorts, joinRound } from './joining.ts';
import type { Session } from './sessions.ts';
import { versionOf } from './versions.ts';

export type InvitationPorts = JoinPorts & {
  readonly codeTries: RateLimit;
  readonly typedTries: RateLimit;
  readonly commits: Commits;
};

const maxBytes = 4096;

export async function lookRoute(ports: InvitationPorts, request: Request, address: string): Promise<Response> {
  const answered = await counted(ports.codeTries, address, async () => {
    const body = await readJson(request, maxBytes);
    if (!body.ok) return { error: body.refusal };
    const version = versionOf(body.value);
    if (!version.ok) return version.refusal;
    const look = version.value.readLook(body.value);
    if (!look) return { error: 'malformed' };
    return countedIfTyped(ports, look.code, async () => {
      const found = await findInvitation(ports.store, look.code, ports.now());
      if (!found.ok) return { error: found.refusal };
      if (!(await isStillOffered(ports.store, ports.rightsOf, found.value))) return { error: 'invitation-withdrawn' };
      return answerJson(request, version.value.writeInvitation(await describeInvitation(ports.store, found.value)));
    });
  });
  return answered instanceof Response ? answered : answerError(request, answered);
}

/** `session` is the device's own when it has joined before; `isSecure` when the page is reached by https. */
export async function joinRoute(
  ports: InvitationPorts,
  request: Request,
  address: string,
  session: Session | undefined,
  isSecure: boolean,
): Promise<Response> {
  const answered = await counted(ports.codeTries, address, async () => {
    const body = await readJson(request, maxBytes);
    if (!body.ok) return { error: body.refusal };
    const version = versionOf(body.value);
    if (!version.ok) return version.refusal;
    const join = version.value.readJoin(body.value);
    if (!join || !/^[0-9A-Za-z-]{1,40}$/.test(join.node)) return { error: 'malformed' };
    return countedIfTyped(ports, join.code, async () => {
      const joining = await joinRound(ports, join, session);
      if (!joining.ok) return { error: joining.refusal };
      ports.commits.tell([roundSpace(joining.value.joined.round)]);
      return answerJson(request, version.value.writeJoined(joining.value.joined), {
        'set-cookie': tokenCookie(joining.value.token, isSecure),
      });
    });
  });
  return answered instanceof Response ? answered : answerError(request, answered);
}

type Answered = Response | ErrorBody;

/** Nobody guesses a link's 130 bits, so that links go on opening while typed codes are shut. */
function countedIfTyped(ports: InvitationPorts, code: string, answer: () => Promise<Answered>): Promise<Answered> {
  return isLinkCode(code) ? answer() : counted(ports.typedTries, 'typed', answer);
}

/** Only what opens nothing counts. */
async function counted(tries: RateLimit, name: string, answer: () => Promise<Answered>): Promise<Answered> {
  const retryAfterS = await tries.take(name);
  if (retryAfterS > 0) return { error: 'too-many-requests', retryAfterS };
  const answered = await answer();
  if (answered instanceof Response || answered.error !== 'invitation-unknown') await tries.giveBack(name);
  return answered;
}

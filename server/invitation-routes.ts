// POST /api/invitation/look shows what an invitation offers and changes nothing; POST /api/join redeems it.
// A wrong code counts against the address that tried it, a wrong typed one also against everybody's.

import { roundSpace } from '#domain/ids.ts';
import type { ErrorBody } from '#protocol/codes.ts';
import type { Commits } from './commits.ts';
import { answerError, answerJson } from './http/answers.ts';
import { tokenCookie } from './http/cookie.ts';
import type { RateLimit } from './http/rate-limit.ts';
import type { InTurn } from './http/turns.ts';
import { describeInvitation, findInvitation, isLinkCode } from './invitations.ts';
import { isStillOffered } from './inviting.ts';
import { type JoinPorts, joinRound } from './joining.ts';
import { readAsked } from './read-asked.ts';
import type { Session } from './sessions.ts';

export type InvitationPorts = JoinPorts & {
  readonly codeTries: RateLimit;
  /** By address. */
  readonly codesInTurn: InTurn;
  readonly typedTries: RateLimit;
  readonly commits: Commits;
};

const maxBytes = 4096;

export async function lookRoute(ports: InvitationPorts, request: Request, address: string): Promise<Response> {
  const asked = await readAsked(request, maxBytes, ({ readLook }) => readLook);
  if (!asked.ok) return answerError(request, asked.refusal);
  const { version, wish } = asked.value;
  const answered = await tryCode(ports, address, wish.code, async () => {
    const found = await findInvitation(ports.store, wish.code, ports.now());
    if (!found.ok) return { error: found.refusal };
    if (!(await isStillOffered(ports.store, ports.rightsOf, found.value))) return { error: 'invitation-withdrawn' };
    return answerJson(request, version.writeInvitation(await describeInvitation(ports.store, found.value)));
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
  const asked = await readAsked(request, maxBytes, ({ readJoin }) => readJoin);
  if (!asked.ok) return answerError(request, asked.refusal);
  const { version, wish } = asked.value;
  if (!/^[0-9A-Za-z-]{1,40}$/.test(wish.node)) return answerError(request, { error: 'malformed' });
  const answered = await tryCode(ports, address, wish.code, async () => {
    const joining = await joinRound(ports, wish, session);
    if (!joining.ok) return { error: joining.refusal };
    ports.commits.tell([roundSpace(joining.value.joined.round)]);
    return answerJson(request, version.writeJoined(joining.value.joined), {
      'set-cookie': tokenCookie(joining.value.token, isSecure),
    });
  });
  return answered instanceof Response ? answered : answerError(request, answered);
}

type Answered = Response | ErrorBody;

/**
 * In turn, since only what opens nothing counts, and that is known afterwards: two hundred phones that show one right code at
 * once, from one address, are no guessing. Nobody guesses a link's 130 bits, so that links go on opening while typed codes are shut.
 */
function tryCode(ports: InvitationPorts, address: string, code: string, answer: () => Promise<Answered>): Promise<Answered> {
  const open = isLinkCode(code) ? answer : () => counted(ports.typedTries, 'typed', answer);
  return ports.codesInTurn(address, () => counted(ports.codeTries, address, open));
}

/** Only what opens nothing counts. */
async function counted(tries: RateLimit, name: string, answer: () => Promise<Answered>): Promise<Answered> {
  const retryAfterS = await tries.take(name);
  if (retryAfterS > 0) return { error: 'too-many-requests', retryAfterS };
  const answered = await answer();
  if (answered instanceof Response || answered.error !== 'invitation-unknown') await tries.giveBack(name);
  return answered;
}

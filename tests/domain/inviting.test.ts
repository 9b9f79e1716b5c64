// Who may invite whom, and that nobody passes on more than they have.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Actor, actorOf, visibleSpaces } from '#domain/grants.ts';
import { roundSpace } from '#domain/ids.ts';
import { mayInvite, mayInviteAgain, type Part } from '#domain/inviting.ts';
import type { Role } from '#domain/kinds/membership.ts';

const space = roundSpace('R1');
const groups = ['G1', 'G2'].map((id) => ({ space, id }));
const roles: readonly Role[] = ['coordinator', 'mentor', 'liaison', 'official', 'observer'];

function member(person: string, role: Role, into: readonly string[] = ['G1'], town: string | null = 'T1') {
  return { space, person, role, town: role === 'coordinator' ? null : town, groups: into, deleted: false };
}

function actor(person: string, ...memberships: readonly ReturnType<typeof member>[]): Actor {
  return actorOf(person, memberships, groups);
}

describe('a newcomer', () => {
  // Per role of who invites: the roles that may be given in the own town, into the own group.
  const given: Readonly<Record<Role, readonly Role[]>> = {
    coordinator: ['mentor', 'liaison', 'official', 'observer'],
    mentor: [],
    liaison: ['liaison', 'official', 'observer'],
    official: [],
    observer: [],
  };
  test.each(roles)('is invited by a %s to the roles that it may give, and to no others', (role) => {
    const me = actor('me', member('me', role));
    const may = (part: Part) => mayInvite(me, 'R1', part).allowed;
    expect(roles.filter((to) => may({ role: to, town: 'T1', groups: ['G1'] }))).toEqual(given[role]);
    expect(may({ role: 'coordinator', town: null, groups: [] })).toBe(role === 'coordinator');
    expect(may({ role: 'official', town: 'T2', groups: [] })).toBe(role === 'coordinator');
    expect(may({ role: 'official', town: 'T1', groups: ['G2'] })).toBe(role === 'coordinator');
    expect(mayInvite(me, 'R2', { role: 'official', town: 'T1', groups: [] })).toEqual({ allowed: false, code: 'no-access' });
  });

  test('is of a town unless a coordinator, who is of none', () => {
    const me = actor('me', member('me', 'coordinator'));
    expect(mayInvite(me, 'R1', { role: 'coordinator', town: 'T1', groups: [] }).allowed).toBe(false);
    expect(mayInvite(me, 'R1', { role: 'official', town: null, groups: [] }).allowed).toBe(false);
  });
});

describe('one more device', () => {
  const liaison = actor('me', member('me', 'liaison'));

  test('is everybody’s own to invite, as long as they take part', () => {
    for (const role of roles) {
      expect(mayInviteAgain(actor('me', member('me', role)), 'me', [member('me', role)]).allowed).toBe(true);
    }
    expect(mayInviteAgain(liaison, 'me', [{ ...member('me', 'liaison'), deleted: true }]).allowed).toBe(false);
    expect(mayInviteAgain(liaison, 'nobody', [member('me', 'liaison')]).allowed).toBe(false);
  });

  test('of a colleague is the liaison’s to invite, if the colleague has no part that the liaison may not give', () => {
    const may = (...parts: readonly ReturnType<typeof member>[]) => mayInviteAgain(liaison, 'you', parts).allowed;
    expect(may(member('you', 'official'))).toBe(true);
    expect(may(member('you', 'official', ['G2']))).toBe(false);
    expect(may(member('you', 'official', ['G1'], 'T2'))).toBe(false);
    expect(may(member('you', 'official'), member('you', 'coordinator', []))).toBe(false);
    expect(may(member('you', 'official'), { ...member('you', 'coordinator', []), deleted: true })).toBe(true);
    expect(may(member('you', 'mentor'))).toBe(false);
  });
});

test('whoever comes in by an invitation sees no space that its maker does not see', () => {
  const part = fc.record({
    role: fc.constantFrom(...roles),
    town: fc.constantFrom('T1', 'T2', null),
    into: fc.subarray(['G1', 'G2']),
  });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 3 }), part, fc.array(part, { maxLength: 3 }), (mine, offered, yours) => {
      const me = actor('me', ...mine.map(({ role, town, into }) => member('me', role, into, town)));
      const seen = new Set(visibleSpaces(me));
      const isCoordinator = me.grants.some(({ role }) => role === 'coordinator');
      const isWithin = (other: Actor) => isCoordinator || visibleSpaces(other).every((one) => seen.has(one));
      const newcomer = member('you', offered.role, offered.into, offered.town);
      const theirs = yours.map(({ role, town, into }) => member('you', role, into, town));
      const byInvitation = mayInvite(me, 'R1', newcomer).allowed ? isWithin(actor('you', newcomer)) : true;
      const byDevice = mayInviteAgain(me, 'you', theirs).allowed ? isWithin(actor('you', ...theirs)) : true;
      return byInvitation && byDevice;
    }),
  );
});

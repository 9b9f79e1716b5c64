// The table of rights, cell by cell, and the ways in which somebody might try to gain rights that nobody gave.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Actor, actorOf, nobody, visibleSpaces } from '#domain/grants.ts';
import { groupSpace, roundSpace, type Space, townSpace } from '#domain/ids.ts';
import type { Role } from '#domain/kinds/membership.ts';
import { decide, type PermissionRefusal, type Request, type ShownFacts } from '#domain/permissions.ts';

const round = roundSpace('R1');
const ownTown = 'T-own';
const otherTown = 'T-other';
const ownGroup = 'G-own';
const otherGroup = 'G-other';
const groups = [
  { space: round, id: ownGroup },
  { space: round, id: otherGroup },
];

type MembershipFacts = Parameters<typeof actorOf>[1][number];

function membershipOf(role: Role, changes: Partial<MembershipFacts> = {}): MembershipFacts {
  const town = role === 'coordinator' ? null : ownTown;
  return { space: round, town, person: 'me', role, groups: [ownGroup], deleted: false, ...changes };
}

function actorWith(...memberships: readonly MembershipFacts[]): Actor {
  return actorOf('me', memberships, groups);
}

function codeOf(actor: Actor, request: Request, record?: ShownFacts): PermissionRefusal | 'allowed' {
  const decision = decide(actor, request, record);
  return decision.allowed ? 'allowed' : decision.code;
}

const roles: readonly Role[] = ['coordinator', 'mentor', 'liaison', 'official', 'observer'];
type Place = 'round' | 'group' | 'town';
const spaces: Readonly<Record<Place, Space>> = { round, group: groupSpace(ownGroup), town: townSpace(ownTown) };

/** One letter per role in the order above: a = all, o = own town's, n = not in the role, r = reads only, x = cannot see it. */
const cells: readonly (readonly [Place, string, string])[] = [
  ['round', 'round', 'annnr'],
  ['round', 'theme', 'annnr'],
  ['round', 'group', 'annnr'],
  ['round', 'town', 'anonr'],
  ['round', 'person', 'anonr'],
  ['round', 'membership', 'anonr'],
  ['round', 'device', 'anonr'],
  ['group', 'plan', 'anonr'],
  ['group', 'line', 'anonr'],
  ['group', 'action', 'anoor'],
  ['group', 'item', 'anoor'],
  ['group', 'note', 'aooor'],
  ['town', 'plan', 'xaaor'],
  ['town', 'line', 'xaaor'],
  ['town', 'action', 'xaaor'],
  ['town', 'item', 'xaaor'],
  ['town', 'note', 'xaaor'],
];

const refusals: Readonly<Record<string, PermissionRefusal>> = {
  n: 'not-in-your-role',
  r: 'role-reads-only',
  x: 'no-access',
};

const table = cells.flatMap(([place, kind, letters]) =>
  roles.flatMap((role, index) =>
    [ownTown, otherTown, null].map((town) => {
      const letter = letters[index] ?? '';
      const code = letter === 'o' && town !== ownTown ? 'not-your-town' : (refusals[letter] ?? 'allowed');
      return { role, place, kind, town, code };
    }),
  ),
);

describe('the table of rights', () => {
  test.each(table)('$role, $place space, $kind of $town: $code', ({ role, place, kind, town, code }) => {
    const id = kind === 'town' ? (town ?? 'X1') : 'X1';
    const field = kind === 'device' ? 'name' : undefined;
    expect(codeOf(actorWith(membershipOf(role)), { space: spaces[place], kind, id, town, field, value: 'a' })).toBe(code);
  });

  test.each(roles.filter((role) => role !== 'coordinator'))('a %s sees nothing of a group it is not in', (role) => {
    const request = { space: groupSpace(otherGroup), kind: 'note', id: 'X1', town: ownTown };
    expect(codeOf(actorWith(membershipOf(role)), request)).toBe('no-access');
  });

  test.each(roles)('a %s sees nothing of another round or of another town hall', (role) => {
    const actor = actorWith(membershipOf(role));
    expect(codeOf(actor, { space: roundSpace('R2'), kind: 'device', id: 'X1', town: ownTown })).toBe('no-access');
    expect(codeOf(actor, { space: townSpace(otherTown), kind: 'note', id: 'X1', town: ownTown })).toBe('no-access');
  });

  test.each(roles)('a %s whose membership was deleted has no rights at all', (role) => {
    expect(actorWith(membershipOf(role, { deleted: true })).grants).toEqual([]);
  });

  test('somebody else’s membership gives nothing', () => {
    expect(actorWith(membershipOf('coordinator', { person: 'you' })).grants).toEqual([]);
  });

  test('before joining, everything may be written in the device space and nothing elsewhere', () => {
    expect(codeOf(nobody, { space: 'device', kind: 'plan', id: 'X1', town: null })).toBe('allowed');
    expect(codeOf(nobody, { space: round, kind: 'plan', id: 'X1', town: null })).toBe('no-access');
  });

  test('a kind that this version does not know may be written by nobody', () => {
    for (const role of roles) {
      for (const kind of ['rumour', '__proto__', 'constructor']) {
        expect(codeOf(actorWith(membershipOf(role)), { space: round, kind, id: 'X1', town: ownTown })).not.toBe('allowed');
      }
    }
  });

  test('a liaison writes every field of its town’s plans, and deletes and restores them', () => {
    const actor = actorWith(membershipOf('liaison'));
    const plan = { space: spaces.group, kind: 'plan', id: 'P1', town: ownTown };
    expect(codeOf(actor, { ...plan, type: 'set', field: 'title', value: 'Calles con luz' })).toBe('allowed');
    expect(codeOf(actor, { ...plan, type: 'delete', field: 'life', value: 'deleted' })).toBe('allowed');
    expect(codeOf(actor, { ...plan, type: 'restore', field: 'life', value: 'live' })).toBe('allowed');
  });

  test('a membership in a group whose id is none gives nobody a place to write', () => {
    const space = groupSpace('no id');
    for (const role of ['mentor', 'liaison', 'official'] as const) {
      const actor = actorWith(membershipOf(role, { groups: ['no id'] }));
      expect(codeOf(actor, { space, kind: 'note', id: 'X1', town: ownTown })).toBe('not-in-your-role');
    }
  });

  test('of two memberships, the one that allows it is enough', () => {
    const actor = actorWith(membershipOf('observer'), membershipOf('liaison', { town: otherTown }));
    expect(codeOf(actor, { space: spaces.group, kind: 'plan', id: 'X1', town: otherTown })).toBe('allowed');
    expect(codeOf(actor, { space: spaces.group, kind: 'plan', id: 'X1', town: ownTown })).not.toBe('allowed');
  });

  test('visible spaces come once each, in order', () => {
    const actor = actorWith(membershipOf('liaison'), membershipOf('observer'));
    expect(visibleSpaces(actor)).toEqual([groupSpace(ownGroup), round, townSpace(ownTown)]);
    expect(visibleSpaces(actorWith(membershipOf('coordinator')))).toEqual([groupSpace(otherGroup), groupSpace(ownGroup), round]);
  });
});

describe('nobody gains rights that were not given', () => {
  const liaison = actorWith(membershipOf('liaison'));
  const membership = { space: round, kind: 'membership', id: 'M1', town: ownTown };

  test.each(['observer', 'official', 'liaison'])('a liaison makes a colleague %s', (role) => {
    expect(codeOf(liaison, { ...membership, type: 'set', field: 'role', value: role })).toBe('allowed');
  });

  test.each(['mentor', 'coordinator', 'rumour', null])('a liaison makes nobody %s', (role) => {
    expect(codeOf(liaison, { ...membership, type: 'set', field: 'role', value: role })).toBe('not-in-your-role');
  });

  test('a liaison gives a role only in groups that it is liaison in for that town', () => {
    const second = membershipOf('official', { groups: [otherGroup] });
    const actor = actorWith(membershipOf('liaison'), second);
    const raise = { ...membership, id: 'M2', type: 'set', field: 'role', value: 'liaison' } as const;
    expect(codeOf(actor, raise, second)).toBe('not-in-your-role');
    expect(codeOf(actor, raise, { person: 'you', groups: [ownGroup, otherGroup] })).toBe('not-in-your-role');
    expect(codeOf(actor, raise, { person: 'you', groups: [ownGroup] })).toBe('allowed');
  });

  test('a liaison does not hand an existing membership to another person', () => {
    expect(codeOf(liaison, { ...membership, type: 'set', field: 'person', value: 'me' })).toBe('not-in-your-role');
  });

  test('a liaison brings a colleague only into groups it is liaison in for that town', () => {
    const add = { ...membership, type: 'add', field: 'groups' } as const;
    expect(codeOf(liaison, { ...add, value: ownGroup })).toBe('allowed');
    expect(codeOf(liaison, { ...add, value: otherGroup })).toBe('not-in-your-role');
    expect(codeOf(liaison, { ...add, value: null })).toBe('not-in-your-role');
    expect(codeOf(liaison, { ...add, value: [ownGroup] })).toBe('not-in-your-role');
    const watching = actorWith(membershipOf('liaison'), membershipOf('observer', { groups: [otherGroup] }));
    expect(codeOf(watching, { ...add, value: otherGroup })).toBe('not-in-your-role');
    const forAnother = actorWith(membershipOf('liaison'), membershipOf('liaison', { town: otherTown, groups: [otherGroup] }));
    expect(codeOf(forAnother, { ...add, value: otherGroup })).toBe('not-in-your-role');
    expect(codeOf(forAnother, { ...add, town: otherTown, value: otherGroup })).toBe('allowed');
  });

  test('a liaison takes a colleague out of any group, and deletes a membership, but does not bring one back', () => {
    expect(codeOf(liaison, { ...membership, type: 'remove', field: 'groups', value: otherGroup })).toBe('allowed');
    expect(codeOf(liaison, { ...membership, type: 'delete', field: 'life', value: 'deleted' })).toBe('allowed');
    expect(codeOf(liaison, { ...membership, type: 'restore', field: 'life', value: 'live' })).toBe('not-in-your-role');
  });

  test('a button that tells only a part of what it would write hears no milder answer', () => {
    expect(codeOf(liaison, { ...membership, type: 'restore' })).toBe('not-in-your-role');
    expect(codeOf(liaison, { ...membership, field: 'person' })).toBe('not-in-your-role');
  });

  test('somebody without a person owns no device that names nobody', () => {
    const stranger: Actor = { person: null, grants: [{ space: round, role: 'observer', town: ownTown }] };
    const device = { space: round, kind: 'device', id: 'D1', town: ownTown };
    expect(codeOf(stranger, { ...device, type: 'set', field: 'name', value: 'PC' }, { person: null })).toBe('role-reads-only');
  });

  test.each(['liaison', 'mentor', 'official'] as const)('a %s with no town owns no record without a town', (role) => {
    const actor = actorWith(membershipOf(role, { town: null }));
    for (const [place, kind] of cells.filter(([place]) => place !== 'town')) {
      expect(codeOf(actor, { space: spaces[place], kind, id: 'X1', town: null })).not.toBe('allowed');
    }
  });

  test('a coordinator’s membership that carries a town counts for nothing, since that town’s liaison may write it', () => {
    expect(actorWith(membershipOf('coordinator', { town: ownTown })).grants).toEqual([]);
  });

  test.each(['liaison', 'mentor', 'official', 'observer'] as const)(
    'a %s renames and revokes its own devices, no more',
    (role) => {
      const actor = actorWith(membershipOf(role));
      const mine = { person: 'me' };
      const device = { space: round, kind: 'device', id: 'D1', town: ownTown };
      expect(codeOf(actor, { ...device, type: 'set', field: 'name', value: 'PC' }, mine)).toBe('allowed');
      expect(codeOf(actor, { ...device, type: 'set', field: 'revoked', value: true }, mine)).toBe('allowed');
      expect(codeOf(actor, { ...device, type: 'set', field: 'revoked', value: false }, mine)).toBe('not-in-your-role');
      expect(codeOf(actor, { ...device, type: 'set', field: 'person', value: 'coordinator' }, mine)).toBe('not-in-your-role');
      expect(codeOf(actor, { ...device, type: 'set', field: 'node', value: 'N2' }, mine)).toBe('not-in-your-role');
      expect(codeOf(actor, { ...device, type: 'set', field: 'person', value: true }, mine)).toBe('not-in-your-role');
      expect(codeOf(actor, { ...device, type: 'delete', field: 'life', value: 'deleted' }, mine)).toBe('not-in-your-role');
      expect(codeOf(actor, { ...device, type: 'restore', field: 'life', value: 'live' }, mine)).toBe('not-in-your-role');
    },
  );

  test('a device that was marked as lost is brought back by nobody, not even the coordinator', () => {
    const actor = actorWith(membershipOf('coordinator', { town: null }));
    const device = { space: round, kind: 'device', id: 'D1', town: ownTown, type: 'set', field: 'revoked' } as const;
    expect(codeOf(actor, { ...device, value: true })).toBe('allowed');
    expect(codeOf(actor, { ...device, value: false })).toBe('not-in-your-role');
  });

  test.each(['mentor', 'official', 'observer'] as const)('a %s leaves the devices of colleagues alone', (role) => {
    const request = {
      space: round,
      kind: 'device',
      id: 'D1',
      town: ownTown,
      type: 'set',
      field: 'revoked',
      value: true,
    } as const;
    const actor = actorWith(membershipOf(role));
    expect(codeOf(actor, request, { person: 'you' })).not.toBe('allowed');
    expect(codeOf(actor, request)).not.toBe('allowed');
    expect(codeOf(actorWith(membershipOf('liaison')), request, { person: 'you' })).toBe('allowed');
  });

  test('a liaison writes its own town’s card, and no other card in its own town’s name', () => {
    const card = { space: round, kind: 'town', id: ownTown, town: ownTown, type: 'set' } as const;
    expect(codeOf(liaison, { ...card, field: 'name', value: 'Nopaltepec' })).toBe('allowed');
    expect(codeOf(liaison, { ...card, id: otherTown, field: 'name', value: 'Nopaltepec' })).toBe('not-your-town');
  });

  test('only a coordinator says whether a town is a mentor, and removes a town’s card', () => {
    const card = { space: round, kind: 'town', id: ownTown, town: ownTown } as const;
    const part = { ...card, type: 'set', field: 'part', value: 'mentor' } as const;
    expect(codeOf(liaison, part)).toBe('not-in-your-role');
    expect(codeOf(liaison, { ...card, type: 'delete', field: 'life', value: 'deleted' })).toBe('not-in-your-role');
    expect(codeOf(actorWith(membershipOf('coordinator')), part)).toBe('allowed');
  });

  // What a liaison may write, applied as freely as possible to the memberships of its town, never opens a space or a role
  // to anybody that the liaison does not have itself; and memberships of others keep what they had at most.
  test('whatever a liaison writes to new memberships of its town, nobody gets more than the liaison has', () => {
    const request = fc.record({
      town: fc.constantFrom(ownTown, otherTown, null),
      role: fc.constantFrom(...roles),
      groups: fc.subarray([ownGroup, otherGroup]),
    });
    fc.assert(
      fc.property(request, ({ town, role, groups: wanted }) => {
        const target = { ...membership, id: 'M-new', town };
        const granted = codeOf(liaison, { ...target, type: 'set', field: 'role', value: role }) === 'allowed' ? role : 'observer';
        const into = wanted.filter(
          (group) => codeOf(liaison, { ...target, type: 'add', field: 'groups', value: group }) === 'allowed',
        );
        if (town !== ownTown) return granted === 'observer' && into.length === 0;
        const colleague = actorOf('you', [membershipOf(granted, { person: 'you', town, groups: into })], groups);
        const mine = new Set(visibleSpaces(liaison));
        return visibleSpaces(colleague).every((space) => mine.has(space)) && granted !== 'mentor' && granted !== 'coordinator';
      }),
    );
  });
});

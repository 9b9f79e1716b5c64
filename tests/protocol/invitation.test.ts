import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeCode, parseInvitation, parseJoined, parseJoinRequest, parseLookRequest } from '#protocol/invitation.ts';

const invitation = {
  role: 'liaison',
  town: { id: 'T1', name: 'Nopaltepec' },
  position: 'Enlace municipal',
  round: { id: 'R1', name: '2026' },
  groups: ['Seguridad'],
  expiresAt: 1_784_116_800_000,
};

describe('joining', () => {
  test('messages that are sound come through as they were', () => {
    expect(parseInvitation(invitation)).toEqual(invitation);
    expect(parseInvitation({ ...invitation, role: 'coordinator', town: null, groups: [] })).toBeDefined();
    expect(parseLookRequest({ code: 'ABCD' })).toEqual({ version: 1, code: 'ABCD' });
    const request = { version: 1, code: 'ABCD', node: 'N1', deviceName: 'Teléfono de Ana' };
    expect(parseJoinRequest(request)).toEqual(request);
    expect(parseJoined({ person: 'P1', device: 'D1', round: 'R1' })).toEqual({ person: 'P1', device: 'D1', round: 'R1' });
  });

  test.each([
    ['a role that is none', { ...invitation, role: 'mayor' }],
    ['a town without a name', { ...invitation, town: { id: 'T1' } }],
    ['no end', { ...invitation, expiresAt: undefined }],
  ])('an invitation with %s is refused', (_name, body) => {
    expect(parseInvitation(body)).toBeUndefined();
  });

  test('a code, a node or a name with no end is refused', () => {
    const request = { code: 'ABCD', node: 'N1', deviceName: 'PC' };
    expect(parseLookRequest({ code: 'A'.repeat(65) })).toBeUndefined();
    expect(parseJoinRequest({ ...request, node: 'A'.repeat(65) })).toBeUndefined();
    expect(parseJoinRequest({ ...request, deviceName: 'A'.repeat(121) })).toBeUndefined();
  });

  test.each([parseLookRequest, parseInvitation, parseJoinRequest, parseJoined])('%o refuses rubbish without a throw', (parse) => {
    fc.assert(fc.property(fc.anything(), (body) => parse(body) === undefined));
    expect(parse(JSON.parse('{"__proto__":{"code":"ABCD"}}'))).toBeUndefined();
  });
});

describe('a typed code', () => {
  test('is compared in capitals, with no spaces or hyphens, look-alikes folded', () => {
    expect(normalizeCode(' abcd-efoi\tl1 ')).toBe('ABCDEF0111');
  });

  test('normalizing again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => normalizeCode(normalizeCode(typed)) === normalizeCode(typed)),
    );
  });
});

import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { roundFacts } from '#data/round-queries.ts';
import {
  codeInFragment,
  codeTyped,
  guessDeviceType,
  isCodeAtFault,
  joinErrorKey,
  participation,
} from '#features/join/join-view.ts';
import { aDevice } from '#tests/support/device.ts';

test('reads the code from a link, and gives none for a broken one', () => {
  expect(codeInFragment('#AB12-CD34')).toBe('AB12-CD34');
  expect(codeInFragment('#AB12%20CD34')).toBe('AB12 CD34');
  expect(codeInFragment('')).toBe('');
  expect(codeInFragment('#%E0%A4%A')).toBe('');
});

test('takes the code out of a link or a whole message that was pasted into the field', () => {
  expect(codeTyped('https://tequio.example/join#AB12-CD34')).toBe('AB12-CD34');
  expect(codeTyped('Código: ERYC-29H-ADW. https://tequio.example/join#AB12-CD34 Gracias')).toBe('AB12-CD34');
  expect(codeTyped('Código: ERYC-29H-ADW. Sirve hasta el 5 dic 2026.')).toBe('ERYC-29H-ADW');
  expect(codeTyped('ab12 cd')).toBe('ab12 cd');
});

test.each([
  ['Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36', 'phone'],
  ['Mozilla/5.0 (Linux; Android 13; SM-X200) AppleWebKit/537.36 Chrome/126.0 Safari/537.36', 'tablet'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Mobile/15E148', 'phone'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36', 'computer'],
])('guesses from %s that it is a %s', (userAgent, type) => {
  expect(guessDeviceType(userAgent)).toBe(type);
});

test('never says that joining goes on by itself', () => {
  expect(joinErrorKey('cut')).toBe('join:error.cut');
  expect(joinErrorKey('busy')).toBe('join:error.failed');
  expect(joinErrorKey('fork')).toBe('join:error.failed');
  expect(joinErrorKey('invitation-used')).toBe('errors:line.invitationUsed');
});

test('calls a code that is too long or no code at all unknown, not a failure of the endpoint', () => {
  expect(joinErrorKey('malformed')).toBe('errors:line.invitationUnknown');
  expect(joinErrorKey('too-large')).toBe('errors:line.invitationUnknown');
});

test('asks for another code where this one opens nothing any more', () => {
  const refused = ['invitation-unknown', 'invitation-used', 'invitation-expired', 'invitation-withdrawn'] as const;
  expect(refused.map(isCodeAtFault)).toEqual([true, true, true, true]);
  expect((['cut', 'busy', 'other-person'] as const).map(isCodeAtFault)).toEqual([false, false, false]);
});

test('does not know as whom one takes part before the round has arrived', async () => {
  const { database } = await aDevice();
  expect(participation({ person: 'P', device: 'D', round: 'R' }, await roundFacts(database))).toBeUndefined();
});

// The shape of every message, held against what was recorded for its protocol version.

import { expect, test } from 'vitest';
import { shortHash } from '#domain/hash.ts';
import { canonicalText } from '#domain/json.ts';
import { protocolVersion } from '#protocol/version.ts';
import { spokenVersions } from '#server/versions.ts';
import { shapeOf } from './shapes.ts';

/** Hash of the shapes per version. A line of a released version is never changed. */
const recorded: Readonly<Record<number, string>> = {
  1: '563815a7eeb923b7d3494ee1d32ef2c9',
};

/** Every schema that a file of src/protocol gives out, so that a new message cannot be forgotten here. */
const files = import.meta.glob<Readonly<Record<string, unknown>>>('../../src/protocol/*.ts', { eager: true });
const schemas = Object.values(files)
  .flatMap((file) => Object.entries(file))
  .filter(([, value]) => typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'schema');

test('every message is looked at', () => {
  const messages = [
    'lookRequestSchema',
    'invitationSchema',
    'joinRequestSchema',
    'joinedSchema',
    'inviteRequestSchema',
    'openInvitationsSchema',
    'deviceContactsSchema',
    'headsSchema',
    'historyPageSchema',
  ];
  const sync = ['syncRequestSchema', 'syncResponseSchema', 'errorSchema'];
  expect(schemas.map(([name]) => name)).toEqual(expect.arrayContaining([...messages, ...sync]));
});

test('every version with a recorded shape is spoken by the endpoint, today’s among them', () => {
  expect(Object.keys(spokenVersions)).toEqual(Object.keys(recorded));
  expect(Object.keys(recorded)).toContain(String(protocolVersion));
});

test('the messages have the shape that was recorded for this protocol version', () => {
  const shapes = Object.fromEntries(schemas.map(([name, schema]) => [name, shapeOf(schema)]));
  const hash = shortHash(canonicalText(shapes));
  expect(
    hash,
    `The shape of a message has changed, or version ${protocolVersion} has no recorded shape (now: ${hash}). ` +
      'Devices out there still speak the old one: raise protocolVersion in src/protocol/version.ts, give it a line of ' +
      'history there, record the new hash here, keep answering the old version and add a test with yesterday’s client.',
  ).toBe(recorded[protocolVersion]);
});

test('a changed bound, member or choice changes the shape', () => {
  const number = { type: 'number' };
  const plain = { type: 'object', entries: { n: number } };
  const others = [
    { type: 'object', entries: { n: { ...number, pipe: [number, { type: 'min_value', requirement: 0 }] } } },
    { type: 'object', entries: { n: { type: 'optional', wrapped: number } } },
    { type: 'object', entries: { n: number, m: number } },
  ];
  const texts = [plain, ...others].map((schema) => canonicalText(shapeOf(schema)));
  expect(new Set(texts).size).toBe(4);
});

// The versions of the protocol that this endpoint speaks. Inside it knows today's messages alone: what an older version asks
// is read into today's request, and today's answer is written as that version had it.
// Promises: a released version stays here for ever; who speaks another one is told which are spoken.

import { ok, type Result, refuse } from '#domain/result.ts';
import type { ErrorBody } from '#protocol/codes.ts';
import type { DeviceContacts } from '#protocol/device-contacts.ts';
import { type HistoryPage, type HistoryRequest, parseHistoryRequest } from '#protocol/history.ts';
import { type Invitation, type Joined, type JoinRequest, parseJoinRequest, parseLookRequest } from '#protocol/invitation.ts';
import {
  type InviteRequest,
  type MadeInvitation,
  type OpenInvitations,
  parseInviteRequest,
  parseWithdrawRequest,
  type Withdrawn,
} from '#protocol/inviting.ts';
import { packAnswer, unpackRequest } from '#protocol/pack.ts';
import { type ParsedSyncRequest, parseSyncRequest, type SyncResponse } from '#protocol/sync.ts';

/** A reader gives undefined for what does not have that version's shape. */
export type SpokenVersion = {
  readonly readSync: (body: unknown) => ParsedSyncRequest | undefined;
  readonly writeSync: (answer: SyncResponse) => unknown;
  readonly readHistory: (query: unknown) => HistoryRequest | undefined;
  readonly writeHistory: (page: HistoryPage) => unknown;
  readonly readLook: (body: unknown) => { readonly code: string } | undefined;
  readonly writeInvitation: (invitation: Invitation) => unknown;
  readonly readJoin: (body: unknown) => JoinRequest | undefined;
  readonly writeJoined: (joined: Joined) => unknown;
  readonly readInvite: (body: unknown) => InviteRequest | undefined;
  readonly writeMade: (made: MadeInvitation) => unknown;
  readonly writeInvitations: (open: OpenInvitations) => unknown;
  readonly readWithdraw: (body: unknown) => { readonly id: string } | undefined;
  readonly writeWithdrawn: (withdrawn: Withdrawn) => unknown;
  readonly writeContacts: (contacts: DeviceContacts) => unknown;
};

const asItIs = (answer: unknown) => answer;

export const spokenVersions: Readonly<Record<number, SpokenVersion>> = {
  1: {
    readSync: (body) => parseSyncRequest(unpackRequest(body)),
    writeSync: packAnswer,
    readHistory: parseHistoryRequest,
    writeHistory: asItIs,
    readLook: parseLookRequest,
    writeInvitation: asItIs,
    readJoin: parseJoinRequest,
    writeJoined: asItIs,
    readInvite: parseInviteRequest,
    writeMade: asItIs,
    writeInvitations: asItIs,
    readWithdraw: parseWithdrawRequest,
    writeWithdrawn: asItIs,
    writeContacts: asItIs,
  },
};

/** The version that a request names; one that names none speaks the first. */
export function versionOf(body: unknown): Result<SpokenVersion, ErrorBody> {
  const named = typeof body === 'object' && body !== null && 'version' in body ? body.version : 1;
  if (typeof named !== 'number') return refuse({ error: 'malformed' });
  const spoken = Object.hasOwn(spokenVersions, named) ? spokenVersions[named] : undefined;
  return spoken ? ok(spoken) : refuse({ error: 'version', speaks: Object.keys(spokenVersions).map(Number) });
}

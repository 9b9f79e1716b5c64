// What every screen may ask for. The app makes the services and passes them down; features know only this shape.
// Promises: `save` resolves true only after the change is durably stored; a refusal is told to the user and gives false.

import { createContext, useContext } from 'react';
import type { TequioDatabase } from '#data/database.ts';
import type { Account } from '#data/rows.ts';
import type { Change } from '#domain/change.ts';
import type { Day } from '#domain/day.ts';
import type { Actor } from '#domain/grants.ts';
import type { RecordId } from '#domain/ids.ts';
import type { RecordRef } from '#domain/op.ts';
import type { Result } from '#domain/result.ts';
import type { RequestError } from '#protocol/codes.ts';
import type { DeviceContacts } from '#protocol/device-contacts.ts';
import type { HistoryPage } from '#protocol/history.ts';
import type { Invitation } from '#protocol/invitation.ts';
import type { InvitationWish, MadeInvitation, OpenInvitations, Withdrawn } from '#protocol/inviting.ts';

/** `practice` is a sandbox with the example round: it never syncs. */
export type Mode = 'real' | 'practice';

export type Announcement = { readonly text: string; readonly action?: { readonly label: string; readonly run: () => void } };

export type Services = {
  readonly mode: Mode;
  readonly database: TequioDatabase;
  /** Null before joining. */
  readonly account: Account | null;
  readonly actor: Actor;
  /** The day that screens show as today: the round's fixed day in an example, otherwise this device's. */
  readonly today: Day;
  /** This device's clock, ms since 1970. */
  readonly now: () => number;
  readonly createId: () => RecordId;
  readonly save: (changes: readonly Change[]) => Promise<boolean>;
  /** A passing message, usually with an undo. */
  readonly announce: (announcement: Announcement) => void;
  readonly sync: {
    readonly state: () => 'running' | 'resting';
    /** Tells whenever the state has changed; returns what ends that. */
    readonly watch: (tell: () => void) => () => void;
    readonly request: () => Promise<void>;
  };
  readonly joining: {
    /** What an invitation offers; changes nothing. */
    readonly look: (code: string) => Promise<Result<Invitation, RequestError | 'cut'>>;
    /** Redeems it for this device and adopts the database. */
    readonly join: (code: string, deviceName: string) => Promise<Result<Account, RequestError | 'cut'>>;
  };
  readonly inviting: () => Promise<Inviting>;
  /** When the endpoint last heard of the devices that the user might mark as lost. */
  readonly deviceContacts: () => Promise<Result<DeviceContacts, RequestError | 'cut'>>;
  /** Takes everything of the user off this device and shows the first screen. */
  readonly leave: () => Promise<void>;
  /** What the endpoint knows of everything that was written on a record; `after`: the `next` of the page before. */
  readonly history: (ref: RecordRef, after?: string) => Promise<Result<HistoryPage, RequestError | 'cut'>>;
  /** Starts over in the other mode; what was written stays in its own database. */
  readonly enter: (mode: Mode) => Promise<void>;
  /** Saves what is half typed and starts the newest version of the app; false when there is none, or no line to fetch it. */
  readonly takeNewest: () => Promise<boolean>;
  /** Saves all that this device knows as one file. */
  readonly saveFile: () => Promise<void>;
};

/** What the endpoint alone can do. */
export type Inviting = {
  /** Makes an invitation to this round and gives its codes, this once. Towns and groups made here are sent before. */
  readonly make: (wish: InvitationWish) => Promise<Result<MadeInvitation, RequestError | 'cut'>>;
  /** The open ones that the user made, or might have made. */
  readonly list: () => Promise<Result<OpenInvitations, RequestError | 'cut'>>;
  readonly withdraw: (id: RecordId) => Promise<Result<Withdrawn, RequestError | 'cut'>>;
};

const ServicesContext = createContext<Services | undefined>(undefined);
export const ServicesProvider = ServicesContext.Provider;

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('No ServicesProvider above this component');
  return services;
}

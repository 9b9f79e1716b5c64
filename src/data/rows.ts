// The rows of the tables. Screens read what `records` shows; only mutate and apply-answer read and write the rest.

import type { NodeId, RecordId, Space } from '#domain/ids.ts';
import type { Head, TextState } from '#domain/join.ts';
import type { Op, OpName, RecordRef } from '#domain/op.ts';
import type { ShownRecord } from '#domain/show.ts';
import type { Stamp } from '#domain/stamps.ts';
import type { RefusalCode } from '#protocol/codes.ts';
import type { Receipt } from '#protocol/history-token.ts';
import type { Cursor } from '#protocol/sync.ts';

/** A record as screens show it: accepted state with own changes laid over it, and what that is made of. */
export type RecordRow = {
  /** `owner` is the id of the record that it belongs to. */
  readonly shown: ShownRecord & { readonly owner: RecordId | '' };
  /**
   * What the endpoint's pages said, replaced field by field: FieldStates as JSON, which costs the browser a fraction of what it
   * takes to store them as objects. In the device space, where no page comes: all there is. Absent before a page has come.
   */
  readonly accepted?: string;
  /** While the space is read anew: the fields that this renewal has brought so far. */
  readonly renewed?: { readonly renewal: number; readonly fields: readonly string[] };
};

/** A text field: its accepted updates, and the last own op on it, which the next one names as its base. */
export type TextRow = RecordRef & {
  readonly field: string;
  readonly accepted: TextState;
  lastOwn?: OpName;
  /** The renewal that brought it. */
  readonly renewed?: number;
};

/** An own op. Exactly one of: not yet acknowledged (outbox), accepted (endpoint's log), refused (with a reason). */
export type OpRow = {
  readonly node: NodeId;
  readonly n: number;
  readonly op: Op;
  /** This device's clock when it was made, ms since 1970. */
  readonly madeAt: number;
  readonly verdict?: 'accepted' | 'refused';
  /** The endpoint's clock when it acknowledged, ms since 1970. */
  readonly sentAt?: number;
  /** The stamp that the endpoint fixed, where it differs from the op's own. */
  readonly effective?: Stamp;
  /** Its verdict is asked for again, since the endpoint does not remember giving one. */
  readonly again?: true;
  /** Per base of the op the check of the value that stood there (op.ts), to tell bases apart when it is sent again. */
  readonly checks?: readonly string[];
  /** Names that it had before this device took another one. */
  readonly was?: readonly OpName[];
  /** Why it was refused; stays when the user discards it, `discarded` then hides it. */
  readonly refused?: RefusalCode;
  readonly discarded?: true;
  /** Key of its record while no page covers the op: it must be laid over the accepted state. */
  over?: string;
};

export type SpaceRow = {
  readonly space: Space;
  readonly cursor: Cursor;
  /** Whether it has reached its head once; until then it is shown as still arriving. */
  readonly arrived: boolean;
  /** How often it has been read anew, and whether it is so now (renewal.ts). */
  readonly renewals?: number;
  readonly renewing?: true;
  /** Taken away from this device's user: by which op, and when by the endpoint's clock, ms since 1970. */
  readonly lost?: {
    readonly by: OpName;
    readonly at: number;
    /** The user has read that it is gone. */
    readonly noted?: true;
  };
};

/** A value of a colleague that was shown here and that the endpoint has lost. */
export type Vanished = RecordRef & {
  readonly field: string;
  readonly head: Head;
  /** Its name stands for something else by now, so that it does not come back under it. */
  readonly isOther?: true;
  /** Its value holds the words of several, so that it does not come back as it is. */
  readonly isMerged?: true;
};
export type VanishedRow = { readonly key: 'vanished'; readonly entries: readonly Vanished[] };

export type Account = { readonly person: RecordId; readonly device: RecordId; readonly round: RecordId };

/** A name under which this device counts its ops. It takes another one when it turns out to share it with a copy of itself. */
export type Lane = {
  readonly node: NodeId;
  /** The n of the last op made here. */
  readonly n: number;
  /** The highest n that a request ever carried, written before it is sent. */
  readonly carried: number;
  /** The highest acknowledged n, and the receipt there. */
  readonly acked: number;
  readonly receipt: Receipt;
  /** Ops up to this n are no longer kept here, and the receipt there. */
  readonly forgotten: number;
  readonly forgottenReceipt: Receipt;
};

/** Itself the lane that this device writes in now. */
export type DeviceRow = Lane & {
  readonly key: 'device';
  /** The lanes it wrote in before, oldest first. */
  readonly earlier: readonly Lane[];
  /** The (negative) n of the last change in the device space. */
  readonly localN: number;
  /** The highest stamp made or seen here. */
  readonly clock: Stamp;
  /** Null before joining. */
  readonly account: Account | null;
  /** How much the line carries at once: halved after a cut, doubled after a success. */
  readonly pageBytes: number;
};

/** What the last sync runs came to, for the screens of every tab. Instants are this device's clock, ms since 1970. */
export type SyncRow = {
  readonly key: 'sync';
  readonly lastTriedAt: number;
  readonly lastSyncedAt: number;
  /** When digests were last compared with the endpoint's. */
  readonly comparedAt: number;
  readonly outcome: string;
};

/** By which code the records were last shown: a mark of its kinds and of how it shows them. */
export type ShownRow = { readonly key: 'shown'; readonly by: string };

export type RecordKey = [kind: string, id: string, space: Space];

/** The key of a record's row. */
export function recordKey({ space, kind, id }: Pick<RecordRef, 'space' | 'kind' | 'id'>): RecordKey {
  return [kind, id, space];
}

/** The bounds of all keys that begin with these parts: in IndexedDB a longer list comes after a shorter one, a list after a text. */
export function keysWith(...parts: readonly string[]) {
  return [parts, [...parts, []]] as const;
}

export function recordKeyText({ space, kind, id }: Pick<RecordRef, 'space' | 'kind' | 'id'>): string {
  return `${space}/${kind}/${id}`;
}

export function textKeyText(text: Pick<TextRow, 'space' | 'kind' | 'id' | 'field'>): string {
  return `${recordKeyText(text)}/${text.field}`;
}

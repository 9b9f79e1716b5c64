// The tables of the database, as kysely sees them. One schema for SQLite and PostgreSQL: texts, whole numbers and nulls only.
// Promises: JSON is kept as text and parsed where it is read. Times are ms since 1970. Digests are hex.
// Leaves to others: how the tables come into being (migrations.ts), what is written together (commit/).

import type { Kysely, Transaction } from 'kysely';

/** Every op that ever arrived, accepted or not, for ever. */
export type OpTable = {
  node: string;
  n: number;
  space: string;
  kind: string;
  id: string;
  town: string | null;
  type: string;
  field: string;
  /** JSON */
  value: string;
  /** The author's own stamp, part of the hash. */
  stamp: string;
  effective: string;
  /** JSON list of op names */
  base: string;
  tx: number;
  hash: string;
  /** Why it was refused; null for an accepted one. */
  code: string | null;
  /** Place in the space's history; null for an op that changed nothing there (refused, void). */
  number: number | null;
  /** The space's running hash after this op; null without a number. */
  chain: string | null;
  /** The node's running hash after this op. */
  receipt: string;
  received_at: number;
  /** Name of the op that arrived before and says just the same under another name of its device; null for most. */
  same_as: string | null;
  /** JSON list of the names that it had before its device took another one; null for most. */
  was: string | null;
  /** JSON list of the bases as they were laid over, where names meant something else than they say; null for most. */
  meant: string | null;
};

/** The updates of a text up to a number, merged into one. It can be made anew from the ops at any time. */
export type TextSnapshotTable = {
  space: string;
  kind: string;
  id: string;
  field: string;
  number: number;
  /** JSON of a head: the merged update with the name of the newest in it; null while there is none. */
  merged: string;
  /** JSON list of the numbers of updates that could not be merged. */
  aside: string;
  /** 1 once the text is too large to go on with. */
  closed: number;
};

/** What every field holds now. A text's updates are not in its state: they are the accepted ops of the field. */
export type FieldTable = {
  space: string;
  kind: string;
  id: string;
  field: string;
  town: string | null;
  /** Number of the last op that changed it; 0 while only refused ops arrived, which nobody is shown. */
  number: number;
  /** JSON of a FieldState */
  state: string;
};

/** The counter row of a space: its last number, and the chain there. */
export type SpaceTable = { space: string; head: number; chain: string };

export type NodeTable = { node: string; device: string; last_n: number; receipt: string; last_stamp: string };

/** Which person a joined device belongs to. Its name is in the device record of the round space. */
export type DeviceTable = {
  device: string;
  person: string;
  round: string;
  created_at: number;
  /** When somebody left the round on it; null while they have not. */
  left_at: number | null;
  /** When it was turned out, for good; null while it was not. */
  revoked_at: number | null;
};

/** In which round spaces to look for somebody's memberships. The rights themselves are the membership records. */
export type ParticipantTable = { person: string; space: string };

/** Tokens are kept as SHA-256 only. */
export type SessionTable = {
  token_hash: string;
  device: string;
  created_at: number;
  last_seen_at: number;
  revoked_at: number | null;
};

/** Codes are kept as SHA-256 only. `link_hash` and `typed_hash` open the same invitation. */
export type InvitationTable = {
  /** By which it is named where its codes may not be. */
  id: string;
  link_hash: string;
  typed_hash: string;
  role: string;
  town: string | null;
  position: string;
  /** JSON list of group ids */
  groups: string;
  round: string;
  /** Somebody who takes part already and joins with one more device; null makes a new person. */
  person: string | null;
  expires_at: number;
  uses: number;
  uses_left: number;
  /** The person who made it, and on which device; null for the endpoint itself. */
  made_by: string | null;
  made_on: string | null;
  withdrawn_at: number | null;
  created_at: number;
};

/** A device that an invitation brought in. What it made up for that attempt is kept as SHA-256 only. */
export type InvitationUseTable = { invitation: string; device: string; attempt_hash: string | null; joined_at: number };

/** Wrong typed codes of an hour since 1970, from everywhere together. */
export type TypedTriesTable = { hour: number; tries: number };

/** What the journal tells (journal/). `entry` is null once it is in a file. */
export type RegistrationTable = { id: string; entry: string | null };

/** Single values: `node` is the endpoint's own node, `example` marks a round made from the example. */
export type SettingTable = { name: string; value: string };

export type Tables = {
  op: OpTable;
  field: FieldTable;
  text_snapshot: TextSnapshotTable;
  space: SpaceTable;
  node: NodeTable;
  device: DeviceTable;
  participant: ParticipantTable;
  session: SessionTable;
  invitation: InvitationTable;
  invitation_use: InvitationUseTable;
  typed_tries: TypedTriesTable;
  registration: RegistrationTable;
  setting: SettingTable;
};

export type Store = Kysely<Tables>;
export type StoreTransaction = Transaction<Tables>;

// Every table with its columns, as they are exported and imported. A column that is missing here does not compile.

import type { Tables } from '../store/tables.ts';

type ColumnsOf<Table> = { readonly [Column in keyof Table]: 'text' | 'number' };

/** A table comes after those that it refers to. */
export const tables: { readonly [Name in keyof Tables]: ColumnsOf<Tables[Name]> } = {
  setting: { name: 'text', value: 'text' },
  space: { space: 'text', head: 'number', chain: 'text' },
  node: { node: 'text', device: 'text', last_n: 'number', receipt: 'text', last_stamp: 'text' },
  op: {
    node: 'text',
    n: 'number',
    space: 'text',
    kind: 'text',
    id: 'text',
    town: 'text',
    type: 'text',
    field: 'text',
    value: 'text',
    stamp: 'text',
    effective: 'text',
    base: 'text',
    tx: 'number',
    hash: 'text',
    code: 'text',
    number: 'number',
    chain: 'text',
    receipt: 'text',
    received_at: 'number',
    same_as: 'text',
    was: 'text',
    meant: 'text',
  },
  field: { space: 'text', kind: 'text', id: 'text', field: 'text', town: 'text', number: 'number', state: 'text' },
  text_snapshot: {
    space: 'text',
    kind: 'text',
    id: 'text',
    field: 'text',
    number: 'number',
    merged: 'text',
    aside: 'text',
    closed: 'number',
  },
  device: { device: 'text', person: 'text', round: 'text', created_at: 'number', left_at: 'number', revoked_at: 'number' },
  participant: { person: 'text', space: 'text' },
  session: { token_hash: 'text', device: 'text', created_at: 'number', last_seen_at: 'number', revoked_at: 'number' },
  invitation: {
    id: 'text',
    link_hash: 'text',
    typed_hash: 'text',
    role: 'text',
    town: 'text',
    position: 'text',
    groups: 'text',
    round: 'text',
    person: 'text',
    expires_at: 'number',
    uses: 'number',
    uses_left: 'number',
    made_by: 'text',
    made_on: 'text',
    withdrawn_at: 'number',
    created_at: 'number',
  },
  invitation_use: { invitation: 'text', device: 'text', attempt_hash: 'text', joined_at: 'number' },
  typed_tries: { hour: 'number', tries: 'number' },
  registration: { id: 'text', entry: 'text' },
};

export type TableName = keyof typeof tables;

/** The columns by which a table's rows are told apart: none is ever null, and no two rows have the same. */
export const keys: Readonly<Record<TableName, readonly string[]>> = {
  setting: ['name'],
  space: ['space'],
  node: ['node'],
  op: ['node', 'n'],
  field: ['space', 'kind', 'id', 'field'],
  text_snapshot: ['space', 'kind', 'id', 'field'],
  device: ['device'],
  participant: ['person', 'space'],
  session: ['token_hash'],
  invitation: ['link_hash'],
  invitation_use: ['invitation', 'device', 'joined_at'],
  typed_tries: ['hour'],
  registration: ['id'],
};

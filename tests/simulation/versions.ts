// Two versions of the app in one process: today's, and an older one that knows less. One of them is at work at a time: whoever
// works says which, and everything that asks for a kind meets that version's table.

import type { TequioDatabase } from '#data/database.ts';
import { acceptedOf } from '#data/overlay.ts';
import { showAnew } from '#data/show-anew.ts';
import type { FieldState } from '#domain/join.ts';
import type { Kind } from '#domain/kinds/define-kind.ts';
import { kinds } from '#domain/records.ts';

export const versions = ['today', 'older'] as const;
export type Version = (typeof versions)[number];

/** What came with today's version: a whole kind, and fields of others. */
const newKind = 'note';
const newFields: Readonly<Record<string, readonly string[]>> = { item: ['check'], action: ['state'] };
/** The new field whose sort is new, too. */
const newSort = { kind: 'action', field: 'state' };

export function knows(version: Version, kind: string, field: string): boolean {
  return version === 'today' || (kind !== newKind && !newFields[kind]?.includes(field));
}

/** Whether it can tell several versions of the field from one. */
export function knowsSort(version: Version, kind: string, field: string): boolean {
  return version === 'today' || kind !== newSort.kind || field !== newSort.field;
}

const table = kinds as Record<string, Kind>;
const tables: Readonly<Record<Version, Readonly<Record<string, Kind>>>> = {
  today: { ...table },
  older: Object.fromEntries(
    Object.entries(table)
      .filter(([name]) => name !== newKind)
      .map(([name, kind]) => [name, withoutFields(kind, newFields[name] ?? [])]),
  ),
};

function withoutFields(kind: Kind, without: readonly string[]): Kind {
  return { ...kind, fields: Object.fromEntries(Object.entries(kind.fields).filter(([name]) => !without.includes(name))) };
}

/** From now on that version is at work. */
export function work(version: Version): void {
  for (const name of Object.keys(table)) delete table[name];
  Object.assign(table, tables[version]);
}

/** Opens the app of that version on what the device holds. */
export async function openApp(database: TequioDatabase, version: Version): Promise<void> {
  work(version);
  for (const row of await database.records.filter(({ shown }) => shown.kind === newSort.kind).toArray()) {
    const accepted = acceptedOf(row);
    const state = accepted[newSort.field];
    if (!state) continue;
    const known = { ...accepted, [newSort.field]: asKnownTo(version, state) };
    await database.records.put({ ...row, accepted: JSON.stringify(known) });
  }
  await showAnew(database, version);
  work('today');
}

type Answer = {
  readonly pages?: readonly {
    readonly records: readonly { readonly kind: string; readonly fields: Readonly<Record<string, FieldState>> }[];
  }[];
};

/** What the endpoint says to an older device of a sort of field that it has never heard of. */
export function answerFor(version: Version, answer: unknown): unknown {
  const { pages } = answer as Answer;
  if (version === 'today' || !pages) return answer;
  return { ...(answer as Answer), pages: pages.map((page) => ({ ...page, records: page.records.map(said) })) };
}

function said<Row extends { readonly kind: string; readonly fields: Readonly<Record<string, FieldState>> }>(row: Row): Row {
  const state = row.kind === newSort.kind ? row.fields[newSort.field] : undefined;
  return state ? { ...row, fields: { ...row.fields, [newSort.field]: asKnownTo('older', state) } } : row;
}

function asKnownTo(version: Version, state: FieldState): FieldState {
  return { ...state, type: version === 'today' ? 'register' : 'of-today' } as FieldState;
}

/** A state as today's version knows it. */
export function asToday(state: FieldState): FieldState {
  return (state.type as string) === 'of-today' ? asKnownTo('today', state) : state;
}

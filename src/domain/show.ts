// What a record looks like to people: the shown value of every field, worked out from the field states.
// Promises: pure; never throws; a value or field that this version cannot read falls back to the field's default.

import * as v from 'valibot';
import type { FieldState } from './join.ts';
import { canonicalText, type Json } from './json.ts';
import type { Field, RecordHead } from './kinds/define-kind.ts';
import { lifeField, type RecordRef } from './op.ts';
import { kindNamed } from './records.ts';

export type FieldStates = Readonly<Record<string, FieldState>>;
export type ShownRecord = RecordHead & Readonly<Record<string, unknown>>;

export function showRecord(ref: RecordRef, states: FieldStates): ShownRecord {
  const shown: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(kindNamed(ref.kind)?.fields ?? {})) {
    if (field.type !== 'text') shown[name] = showField(field, states[name]);
  }
  return {
    ...shown,
    space: ref.space,
    kind: ref.kind,
    id: ref.id,
    town: ref.town,
    deleted: isDeleted(states),
    conflicts: conflictsOf(states),
  };
}

function showField(field: Exclude<Field, { type: 'text' }>, state: FieldState | undefined): unknown {
  if (field.type === 'set') return state?.type === 'set' ? elementsOf(state.tags, field) : [];
  const head = state?.type === 'register' ? state.heads[0] : undefined;
  return head ? readValue(field.schema, head.value, field.fallback) : field.fallback;
}

/** A deletion and a restoration are compared only with each other; the later one holds. */
export function isDeleted(states: FieldStates): boolean {
  const life = states[lifeField];
  return life?.type === 'register' && life.heads[0]?.value === 'deleted';
}

function conflictsOf(states: FieldStates): readonly string[] {
  return Object.entries(states)
    .filter(([, state]) => state.type === 'register' && hasDifferentHeads(state.heads))
    .map(([name]) => name)
    .sort();
}

/** Two people who wrote the very same value do not disagree. */
function hasDifferentHeads(heads: readonly { readonly value: Json }[]): boolean {
  const [first, ...others] = heads.map(({ value }) => canonicalText(value));
  return others.some((other) => other !== first);
}

function elementsOf(tags: readonly { readonly value: Json }[], field: { readonly schema: v.GenericSchema }): readonly unknown[] {
  const elements = new Map<string, unknown>();
  for (const { value } of tags) {
    const read = readValue(field.schema, value, undefined);
    if (read !== undefined) elements.set(canonicalText(value), read);
  }
  return [...elements].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, element]) => element);
}

function readValue(schema: v.GenericSchema, value: Json, fallback: unknown): unknown {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : fallback;
}

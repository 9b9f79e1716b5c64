// How a kind of record says what it is: its fields, the spaces it may live in, and the area of the permission table.
// A new kind is one file that calls defineKind and one line in records.ts.
// Promises: showing a record never throws; a value that this version cannot read shows as the field's default.

import type * as v from 'valibot';
import type { RecordId, SpaceKind } from '../ids.ts';
import type { Json } from '../json.ts';

/** Whole records of one area share a row of the permission table. */
export type Area = 'programme' | 'town-card' | 'people' | 'device' | 'plan' | 'work' | 'talk';

export type RegisterField<Value> = {
  readonly type: 'register';
  readonly schema: v.GenericSchema<unknown, Value>;
  readonly fallback: Value;
};
export type SetField<Element> = { readonly type: 'set'; readonly schema: v.GenericSchema<unknown, Element> };
export type TextField = { readonly type: 'text' };
export type Field = RegisterField<unknown> | SetField<unknown> | TextField;
export type Fields = { readonly [name: string]: Field };

type ShownField<F> =
  F extends RegisterField<infer Value> ? Value : F extends SetField<infer Element> ? readonly Element[] : never;
/** A text is loaded on its own, so a shown record does not hold it. */
type ShownFields<F extends Fields> = {
  readonly [Name in keyof F as F[Name] extends TextField ? never : Name]: ShownField<F[Name]>;
};

export type Kind<Name extends string = string, F extends Fields = Fields> = {
  readonly name: Name;
  readonly area: Area;
  readonly spaces: readonly SpaceKind[];
  /** The field that names the record this one belongs to; lists are read by it. */
  readonly owner?: string;
  readonly fields: F;
};

/** What every shown record has beside its fields. */
export type RecordHead = {
  readonly space: string;
  readonly kind: string;
  readonly id: RecordId;
  readonly town: RecordId | null;
  readonly deleted: boolean;
  /** Fields with more than one head: two people wrote without seeing one another. */
  readonly conflicts: readonly string[];
};

export type Shown<K extends Kind> = RecordHead & ShownFields<K['fields']>;

export function defineKind<const Name extends string, F extends Fields>(
  name: Name,
  about: { readonly area: Area; readonly spaces: readonly SpaceKind[]; readonly owner?: string & keyof F },
  fields: F,
): Kind<Name, F> {
  if ('life' in fields) throw new Error(`${name}: 'life' is the field of delete and restore`);
  return { name, ...about, fields };
}

export function register<Value extends Json>(schema: v.GenericSchema<unknown, Value>, fallback: Value): RegisterField<Value> {
  return { type: 'register', schema, fallback };
}

export function setOf<Element extends Json>(schema: v.GenericSchema<unknown, Element>): SetField<Element> {
  return { type: 'set', schema };
}

export function text(): TextField {
  return { type: 'text' };
}

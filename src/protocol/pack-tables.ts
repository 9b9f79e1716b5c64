// Rows of cells as tables: rows of the same shape stand in one table, column by column, since what is alike compresses best
// side by side. Ids are written once per message and named by their place in `ids`.
//
// A column is the list of its values, or
//   {"all": value}                            the same short value in every row
//   {"ids": [differences]}                    place in `ids`, counted from 1 (0: null), as the difference to the row before
//   {"of": {name: column}, "null": [rows]}    objects with the same names; the rows named hold null instead
//
// Promises: unpacking gives the rows that were packed. A reader spends at most the letters that it was given, whatever
// the tables claim, and throws for what is none.

import type { Json } from '#domain/json.ts';

/** `shape` says what the cells are; rows of equal shape (as JSON) share a table. */
export type Row = { readonly shape: readonly Json[]; readonly cells: readonly Json[] };

export type PackedTables = {
  /** For each row, in order, the table that its cells are taken from. */
  readonly order: readonly number[];
  readonly tables: readonly { readonly shape: readonly Json[]; readonly columns: readonly Json[] }[];
};

const idPattern = /^(?:[a-z]{1,8}:)?[0-9A-Z]{16,26}$/;
/** Longer values are not worth a thought, and could be told to repeat without end. */
const maxSharedLetters = 64;
/** Objects inside of objects are taken apart this far; what lies deeper stays as it is. */
const maxLevels = 3;

export class Ids {
  readonly list: string[] = [];
  readonly #places = new Map<string, number>();

  placeOf(id: string): number {
    const known = this.#places.get(id);
    if (known !== undefined) return known;
    this.list.push(id);
    this.#places.set(id, this.list.length);
    return this.list.length;
  }
}

export function packTables(rows: readonly Row[], ids: Ids): PackedTables {
  const tables = new Map<string, { readonly place: number; readonly shape: readonly Json[]; readonly rows: Row[] }>();
  const order: number[] = [];
  for (const row of rows) {
    const key = JSON.stringify(row.shape);
    const table = tables.get(key) ?? { place: tables.size, shape: row.shape, rows: [] };
    tables.set(key, table);
    table.rows.push(row);
    order.push(table.place);
  }
  const packed = [...tables.values()].map(({ shape, rows: alike }) => ({
    shape,
    columns: (alike[0]?.cells ?? []).map((_, column) =>
      packColumn(
        alike.map(({ cells }) => cells[column] ?? null),
        ids,
      ),
    ),
  }));
  return { order, tables: packed };
}

function packColumn(values: readonly Json[], ids: Ids, levels = maxLevels): Json {
  const [first = null] = values;
  if (values.length > 1 && isShared(first) && values.every((value) => value === first)) return { all: first };
  if (values.some(isId) && values.every((value) => value === null || isId(value))) return { ids: differences(values, ids) };
  return (levels > 0 ? packObjects(values, ids, levels) : undefined) ?? [...values];
}

function isId(value: Json): value is string {
  return typeof value === 'string' && idPattern.test(value);
}

function isShared(value: Json): boolean {
  return typeof value === 'string' ? value.length <= maxSharedLetters : value === null || typeof value !== 'object';
}

function differences(values: readonly Json[], ids: Ids): number[] {
  let before = 0;
  return values.map((value) => {
    const place = typeof value === 'string' ? ids.placeOf(value) : 0;
    const difference = place - before;
    before = place;
    return difference;
  });
}

/** Undefined where the values are not objects of the same names. */
function packObjects(values: readonly Json[], ids: Ids, levels: number): Json | undefined {
  const objects = values.filter(isObject);
  const [first] = objects;
  if (!first || !values.every((value) => value === null || isObject(value))) return undefined;
  const names = namesOf(first);
  if (names.length === 0 || !objects.every((object) => sameNames(namesOf(object), names))) return undefined;
  const of = Object.fromEntries(
    names.map((name) => [
      name,
      packColumn(
        objects.map((object) => object[name] ?? null),
        ids,
        levels - 1,
      ),
    ]),
  );
  const without = values.flatMap((value, row) => (value === null ? [row] : []));
  return without.length > 0 ? { of, null: without } : { of };
}

export function isObject(value: unknown): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Members that are undefined do not travel. */
function namesOf(object: { readonly [name: string]: Json | undefined }): readonly string[] {
  return Object.keys(object)
    .filter((name) => object[name] !== undefined)
    .sort();
}

function sameNames(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((name, at) => name === others[at]);
}

/** Counts the letters of what is unpacked, and throws when they are more than was allowed. */
export class Allowance {
  #letters: number;

  constructor(letters: number) {
    this.#letters = letters;
  }

  spend(letters: number): void {
    this.#letters -= letters;
    if (!(this.#letters >= 0)) throw new RangeError('too large');
  }
}

/** A row with its shape as JSON. Throws for anything that packTables does not give. */
export function unpackTables(
  packed: unknown,
  ids: readonly string[],
  allowance: Allowance,
): readonly (Row & { readonly key: string })[] {
  const { order, tables } = objectOf(packed);
  const places = listOf(order);
  const counts = new Map<unknown, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  const readers = listOf(tables).map((table, place) => {
    const { shape, columns } = objectOf(table);
    const count = counts.get(place) ?? 0;
    const key = JSON.stringify(listOf(shape));
    allowance.spend(count * key.length);
    const read = listOf(columns).map((column) => {
      allowance.spend(count);
      return unpackColumn(column, count, ids, allowance);
    });
    return { key, shape: listOf(shape), columns: read, next: 0 };
  });
  return places.map((place) => {
    const reader = readers[numberOf(place)];
    if (!reader) throw new RangeError('no such table');
    const row = reader.next;
    reader.next += 1;
    return { key: reader.key, shape: reader.shape, cells: reader.columns.map((column) => column[row] ?? null) };
  });
}

function unpackColumn(packed: Json, count: number, ids: readonly string[], allowance: Allowance): readonly Json[] {
  if (Array.isArray(packed)) return sized(packed, count);
  const column = objectOf(packed);
  if (Object.hasOwn(column, 'all')) return repeated(column.all, count, allowance);
  if (Object.hasOwn(column, 'ids')) return readIds(sized(listOf(column.ids), count), ids, allowance);
  return unpackObjects(column, count, ids, allowance);
}

function repeated(value: Json | undefined, count: number, allowance: Allowance): Json[] {
  if (value === undefined || !isShared(value)) throw new TypeError('not to be repeated');
  allowance.spend(count * String(value).length);
  return Array<Json>(count).fill(value);
}

function readIds(differences: readonly Json[], ids: readonly string[], allowance: Allowance): Json[] {
  let place = 0;
  return differences.map((difference) => {
    place += numberOf(difference);
    if (place === 0) return null;
    const id = ids[place - 1];
    if (typeof id !== 'string') throw new RangeError('no such id');
    allowance.spend(id.length);
    return id;
  });
}

function unpackObjects(
  column: { readonly [name: string]: Json },
  count: number,
  ids: readonly string[],
  allowance: Allowance,
): Json[] {
  const without = new Set(column.null === undefined ? [] : listOf(column.null));
  const rows = Array.from({ length: count }, (_, row) => row);
  const filled = rows.filter((row) => !without.has(row));
  const columns = Object.entries(objectOf(column.of)).map(([name, packed]) => {
    allowance.spend(filled.length * (name.length + 1));
    return [name, unpackColumn(packed, filled.length, ids, allowance)] as const;
  });
  const values = Array<Json>(count).fill(null);
  for (const [at, row] of filled.entries()) {
    values[row] = Object.fromEntries(columns.map(([name, read]) => [name, read[at] ?? null]));
  }
  return values;
}

function sized(list: readonly Json[], count: number): readonly Json[] {
  if (list.length !== count) throw new RangeError('a column of another length');
  return list;
}

export function objectOf(value: unknown): { readonly [name: string]: Json } {
  if (!isObject(value)) throw new TypeError('not an object');
  return value;
}

export function listOf(value: unknown): readonly Json[] {
  if (!Array.isArray(value)) throw new TypeError('not a list');
  return value;
}

export function numberOf(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw new TypeError('not a whole number');
  return value as number;
}

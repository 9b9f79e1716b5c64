// The records of a page as rows of tables, a row for each record. A field that holds one value by one author, who is all that
// it has seen, is told by that alone; any other field stays as it is.
// Shape: [kind, ...parts]. A part is [fields...] for registers that one author wrote one after the other, "text field" as
// {"text": field}, and any other field as {"other": field}.
// Cells: town, id, and for each part
//   registers  node, n, two of the stamp, a value for each field
//   text       node, n, two of the stamp, the update, `after`, and what it has seen besides: null, or {node, n}
//   other      the field's state
// n is said as the difference to what the node's ops so far in the message make one expect.

import type { Json } from '#domain/json.ts';
import { isStamp } from '#domain/stamps.ts';
import {
  type Allowance,
  type Ids,
  listOf,
  numberOf,
  objectOf,
  type PackedTables,
  packTables,
  type Row,
  unpackTables,
} from './pack-tables.ts';
import { isNextStamp, laterBy, packValue, StampSteps, unpackValue } from './pack-values.ts';
import type { PageRecord } from './sync.ts';

/** The JSON around a field's names and value. */
const lettersOfField = 90;
/** Differences of larger numbers would not be whole any more. */
const maxN = 2 ** 52;

type Head = { readonly node: string; readonly n: number; readonly stamp: string; readonly value: Json };
type Part =
  | { readonly type: 'registers'; readonly fields: string[]; readonly heads: Head[]; readonly values: Json[] }
  | { readonly type: 'text'; readonly field: string; readonly head: Head; readonly cells: readonly Json[] }
  | { readonly type: 'other'; readonly field: string; readonly state: Json };

/** What the reader of a message expects next; both ways must meet the fields in the same order. */
export class Expected {
  readonly steps = new StampSteps();
  readonly #next = new Map<string, number>();

  packN({ node, n }: Head, count: number): number {
    const step = n - (this.#next.get(node) ?? 0);
    this.#next.set(node, n + count);
    return step;
  }

  unpackN(node: string, step: Json | undefined, count: number): number {
    const n = (this.#next.get(node) ?? 0) + numberOf(step);
    this.#next.set(node, n + count);
    return n;
  }
}

export function packRecords(records: readonly PageRecord[], expected: Expected, ids: Ids): PackedTables {
  return packTables(
    records.map((record) => rowOf(record, expected)),
    ids,
  );
}

function rowOf({ kind, id, town, fields, ...more }: PageRecord, expected: Expected): Row {
  const parts: Part[] = [];
  for (const [field, state] of Object.entries(fields)) addPart(parts, field, state as unknown as Json);
  parts.sort((a, b) => sizeOf(b) - sizeOf(a));
  const hasMore = Object.keys(more).length > 0;
  const shape: Json[] = [kind, ...parts.map(shapeOf), ...(hasMore ? [null] : [])];
  const cells = parts.flatMap((part) => cellsOf(part, `${kind} ${JSON.stringify(shapeOf(part))}`, expected));
  return { shape, cells: [town, id, ...cells, ...(hasMore ? [more as Json] : [])] };
}

/** Longer runs first, so that a record whose title was written later has the shape of its likes. */
function sizeOf(part: Part): number {
  return part.type === 'registers' ? part.fields.length : 1;
}

function shapeOf(part: Part): Json {
  return part.type === 'registers' ? part.fields : { [part.type]: part.field };
}

function addPart(parts: Part[], field: string, state: Json): void {
  const text = textPart(field, state);
  const head = registerHead(state);
  const value = head && packValue(head.value, false, head.stamp);
  const last = parts.at(-1);
  if (text) parts.push(text);
  else if (!head || value === undefined) parts.push({ type: 'other', field, state });
  else if (last?.type === 'registers' && isNext(last.heads.at(-1), head)) {
    last.fields.push(field);
    last.heads.push(head);
    last.values.push(value);
  } else parts.push({ type: 'registers', fields: [field], heads: [head], values: [value] });
}

function isNext(last: Head | undefined, { node, n, stamp }: Head): boolean {
  return last?.node === node && n === last.n + 1 && isNextStamp(last.stamp, stamp);
}

/** The one head of a register that has seen nothing else. */
function registerHead(state: Json): Head | undefined {
  if (!hasNames(state, ['heads', 'seen', 'type']) || state.type !== 'register') return undefined;
  const head = onlyHead(state.heads);
  const seen = head && objectOf(state.seen);
  return seen && hasNames(seen, [head.node]) && seen[head.node] === head.n ? head : undefined;
}

function textPart(field: string, state: Json): Part | undefined {
  if (!hasNames(state, ['after', 'seen', 'type', 'updates']) || state.type !== 'text') return undefined;
  const head = onlyHead(state.updates);
  const value = head && packValue(head.value, true, head.stamp);
  if (!head || value === undefined) return undefined;
  const { [head.node]: own, ...others } = objectOf(state.seen);
  if (own !== head.n) return undefined;
  const [other, ...further] = Object.entries(others);
  if (further.length > 0) return undefined;
  const besides = other ? { node: other[0], n: other[1] } : null;
  return { type: 'text', field, head, cells: [value, state.after ?? null, besides] };
}

function onlyHead(heads: Json | undefined): Head | undefined {
  if (!Array.isArray(heads) || heads.length !== 1) return undefined;
  const [head] = heads as readonly Json[];
  if (!hasNames(head, ['n', 'node', 'stamp', 'value'])) return undefined;
  const { node, n, stamp } = head;
  const isOne = typeof node === 'string' && node !== '__proto__' && Number.isInteger(n) && Number(n) <= maxN;
  return isOne && Number(n) >= 0 && typeof stamp === 'string' && isStamp(stamp) ? (head as unknown as Head) : undefined;
}

function hasNames(value: Json | undefined, names: readonly string[]): value is { readonly [name: string]: Json } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const own = Object.keys(value);
  return own.length === names.length && names.every((name) => Object.hasOwn(value, name));
}

function cellsOf(part: Part, key: string, expected: Expected): readonly Json[] {
  if (part.type === 'other') return [part.state];
  const [head, values] = part.type === 'text' ? [part.head, part.cells] : [part.heads[0], part.values];
  if (!head) return [];
  const count = part.type === 'text' ? 1 : part.fields.length;
  return [head.node, expected.packN(head, count), ...expected.steps.pack(key, head.stamp), ...values];
}

/** Throws for anything that packRecords does not give. */
export function unpackRecords(packed: Json, expected: Expected, ids: readonly string[], allowance: Allowance): Json[] {
  return unpackTables(packed, ids, allowance).map(({ shape, cells }) => {
    const [kind = null, ...parts] = shape;
    const more = parts.at(-1) === null;
    if (more) parts.pop();
    const [town = null, id = null, ...left] = cells;
    allowance.spend(lettersOfField + String(kind).length);
    const fields = parts.flatMap((part) => readPart(part, `${kind} ${JSON.stringify(part)}`, left, expected, allowance));
    const record = { kind, id, town, fields: Object.fromEntries(fields) };
    return more ? { ...objectOf(left.shift()), ...record } : record;
  });
}

function readPart(part: Json, key: string, cells: Json[], expected: Expected, allowance: Allowance): [string, Json][] {
  const isRegisters = Array.isArray(part);
  const { text, other } = isRegisters ? { text: undefined, other: undefined } : objectOf(part);
  const fields = (isRegisters ? listOf(part) : [text ?? other]).map(textOf);
  allowance.spend(fields.reduce((sum, field) => sum + field.length + lettersOfField, 0));
  if (other !== undefined) return fields.map((field) => [field, cells.shift() ?? null]);
  const [node, step, ms, counter, ...values] = cells.splice(0, 4 + fields.length + (isRegisters ? 0 : 2));
  const author = textOf(node);
  const first = expected.unpackN(author, step, fields.length);
  const stamp = expected.steps.unpack(key, ms, counter);
  return fields.map((field, at) => {
    const head = { node: author, n: first + at, stamp: laterBy(stamp, at) };
    const value = unpackValue(values[at], !isRegisters, head.stamp);
    const seen = { [author]: head.n };
    allowance.spend(author.length * 2);
    if (isRegisters) return [field, { type: 'register', heads: [{ ...head, value }], seen }];
    const [, after = null, besides = null] = values;
    const { node: other, n: otherN = null } = besides === null ? {} : objectOf(besides);
    const all = besides === null ? seen : { [textOf(other)]: otherN, ...seen };
    return [field, { type: 'text', after, updates: [{ ...head, value }], seen: all }];
  });
}

function textOf(value: Json | undefined): string {
  if (typeof value !== 'string') throw new TypeError('no name');
  return value;
}

// A second reader of packed messages, written from docs/protocol.md alone, section "Packed messages". It shares nothing with
// the codec, so that the two agree only where the document tells what the codec does: change the document first, then this by
// it. It trusts that the message is whole.

import type { Json } from '#domain/json.ts';

type Members = { readonly [name: string]: Json };
type Tables = {
  readonly order: readonly number[];
  readonly tables: readonly { readonly shape: readonly Json[]; readonly columns: readonly Json[] }[];
};
type Column = { readonly all?: Json; readonly ids?: readonly number[]; readonly of?: Members; readonly null?: readonly number[] };
/** `next` gives the row's cells one after the other. */
type Row = { readonly shape: readonly Json[]; readonly next: () => Json };
type StampAt = { readonly ms: number; readonly text: (later: number) => string };

export function unpackRequest({ ids, ops = [], ...request }: Members): Members {
  if (Array.isArray(ops)) return { ...request, ops };
  return { ...request, ops: readOps(rowsOf(ops, idsOf(ids)), (request.from as { readonly n: number }).n) };
}

export function unpackAnswer({ ids, pages = [], ...answer }: Members): Members {
  const readRecord = recordReader();
  const read = (pages as readonly Members[]).map(({ records = [], ...page }) => ({
    ...page,
    records: Array.isArray(records) ? records : rowsOf(records, idsOf(ids)).map(readRecord),
  }));
  return { refused: [], stamps: [], gained: [], lost: [], ...answer, pages: read };
}

function readOps(rows: readonly Row[], first: number): readonly Members[] {
  const ops: Members[] = [];
  const readStamp = stampReader();
  for (const { shape, next } of rows) {
    const [type = null, kind = null, begins, ...fields] = shape;
    const [space, town, id] = [next(), next(), next()];
    const stamp = readStamp(shape, next);
    for (const [at, field] of fields.filter((name) => name !== null).entries()) {
      const value = type === 'text' ? readUpdate(next()) : readValue(next(), stamp);
      const txBefore = ops.at(-1)?.tx ?? first + ops.length - 1;
      const tx: Members = begins === 1 && at === 0 ? {} : { tx: txBefore };
      const more = fields.at(-1) === null ? (next() as Members) : {};
      ops.push({ space, kind, id, town, type, field, value, stamp: stamp.text(at), ...tx, ...more });
    }
  }
  return ops;
}

/** For all pages of an answer, in their order. */
function recordReader(): (row: Row) => Members {
  const readStamp = stampReader();
  const lastN = new Map<Json, number>();
  return ({ shape: [kind = null, ...parts], next }) => {
    const [town, id] = [next(), next()];
    const fields = parts.filter((part) => part !== null).flatMap((part) => readPart(kind, part, next));
    const more = parts.at(-1) === null ? (next() as Members) : {};
    return { kind, id, town, fields: Object.fromEntries(fields), ...more };
  };

  function readPart(kind: Json, part: Json, next: () => Json): readonly (readonly [string, Json])[] {
    const { text, other } = part as { readonly text?: string; readonly other?: string };
    if (other !== undefined) return [[other, next()]];
    const node = String(next());
    const before = lastN.get(node);
    const n = Number(next()) + (before === undefined ? 0 : before + 1);
    const stamp = readStamp([kind, part], next);
    if (text !== undefined) {
      lastN.set(node, n);
      const updates = [{ node, n, stamp: stamp.text(0), value: readUpdate(next()) }];
      const after = next();
      const besides = next() as { readonly node: string; readonly n: number } | null;
      const seen = { ...(besides && { [besides.node]: besides.n }), [node]: n };
      return [[text, { type: 'text', after, updates, seen }]];
    }
    const fields = part as readonly string[];
    lastN.set(node, n + fields.length - 1);
    return fields.map((field, at) => {
      const heads = [{ node, n: n + at, stamp: stamp.text(at), value: readValue(next(), stamp) }];
      return [field, { type: 'register', heads, seen: { [node]: n + at } }];
    });
  }
}

function rowsOf(packed: Json, ids: readonly Json[]): readonly Row[] {
  const { order, tables } = packed as unknown as Tables;
  const read = tables.map(({ shape, columns }, table) => {
    const count = order.filter((place) => place === table).length;
    return { shape, columns: columns.map((column) => cellsOf(column, count, ids).values()) };
  });
  return order.map((place) => {
    const { shape = [], columns = [] } = read[place] ?? {};
    const cells = columns.map((column) => column.next().value as Json).values();
    return { shape, next: () => cells.next().value as Json };
  });
}

function cellsOf(column: Json, count: number, ids: readonly Json[]): readonly Json[] {
  if (Array.isArray(column)) return column;
  const { all, ids: steps, of = {}, null: without = [] } = column as Column;
  if (all !== undefined) return Array<Json>(count).fill(all);
  if (steps !== undefined) return sums(steps).map((place) => ids[place] ?? null);
  const rows = Array.from({ length: count }, (_, row) => row);
  const filled = rows.filter((row) => !without.includes(row));
  const members = Object.entries(of).map(([name, inner]) => [name, cellsOf(inner, filled.length, ids)] as const);
  return rows.map((row) => {
    const at = filled.indexOf(row);
    return at < 0 ? null : Object.fromEntries(members.map(([name, cells]) => [name, cells[at] ?? null]));
  });
}

/** Each number as the difference to the one before. */
function sums(steps: readonly number[]): readonly number[] {
  let sum = 0;
  return steps.map((step) => {
    sum += step;
    return sum;
  });
}

/** The ids at their places; at 0 stands null. */
function idsOf(packed: Json = { at: [], others: '' }): readonly Json[] {
  const { at, others } = packed as { readonly at: readonly (number | string)[]; readonly others: string };
  const instants = sums(at.filter((entry) => typeof entry === 'number')).values();
  const digits = (others.match(/.{16}/g) ?? []).values();
  const idAt = (entry: number | string) =>
    typeof entry === 'string' ? entry : timeDigits(Number(instants.next().value)) + digits.next().value;
  return [null, ...at.map(idAt)];
}

function timeDigits(ms: number): string {
  const places = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
  return places.map((place) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[Math.floor(ms / 32 ** place) % 32]).join('');
}

function stampReader(): (shape: Json, next: () => Json) => StampAt {
  const last = new Map<string, number>();
  return (shape, next) => {
    const key = JSON.stringify(shape);
    const ms = (last.get(key) ?? 0) + Number(next());
    const counter = Number(next());
    last.set(key, ms);
    return { ms, text: (later) => hex(ms, 12) + hex(counter + later, 4) };
  };
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}

function readValue(value: Json, { ms }: StampAt): Json {
  const isTimed = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'at');
  if (!isTimed) return value;
  const { at } = value as Members;
  return Number.isInteger(at) ? { ...(value as Members), at: Number(at) + ms } : value;
}

/** In base64. */
function readUpdate(text: Json): string {
  const bytes = [...String(text)].map((letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return code >= 0x100 && code <= 0x1ff ? Buffer.from([code - 0x100]) : Buffer.from(letter);
  });
  return Buffer.concat(bytes).toString('base64');
}

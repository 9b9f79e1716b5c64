// Requests and answers as they may come, and worse: odd names, odd numbers, members of a later version.

import fc from 'fast-check';
import { stampOf } from '#domain/stamps.ts';

export const overTheWire = (packed: unknown): unknown => JSON.parse(JSON.stringify(packed));

const ulid = fc.constantFrom('01KQZVQW00ZMH757CW9RWH6CBG', '01KQZVQW00FYAT9YWGNEDE7007', '01M828R9TA920ZHNVYCRP96MEH');
const id = fc.oneof(ulid, fc.constantFrom('P1', '__proto__'));
export const space = fc.constantFrom('group:01KQZVQW00P25GQRW2FCFN8VQ7', 'town:T1');
const name = fc.constantFrom('title', 'check', 'body', '__proto__');
export const node = fc.constantFrom('7Q2F8M3KX1ZD9RTA', 'ANA', '__proto__');
const count = fc.oneof(fc.nat(6), fc.maxSafeNat());
const stamp = fc
  .record({ ms: fc.oneof(fc.constant(1_784_138_400_000), fc.nat(2 ** 31), fc.constant(2 ** 48 - 1)), counter: fc.nat(0xffff) })
  .map(({ ms, counter }) => stampOf(ms, counter));
const base64 = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const words = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => Buffer.from(text).toString('base64'));
const update = fc.oneof(base64, words, fc.constantFrom('not base64', 'AB==', '='));
const instant = fc.record({ at: fc.oneof(fc.maxSafeInteger(), fc.constantFrom(1.5, 'noon', null)), by: id });
export const json = fc.jsonValue({ maxDepth: 5 }).map(overTheWire) as fc.Arbitrary<never>;
const value = fc.oneof(update, json, instant, fc.constant(null), id, fc.record({ a: json, b: instant })) as fc.Arbitrary<never>;

/** Rows of one table: they differ in these members only. */
function alike<Row extends object>(row: fc.Arbitrary<Row>, members: fc.Arbitrary<Partial<Row>>): fc.Arbitrary<Row[]> {
  const others = fc.array(members, { minLength: 2, maxLength: 4 });
  return fc.tuple(row, others).map(([first, rows]) => rows.map((other) => ({ ...first, ...other })));
}

const op = fc.record(
  {
    space,
    kind: fc.constantFrom('item', 'note', 'of-tomorrow'),
    id,
    town: fc.option(id),
    type: fc.constantFrom('set', 'text', 'add', 'void'),
    field: name,
    value,
    stamp,
    base: fc.array(fc.constant('ANA:1'), { maxLength: 2 }),
    tx: fc.integer({ min: 1, max: 6 }),
    effective: stamp,
    tomorrow: json,
  },
  { requiredKeys: ['space', 'kind', 'id', 'town', 'type', 'field', 'value', 'stamp'] },
);

/** A record's fields as its author wrote them: one transaction, counters in a row. */
const born = fc.tuple(op, fc.uniqueArray(name, { minLength: 1 }), fc.boolean()).map(([first, fields, follows]) =>
  fields.map((field, at) => ({
    ...first,
    base: undefined,
    effective: undefined,
    tomorrow: undefined,
    field,
    stamp: stampOf(1_784_138_400_000, at),
    tx: follows || at > 0 ? 4 : undefined,
  })),
);

export const requests = fc.record({
  version: fc.constant(1),
  nodes: fc.dictionary(node, fc.tuple(count, fc.constant('f'.repeat(32)))),
  from: fc.record({ node, n: fc.integer({ min: 1, max: 6 }) }),
  ops: fc
    .array(
      fc.oneof(
        op.map((one) => [one]),
        alike(op, fc.record({ id: ulid, town: fc.option(ulid), value: fc.option(instant) as fc.Arbitrary<never>, stamp })),
        born,
      ),
      { maxLength: 8 },
    )
    .map((groups) => groups.flat()),
  cursors: fc.dictionary(space, fc.tuple(count, count, fc.string())),
  maxBytes: count,
});

const head = fc.record({ node, n: count, stamp, value });
const seen = fc.dictionary(node, count, { maxKeys: 3 });
const alone = head.map((one) => ({ type: 'register', heads: [one], seen: { [one.node]: one.n } }));
const written = fc.tuple(head, update, seen, count).map(([one, text, others, after]) => ({
  type: 'text',
  after,
  updates: [{ ...one, value: text }],
  seen: { ...others, [one.node]: one.n },
}));
const states = fc.oneof(
  alone,
  written,
  fc.record({ type: fc.constant('register'), heads: fc.array(head, { maxLength: 3 }), seen, awaited: fc.constant(['ANA:1']) }),
  fc.record({ type: fc.constant('register'), heads: fc.array(head, { minLength: 1, maxLength: 2 }), seen }),
  fc.record({ type: fc.constant('set'), tags: fc.array(head, { maxLength: 2 }), removed: fc.constant(['B:1']), seen }),
  fc.record({ type: fc.constant('counter-of-tomorrow'), sum: fc.nat() }),
);
const record = fc.record(
  { kind: name, id, town: fc.option(id), fields: fc.dictionary(name, states), tomorrow: json },
  { requiredKeys: ['kind', 'id', 'town', 'fields'] },
);
const page = fc.record({
  space,
  after: count,
  to: count,
  head: count,
  chain: fc.string(),
  covers: seen,
  records: fc
    .array(
      fc.oneof(
        record.map((one) => [one]),
        alike(record, fc.record({ id: ulid, town: fc.option(ulid) })),
      ),
      { maxLength: 4 },
    )
    .map((groups) => groups.flat()),
});
export const answers = fc.record({
  version: fc.constant(1),
  acked: count,
  receipt: fc.string(),
  refused: fc.array(fc.tuple(count, fc.string()), { maxLength: 2 }),
  stamps: fc.array(fc.tuple(count, stamp), { maxLength: 2 }),
  pages: fc.array(page, { maxLength: 3 }),
  gained: fc.array(space, { maxLength: 2 }),
  lost: fc.array(fc.record({ space, by: fc.string() }), { maxLength: 2 }),
  now: count,
  backedUpThrough: count,
  tomorrow: json,
});

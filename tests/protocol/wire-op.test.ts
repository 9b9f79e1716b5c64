import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { opHash } from '#domain/hash.ts';
import { canonicalText, type Json } from '#domain/json.ts';
import type { Op } from '#domain/op.ts';
import { stampOf } from '#domain/stamps.ts';
import { opFromWire, opToWire, wireOpSchema } from '#protocol/wire-op.ts';

const name = fc.stringMatching(/^[0-9A-Z]{1,26}$/);
const stamp = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 0xffff })).map(([ms, counter]) => stampOf(ms, counter));
const op: fc.Arbitrary<Op> = fc
  .record({
    node: name,
    n: fc.integer({ min: 1, max: 1_000_000 }),
    space: name.map((id) => `group:${id}`),
    kind: fc.constantFrom('plan', 'note', 'survey'),
    id: name,
    town: fc.option(name),
    type: fc.constantFrom('set', 'add', 'remove', 'text', 'delete', 'restore', 'void'),
    field: name,
    value: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json),
    stamp,
    base: fc.array(
      fc.tuple(name, fc.nat()).map(([node, n]) => `${node}:${n}`),
      { maxLength: 4 },
    ),
    before: fc.nat(5),
  })
  .map(({ before, ...rest }) => ({ ...rest, tx: Math.max(1, rest.n - before) }) as Op);

test('an op that travels arrives as it left, with the same hash', () => {
  fc.assert(
    fc.property(op, fc.option(stamp, { nil: undefined }), (sent, effective) => {
      const wire = JSON.parse(JSON.stringify(opToWire(sent, { effective: effective })));
      const parsed = v.parse(wireOpSchema, wire);
      const arrived = opFromWire(parsed, sent.node, sent.n);
      expect(arrived).toEqual(sent);
      expect(opHash(arrived)).toBe(opHash(sent));
      expect(parsed.effective).toBe(effective);
    }),
  );
});

test('the hash of an op depends on every one of its members, and on nothing else', () => {
  fc.assert(
    fc.property(op, op, (one, other) => {
      const members = (some: Op) => canonicalText({ ...some });
      return (opHash(one) === opHash(other)) === (members(one) === members(other));
    }),
  );
  const [some] = fc.sample(op, 1);
  if (!some) throw new Error('no sample');
  const changed: readonly Partial<Op>[] = [
    ...[{ node: 'other' }, { n: 0 }, { space: 'x' }, { kind: 'x' }, { id: 'x' }, { town: 'x' }, { type: 'x' as 'set' }],
    ...[{ field: 'x' }, { value: { x: 1 } }, { stamp: 'x' }, { base: ['x'] }, { tx: 0 }],
  ];
  expect(new Set(changed.map((change) => opHash({ ...some, ...change })).concat(opHash(some))).size).toBe(changed.length + 1);
});

test('what goes without saying is not said', () => {
  const plain: Op = {
    node: 'ANA',
    n: 7,
    ...{ space: 'device', kind: 'plan', id: 'P1', town: null },
    ...{ type: 'set', field: 'title', value: '', stamp: stampOf(1, 0), base: [], tx: 7 },
  };
  const wire = opToWire(plain);
  for (const member of ['node', 'n', 'base', 'tx', 'effective']) expect(wire).not.toHaveProperty(member);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '#domain/json.ts';
import { maxOpBytes, type Op } from '#domain/op.ts';
import { kindNamed, kinds } from '#domain/records.ts';
import { validateOp } from '#domain/validate.ts';

function op(changes: Partial<Op> = {}): Omit<Op, 'stamp' | 'base'> {
  const whole = { node: 'ana', n: 1, space: 'group:G1', kind: 'plan', id: 'P1', town: 'T1', tx: 1 };
  return { ...whole, type: 'set', field: 'title', value: 'A plan', ...changes };
}

describe('an op', () => {
  test.each<[string, Partial<Op>]>([
    ['sets a field', {}],
    ['sets a field in the device space', { space: 'device' }],
    ['adds to a set', { space: 'round:R1', kind: 'membership', type: 'add', field: 'groups', value: 'G1' }],
    ['removes from a set', { space: 'round:R1', kind: 'membership', type: 'remove', field: 'groups', value: 'G1' }],
    ['writes a text', { kind: 'note', type: 'text', field: 'body', value: 'AAA=' }],
    ['deletes', { type: 'delete', field: 'life', value: 'deleted' }],
    ['restores', { type: 'restore', field: 'life', value: 'live' }],
    ['is void, whatever it was', { type: 'void', kind: 'survey', field: 'x', value: 'set' }],
  ])('that %s is sound', (_name, changes) => {
    expect(validateOp(op(changes))).toBeUndefined();
  });

  test.each<[string, Partial<Op>, string]>([
    ['a kind of a newer version', { kind: 'survey' }, 'unknown-kind'],
    ['a kind that is a member of every object', { kind: 'constructor' }, 'unknown-kind'],
    ['a space of the wrong kind', { space: 'round:R1' }, 'wrong-space'],
    ['a space that is none', { space: 'group:a b' }, 'wrong-space'],
    ['a field of a newer version', { field: 'colour' }, 'unknown-field'],
    ['a field that is a member of every object', { field: 'toString' }, 'unknown-field'],
    ['a life that is set', { field: 'life', value: 'deleted' }, 'unknown-field'],
    ['a deletion of one field', { type: 'delete', field: 'title', value: 'deleted' }, 'unknown-field'],
    ['a deletion that says live', { type: 'delete', field: 'life', value: 'live' }, 'bad-value'],
    ['a value of the wrong shape', { value: 7 }, 'bad-value'],
    ['a title that is too long', { value: 'a'.repeat(201) }, 'bad-value'],
    ['an add to what is no set', { type: 'add' }, 'unknown-type'],
    ['a text where there is none', { type: 'text' }, 'unknown-type'],
    ['a set where there is a text', { kind: 'note', field: 'body' }, 'unknown-type'],
    ['a text update that is no text', { kind: 'note', field: 'body', type: 'text', value: 7 }, 'bad-value'],
    ['a text update without a byte', { kind: 'note', field: 'body', type: 'text', value: '' }, 'bad-value'],
    ['a text update that is a sentence', { kind: 'note', field: 'body', type: 'text', value: 'not yjs at all' }, 'bad-value'],
    ['a text update that breaks off', { kind: 'note', field: 'body', type: 'text', value: 'AAAAA' }, 'bad-value'],
    ['a text update beyond 64 kB', { kind: 'note', field: 'body', type: 'text', value: 'a'.repeat(maxOpBytes) }, 'too-large'],
  ])('with %s is refused', (_name, changes, code) => {
    expect(validateOp(op(changes))).toBe(code);
  });

  test('whatever it holds gets a code or passes, without a throw', () => {
    const any = fc.record({
      kind: fc.constantFrom(...Object.keys(kinds), '__proto__'),
      space: fc.constantFrom('round:R1', 'group:G1', 'town:T1', 'device', ''),
      type: fc.constantFrom('set', 'add', 'remove', 'text', 'delete', 'restore', 'void'),
      field: fc.oneof(fc.constantFrom('name', 'title', 'life', 'period', 'check', 'groups', 'body'), fc.string()),
      value: fc.jsonValue().map((value) => value as Json),
    });
    fc.assert(fc.property(any, (changes) => ['undefined', 'string'].includes(typeof validateOp(op(changes as Partial<Op>)))));
  });
});

test('every kind may live somewhere, and no default is a value that it would refuse', () => {
  for (const [name, kind] of Object.entries(kinds)) {
    expect(kindNamed(name)).toBe(kind);
    expect(kind.name).toBe(name);
    for (const [field, declared] of Object.entries(kind.fields)) {
      if (declared.type !== 'register') continue;
      const space = kind.spaces.map((where) => (where === 'device' ? 'device' : `${where}:X1`))[0];
      expect([name, field, validateOp(op({ kind: name, space, field, value: declared.fallback as Json }))]).toEqual([
        name,
        field,
        undefined,
      ]);
    }
  }
});

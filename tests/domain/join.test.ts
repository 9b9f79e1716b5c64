// The merge rules, told as stories. join.property.test.ts shows that they hold for every history.

import { describe, expect, test } from 'vitest';
import { byStampDescending, type Delivery, type FieldState, headNames, headsOf, join } from '#domain/join.ts';
import { canonicalText, type Json } from '#domain/json.ts';
import { checkedName, type Op, type OpName, opName, valueCheck } from '#domain/op.ts';
import { type FieldStates, isDeleted, showRecord } from '#domain/show.ts';

type Written = Partial<Pick<Op, 'kind' | 'field' | 'type' | 'base' | 'value'>> & {
  readonly at?: number;
  readonly accepted?: boolean;
};

/** An op by its name ('ana:1'), arriving with a verdict; `at` is its stamp, by default its n. */
function op(name: OpName, { at, accepted = true, ...changes }: Written = {}): Delivery {
  const [node = '', digits] = name.split(':');
  const n = Number(digits);
  const stamp = (at ?? n).toString(16).padStart(16, '0');
  const whole: Op = {
    ...{ node, n, space: 'round:R1', kind: 'theme', id: 'X1', town: null, type: 'set', field: 'name' },
    value: name,
    stamp,
    base: [],
    tx: n,
    ...changes,
  };
  return { op: whole, stamp, accepted };
}

function fieldAfter(...deliveries: readonly Delivery[]): FieldState {
  const state = deliveries.reduce<FieldState | undefined>(join, undefined);
  if (!state) throw new Error('no op, no state');
  return state;
}

function heads(state: FieldState): readonly OpName[] {
  return headNames(state);
}

function conflictsOf(states: FieldStates): readonly string[] {
  return showRecord({ space: 'round:R1', kind: 'theme', id: 'X1', town: null }, states).conflicts;
}

function shown(state: FieldState): Json | undefined {
  return state.type === 'register' ? state.heads[0]?.value : undefined;
}

describe('a field that is set', () => {
  test('one person who writes again and again never meets a conflict', () => {
    const state = fieldAfter(op('ana:1'), op('ana:2', { base: ['ana:1'] }), op('ana:3', { base: ['ana:2'] }));
    expect(heads(state)).toEqual(['ana:3']);
  });

  test('people who write after having seen one another never meet a conflict', () => {
    const state = fieldAfter(op('ana:1'), op('ben:1', { base: ['ana:1'] }), op('ana:2', { base: ['ben:1'] }));
    expect(heads(state)).toEqual(['ana:2']);
  });

  test('two people who wrote without seeing one another leave two heads, the later stamp shown', () => {
    const ana = op('ana:2', { base: ['x:1'], value: '12 June', at: 5 });
    const ben = op('ben:1', { base: ['x:1'], value: '20 June', at: 9 });
    const state = fieldAfter(op('x:1'), ana, ben);
    expect(heads(state)).toEqual(['ben:1', 'ana:2']);
    expect(shown(state)).toBe('20 June');
    expect(fieldAfter(op('x:1'), ben, ana)).toEqual(state);
  });

  test('eight edits by one person against one by another are one conflict of two values', () => {
    const anas = Array.from({ length: 8 }, (_, index) =>
      op(`ana:${index + 1}`, { base: index === 0 ? ['x:1'] : [`ana:${index}`] }),
    );
    expect(heads(fieldAfter(op('x:1'), ...anas, op('ben:1', { base: ['x:1'] })))).toEqual(['ana:8', 'ben:1']);
  });

  test('whoever resolves names both heads, and one is left', () => {
    const two = fieldAfter(op('ana:1'), op('ben:1'));
    expect(heads(join(two, op('cleo:1', { base: headNames(two) })))).toEqual(['cleo:1']);
  });

  test('a resolution that arrives before what it resolves holds all the same', () => {
    const state = fieldAfter(op('cleo:1', { base: ['ana:1', 'ben:1'] }), op('ben:1', { at: 99 }), op('ana:1'));
    expect(heads(state)).toEqual(['cleo:1']);
    expect(state).toEqual(fieldAfter(op('ana:1'), op('ben:1', { at: 99 }), op('cleo:1', { base: ['ana:1', 'ben:1'] })));
  });

  test('an op that was named before it arrived is born superseded, its own bases with it', () => {
    const state = fieldAfter(op('x:1'), op('ben:1', { base: ['ana:1'] }), op('ana:1', { base: ['x:1'] }));
    expect(heads(state)).toEqual(['ben:1']);
  });

  test('resolutions that arrive before what they resolve leave the same state in any order', () => {
    const [cleo, dora] = [op('cleo:1', { base: ['zoe:1'] }), op('dora:1', { base: ['ana:1'] })];
    expect(fieldAfter(cleo, dora)).toEqual(fieldAfter(dora, cleo));
  });

  test('of two ops that came to share a name, only the one that was seen is born superseded', () => {
    const resolution = op('cleo:1', { base: [checkedName('ana:1', valueCheck('seen'))] });
    expect(heads(fieldAfter(resolution, op('ana:1', { value: 'seen' })))).toEqual(['cleo:1']);
    expect(heads(fieldAfter(resolution, op('ana:1', { value: 'never seen' })))).toEqual(['cleo:1', 'ana:1']);
  });

  test('an op that comes under a new name was replaced under its old one, be that taken by another op or not', () => {
    const resolution = op('cleo:1', { base: [checkedName('ana:1', valueCheck('seen'))] });
    const moved = { ...op('new:1', { value: 'seen' }), was: ['older:4', 'ana:1'] };
    expect(heads(fieldAfter(resolution, moved))).toEqual(['cleo:1']);
    const other = op('ana:1', { value: 'never seen' });
    const together = fieldAfter(resolution, other, moved);
    expect(heads(together)).toEqual(['cleo:1', 'ana:1']);
    expect(together).not.toHaveProperty('awaited');
    expect(together).toEqual(fieldAfter(resolution, moved, other));
  });

  test('without a check, an old name means whatever has it now', () => {
    const moved = { ...op('new:1', { value: 'seen' }), was: ['ana:1'] };
    expect(heads(fieldAfter(op('cleo:1', { base: ['ana:1'] }), moved))).toEqual(['new:1', 'cleo:1']);
  });

  test('a repeat changes nothing, not even the object', () => {
    const state = fieldAfter(op('ana:1'), op('ana:2', { base: ['ana:1'] }));
    expect(join(state, op('ana:1'))).toBe(state);
    expect(join(state, op('ana:2', { base: ['ana:1'] }))).toBe(state);
  });

  test('equal stamps are told apart by node, then by n, so that every device shows the same', () => {
    const [a, b] = [op('ana:1', { at: 3 }), op('ben:1', { at: 3 })];
    expect(heads(fieldAfter(a, b))).toEqual(['ben:1', 'ana:1']);
    expect(heads(fieldAfter(b, a))).toEqual(['ben:1', 'ana:1']);
    const [first, second] = [op('ana:1', { at: 3 }), op('ana:2', { at: 3 })];
    expect(heads(fieldAfter(first, second))).toEqual(['ana:2', 'ana:1']);
    const head = { node: 'ana', n: 1, stamp: '0', value: null };
    expect(byStampDescending(head, head)).toBe(0);
  });
});

describe('what was refused or withdrawn', () => {
  test('a refused op changes nothing that is shown', () => {
    expect(heads(fieldAfter(op('x:1'), op('ana:1', { base: ['x:1'], accepted: false })))).toEqual(['x:1']);
  });

  test('a refused base stands for its own base: the next edit replaces what the refused one had replaced', () => {
    const refused = op('ana:1', { base: ['x:1'], accepted: false });
    expect(heads(fieldAfter(op('x:1'), refused, op('ana:2', { base: ['ana:1'] })))).toEqual(['ana:2']);
  });

  test('it does so through a whole chain of refused and void ops', () => {
    const chain = [
      op('ana:1', { base: ['x:1', 'y:1'], accepted: false }),
      op('ana:2', { base: ['ana:1'], type: 'void', value: 'set' }),
      op('ana:3', { base: ['ana:2'], accepted: false }),
    ];
    expect(heads(fieldAfter(op('x:1'), op('y:1'), ...chain, op('ana:4', { base: ['ana:3'] })))).toEqual(['ana:4']);
  });

  test('a refused op that arrives after one that names it still removes its bases', () => {
    const state = fieldAfter(op('x:1'), op('ben:1', { base: ['ana:1'] }), op('ana:1', { base: ['x:1'], accepted: false }));
    expect(heads(state)).toEqual(['ben:1']);
  });

  test('a void op that arrives after one that names it does the same', () => {
    const state = fieldAfter(
      op('x:1'),
      op('ben:1', { base: ['ana:1'] }),
      op('ana:1', { base: ['x:1'], type: 'void', value: 'set' }),
    );
    expect(heads(state)).toEqual(['ben:1']);
  });

  test('two refused ops stand for their bases even if the later one comes first', () => {
    const [x, first] = [op('x:1'), op('ana:1', { base: ['x:1'], accepted: false })];
    const second = op('ben:1', { base: ['ana:1'], accepted: false });
    const third = op('ben:2', { base: ['ben:1'] });
    expect(heads(fieldAfter(x, second, first, third))).toEqual(['ben:2']);
    expect(fieldAfter(x, second, first, third)).toEqual(fieldAfter(x, first, second, third));
  });

  test('refused ops that name one another do not lead join in circles', () => {
    const circle = [op('ana:1', { base: ['ben:1'], accepted: false }), op('ben:1', { base: ['ana:1', 'x:1'], accepted: false })];
    expect(heads(fieldAfter(op('x:1'), ...circle, op('cleo:1', { base: ['ana:1'] })))).toEqual(['cleo:1']);
  });

  test('ten thousand refused edits in a row are followed to the end', () => {
    const refused = Array.from({ length: 10_000 }, (_, index) =>
      op(`ana:${index + 1}`, { base: [index === 0 ? 'x:1' : `ana:${index}`], accepted: false }),
    );
    const stands = Object.fromEntries(refused.map((delivery) => [opName(delivery.op.node, delivery.op.n), delivery.op.base]));
    const state = {
      type: 'register',
      heads: [{ node: 'x', n: 1, stamp: '1', value: 1 }],
      seen: { x: 1, ana: 10_000 },
      stands,
    } as const;
    expect(heads(join(state, op('ben:1', { base: ['ana:10000'] })))).toEqual(['ben:1']);
  });
});

describe('names that no honest device writes', () => {
  test.each(['__proto__', 'constructor', 'toString', '', ':', 'ana', 'ana:x'])('a base named %j harms nothing', (name) => {
    const state = fieldAfter(op('x:1'), op('ana:1', { base: [name, 'x:1'] }), op('ben:1', { base: [name], accepted: false }));
    expect(heads(state)).toEqual(['ana:1']);
  });

  test.each(['__proto__', 'constructor'])('a node named %j counts like any other', (node) => {
    const state = fieldAfter(op(`${node}:1`), op(`${node}:1`), op('ana:1', { base: [`${node}:1`] }));
    expect(heads(state)).toEqual(['ana:1']);
    expect(Object.hasOwn(state.seen, node)).toBe(true);
  });

  test('a base from another field is awaited no longer once its author’s later op is here, in any order', () => {
    const [elsewhere, later] = [op('ben:1', { base: ['ana:5'] }), op('ana:7')];
    expect(canonicalText(fieldAfter(elsewhere, later))).toBe(canonicalText(fieldAfter(later, elsewhere)));
  });

  test.each([
    ['a refused op', op('eve:1', { kind: 'membership', field: 'groups', type: 'set', accepted: false })],
    ['a void op', op('eve:1', { kind: 'membership', field: 'groups', type: 'void', value: 'set' })],
  ])('%s of the wrong sort does not turn a set into something else', (_name, wrong) => {
    const add = op('ana:1', { kind: 'membership', field: 'groups', type: 'add', value: 'G1' });
    const state = fieldAfter(wrong, add);
    expect(state).toMatchObject({ type: 'set', tags: [{ node: 'ana', n: 1, value: 'G1' }] });
    expect(fieldAfter(add, wrong)).toEqual(state);
  });

  test('a refused op does not turn the life of a record into a set', () => {
    const state = fieldAfter(
      op('eve:1', { field: 'life', type: 'add', accepted: false }),
      op('ana:1', { field: 'life', type: 'delete', value: 'deleted' }),
    );
    expect(isDeleted({ life: state })).toBe(true);
  });

  test.each([
    ['register', op('ana:1', { kind: 'survey' })],
    ['set', op('ana:1', { kind: 'survey', type: 'add' })],
    ['set', op('ana:1', { kind: 'survey', type: 'remove' })],
    ['text', op('ana:1', { kind: 'survey', type: 'text' })],
    ['set', op('ana:1', { kind: 'survey', type: 'void', value: 'remove' })],
    ['text', op('ana:1', { kind: 'survey', type: 'void', value: 'text' })],
  ])('a kind that only a newer version knows takes the sort %s from what comes first', (type, first) => {
    expect(fieldAfter(first).type).toBe(type);
  });

  test('a field that an older version took for another sort begins anew, and takes in nothing twice', () => {
    const before: FieldState = { type: 'register', heads: [], seen: { eve: 2 } };
    const add = op('ana:1', { kind: 'membership', field: 'groups', type: 'add', value: 'G1' });
    const state = {
      type: 'set',
      tags: [{ node: 'ana', n: 1, stamp: add.stamp, value: 'G1' }],
      removed: [],
      seen: { eve: 2, ana: 1 },
    };
    expect(join(before, add)).toEqual(state);
  });

  test('a kind that only a newer version knows keeps the sort that its field came with', () => {
    const state = fieldAfter(
      op('ana:1', { kind: 'survey', field: 'answers', type: 'add' }),
      op('eve:1', { kind: 'survey', field: 'answers', accepted: false }),
    );
    expect(state).toMatchObject({ type: 'set', tags: [{ node: 'ana' }] });
  });
});

describe('a set', () => {
  const groups = { kind: 'membership', field: 'groups' } as const;
  const add = (name: OpName, value: Json = name) => op(name, { ...groups, type: 'add', value });
  const remove = (name: OpName, base: readonly OpName[]) => op(name, { ...groups, type: 'remove', base, value: null });

  function tags(state: FieldState): readonly OpName[] {
    return state.type === 'set' ? state.tags.map(({ node, n }) => opName(node, n)) : [];
  }

  test('what two people add is both there', () => {
    expect(tags(fieldAfter(add('ana:1'), add('ben:1')))).toEqual(['ben:1', 'ana:1']);
  });

  test('a removal takes away the tags that its author saw', () => {
    expect(tags(fieldAfter(add('ana:1'), add('ben:1'), remove('cleo:1', ['ana:1', 'ben:1'])))).toEqual([]);
  });

  test('what somebody adds again at the same time stays', () => {
    const state = fieldAfter(add('ana:1', 'G1'), remove('ben:1', ['ana:1']), add('cleo:1', 'G1'));
    expect(tags(state)).toEqual(['cleo:1']);
  });

  test('a removal that arrives before its add still holds', () => {
    const state = fieldAfter(remove('ben:1', ['ana:1']), add('ana:1'));
    expect(tags(state)).toEqual([]);
    expect(state).toEqual(fieldAfter(add('ana:1'), remove('ben:1', ['ana:1'])));
  });

  test('a refused add is not there, and a refused or void removal takes nothing away', () => {
    const refused = { ...remove('ben:1', ['ana:1']), accepted: false };
    const withdrawn = op('cleo:1', { ...groups, type: 'void', value: 'remove', base: ['ana:1'] });
    expect(tags(fieldAfter(add('ana:1'), { ...add('dora:1'), accepted: false }, refused, withdrawn))).toEqual(['ana:1']);
  });
});

describe('a text', () => {
  const body = { kind: 'note', field: 'body', type: 'text' } as const;

  test('updates of everybody are kept, whatever their order', () => {
    const [one, two, three] = [op('ana:1', body), op('ana:2', { ...body, base: ['ana:1'] }), op('ben:1', body)];
    const state = fieldAfter(one, two, three);
    expect(state.type === 'text' && state.updates.map(({ value }) => value)).toEqual(['ana:2', 'ben:1', 'ana:1']);
    expect(fieldAfter(three, one, two)).toEqual(state);
  });

  test('a refused update leaves a gap that later ones of its author can be checked against', () => {
    const state = fieldAfter(
      op('ana:1', { ...body, accepted: false }),
      op('ben:1', body),
      op('ana:2', { ...body, accepted: false }),
    );
    expect(state).toMatchObject({ gaps: ['ana:1', 'ana:2'], updates: [{ node: 'ben' }] });
  });
});

describe('deleting and restoring', () => {
  const life = (name: OpName, type: 'delete' | 'restore', base: readonly OpName[] = [], at?: number) =>
    op(name, { field: 'life', type, base, value: type === 'delete' ? 'deleted' : 'live', at });

  test('are compared only with each other: content that is written later does not bring a record back', () => {
    const states = { life: fieldAfter(life('ana:1', 'delete')), name: fieldAfter(op('ben:1', { at: 99 })) };
    expect(isDeleted(states)).toBe(true);
  });

  test('a restoration that saw the deletion holds', () => {
    expect(isDeleted({ life: fieldAfter(life('ana:1', 'delete', [], 9), life('ben:1', 'restore', ['ana:1'], 10)) })).toBe(false);
  });

  test('a deletion and a restoration that did not see one another stay both, the later one shown', () => {
    const states = {
      life: fieldAfter(life('x:1', 'delete', [], 1), life('ana:1', 'restore', ['x:1'], 3), life('ben:1', 'delete', ['x:1'], 2)),
    };
    expect(isDeleted(states)).toBe(false);
    expect(conflictsOf(states)).toEqual(['life']);
  });

  test('two deletions at the same time are no disagreement', () => {
    const states = { life: fieldAfter(life('ana:1', 'delete'), life('ben:1', 'delete')) };
    expect(isDeleted(states)).toBe(true);
    expect(conflictsOf(states)).toEqual([]);
  });
});

test('ops of the device’s own space, which count down and never travel, are all taken in and none is awaited', () => {
  const state = fieldAfter(op('ana:-1', { at: 1 }), op('ana:-2', { at: 2, base: ['ana:-1', 'ana:-9'] }));
  expect(state).toEqual({ type: 'register', heads: [expect.objectContaining({ n: -2 })], seen: {} });
});

test('a field holds its heads, its tags or its updates, and of a sort that only a newer version knows nothing', () => {
  const sorts = [
    { kind: 'theme' },
    { kind: 'membership', field: 'groups', type: 'add' },
    { kind: 'note', field: 'body', type: 'text' },
  ] as const;
  for (const sort of sorts) expect(headsOf(fieldAfter(op('ana:1', sort)))).toMatchObject([{ node: 'ana', n: 1 }]);
  expect(headsOf({ type: 'counter', seen: {} } as unknown as FieldState)).toEqual([]);
  expect(headsOf(undefined)).toEqual([]);
});

test('heads of sets and texts are not named as bases', () => {
  expect(headNames(undefined)).toEqual([]);
  expect(headNames(fieldAfter(op('ana:1', { kind: 'note', field: 'body', type: 'text' })))).toEqual([]);
});

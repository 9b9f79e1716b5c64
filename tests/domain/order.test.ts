import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byOrder, type Ordered } from '#domain/by-order.ts';
import { firstKeys, keyAtEnd, moveTo } from '#domain/order.ts';

/** Lists as they come from people: tidy keys, keys between keys, equal ones, missing ones, and what no fractional index is. */
const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...firstKeys(6)) },
  { weight: 2, arbitrary: fc.constantFrom('a0V', 'a0G', 'Zz', 'a1V') },
  { weight: 1, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.stringMatching(/^[0-9A-Za-z]{1,4}$/) },
);
const list: fc.Arbitrary<readonly Ordered[]> = fc
  .array(key, { minLength: 1, maxLength: 8 })
  .map((keys) => keys.map((order, index) => ({ id: `id${index}`, order })).sort(byOrder));

function idsAfter(sorted: readonly Ordered[], changes: readonly Ordered[]): readonly string[] {
  const changed = new Map(changes.map(({ id, order }) => [id, order]));
  return sorted
    .map(({ id, order }) => ({ id, order: changed.get(id) ?? order }))
    .sort(byOrder)
    .map(({ id }) => id);
}

describe('moving a record', () => {
  test('usually changes that record alone', () => {
    const sorted = firstKeys(5).map((order, index) => ({ id: `id${index}`, order }));
    expect(moveTo(sorted, 'id4', 1).map(({ id }) => id)).toEqual(['id4']);
  });

  test('gives the order of the list with that record taken out and put back in at the place', () => {
    fc.assert(
      fc.property(list, fc.nat(), fc.nat(8), (sorted, pick, place) => {
        const ids = sorted.map(({ id }) => id);
        const id = ids[pick % ids.length] ?? '';
        const position = place % ids.length;
        const changes = moveTo(sorted, id, position);
        expect(idsAfter(sorted, changes)).toEqual(ids.filter((other) => other !== id).toSpliced(position, 0, id));
        expect(new Set(changes.map((change) => change.id)).size).toBe(changes.length);
        expect(changes.every((change) => /^[0-9A-Za-z]{1,200}$/.test(change.order))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('before the first place means to the front, beyond the last to the end', () => {
    const sorted = firstKeys(4).map((order, index) => ({ id: `id${index}`, order }));
    expect(idsAfter(sorted, moveTo(sorted, 'id2', -3))).toEqual(['id2', 'id0', 'id1', 'id3']);
    expect(idsAfter(sorted, moveTo(sorted, 'id2', 99))).toEqual(['id0', 'id1', 'id3', 'id2']);
  });

  test('to where it is, or of a record that is not there, changes nothing', () => {
    const sorted = firstKeys(3).map((order, index) => ({ id: `id${index}`, order }));
    expect(moveTo(sorted, 'id1', 1)).toEqual([]);
    expect(moveTo(sorted, 'unknown', 0)).toEqual([]);
    expect(moveTo([], 'unknown', 0)).toEqual([]);
  });

  test('between two that share a key gives every record room', () => {
    const sorted = ['a', 'b', 'c'].map((id) => ({ id, order: 'a1' }));
    expect(idsAfter(sorted, moveTo(sorted, 'c', 1))).toEqual(['a', 'c', 'b']);
  });

  test('again and again into the same gap never grows a key that the endpoint would refuse', () => {
    let sorted: readonly Ordered[] = firstKeys(3).map((order, index) => ({ id: `id${index}`, order }));
    for (let round = 0; round < 2000; round += 1) {
      const changes = new Map(moveTo(sorted, sorted[2]?.id ?? '', 1).map(({ id, order }) => [id, order]));
      sorted = sorted.map(({ id, order }) => ({ id, order: changes.get(id) ?? order })).sort(byOrder);
    }
    expect(Math.max(...sorted.map(({ order }) => order.length))).toBeLessThanOrEqual(200);
  });
});

describe('a new record', () => {
  test('goes to the end, whatever keys the list has', () => {
    fc.assert(
      fc.property(list, (sorted) => {
        const order = keyAtEnd(sorted);
        return /^[0-9A-Za-z]+$/.test(order) && sorted.every((other) => other.order < order);
      }),
    );
  });

  test('in an empty list gets a key', () => {
    expect(keyAtEnd([])).toBe(firstKeys(1)[0]);
  });
});

test('first keys ascend', () => {
  const keys = firstKeys(300);
  expect(keys).toEqual([...new Set(keys)].sort());
  expect(keys).toHaveLength(300);
});

test('equal keys are told apart by id', () => {
  expect(
    [
      { id: 'b', order: 'a0' },
      { id: 'a', order: 'a0' },
    ]
      .sort(byOrder)
      .map(({ id }) => id),
  ).toEqual(['a', 'b']);
  expect(byOrder({ id: 'a', order: 'a0' }, { id: 'a', order: 'a0' })).toBe(0);
});

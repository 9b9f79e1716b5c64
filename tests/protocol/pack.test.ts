// Packing loses nothing, and a hostile body costs no more than an honest one.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxRequestBytes } from '#protocol/limits.ts';
import { packAnswer, packRequest, unpackAnswer, unpackRequest } from '#protocol/pack.ts';
import { packIds, unpackIds } from '#protocol/pack-ids.ts';
import type { SyncRequest, SyncResponse } from '#protocol/sync.ts';
import { answers, json, node, overTheWire, requests, space } from './messages.ts';
import vectors from './vectors/packed.json' with { type: 'json' };

test('a request comes out as it went in', () => {
  fc.assert(
    fc.property(requests, (request) => {
      const sent = overTheWire(request);
      expect(unpackRequest(overTheWire(packRequest(request as unknown as SyncRequest)))).toEqual(sent);
    }),
    { numRuns: 500 },
  );
});

test('an answer comes out as it went in', () => {
  fc.assert(
    fc.property(answers, (answer) => {
      const sent = overTheWire(answer);
      expect(unpackAnswer(overTheWire(packAnswer(sent as SyncResponse)))).toEqual(sent);
    }),
    { numRuns: 500 },
  );
});

test.each(vectors.requests)('the request of the vectors: $name', ({ plain, packed }) => {
  expect(overTheWire(packRequest(plain as unknown as SyncRequest))).toEqual(packed);
  expect(unpackRequest(packed)).toEqual(plain);
});

test.each(vectors.answers)('the answer of the vectors: $name', ({ plain, packed }) => {
  expect(overTheWire(packAnswer(plain as unknown as SyncResponse))).toEqual(packed);
  expect(unpackAnswer(packed)).toEqual(plain);
});

test('ids come out as they went in, whatever they are', () => {
  const digit = fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ');
  const ulid = fc
    .tuple(
      fc.constantFrom('0000000000', '7ZZZZZZZZZ', '01KQZVQW00', '01KQZVQW01'),
      fc.array(digit, { minLength: 16, maxLength: 16 }),
    )
    .map(([time, others]) => time + others.join(''));
  const other = fc.oneof(fc.string(), node, space, fc.constantFrom('8ZZZZZZZZZZMH757CW9RWH6CBG', '01KQZVQW00ZMH757CW9RWH6CBU'));
  fc.assert(
    fc.property(fc.array(fc.oneof(ulid, other)), (ids) => {
      expect(unpackIds(overTheWire(packIds(ids)))).toEqual(ids);
    }),
  );
});

test.each([
  ['digits are missing', { at: [0, 0], others: 'ZMH757CW9RWH6CBG' }],
  ['digits are left', { at: [0], others: 'ZMH757CW9RWH6CBGZ' }],
  ['an instant is before 1970', { at: [-1], others: 'ZMH757CW9RWH6CBG' }],
  ['an instant is beyond what an id can say', { at: [2 ** 48], others: 'ZMH757CW9RWH6CBG' }],
  ['an instant is no number', { at: [null], others: '' }],
  ['there are no digits', { at: [] }],
])('ids of which %s are none', (_what, packed) => {
  expect(() => unpackIds(packed)).toThrow();
});

describe('a hostile body', () => {
  const [spoilt] = vectors.requests;
  const change = (text: string, at: number, by: unknown) =>
    JSON.parse(text, function (this: unknown, _name, member) {
      at -= 1;
      return at === 0 ? by : member;
    });

  test('gives a message or none, never an error', () => {
    const texts = [...vectors.requests, ...vectors.answers].map(({ packed }) => JSON.stringify(packed));
    const bad = fc.oneof(json, fc.constantFrom(-1, 1e300, 0.5, '', '\ud800', [], {}, null));
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.integer({ min: 1, max: 120 }), bad, (text, at, by) => {
        for (const read of [unpackRequest, unpackAnswer]) {
          const message = read(change(text, at, by));
          expect(message === undefined || typeof message === 'object').toBe(true);
        }
        expect(({} as Record<string, unknown>).at).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  const many = 50_000;
  const order = Array<number>(many).fill(0);
  const long = 'x'.repeat(100_000);
  const all = { all: 0 };
  const bodies: readonly (readonly [string, unknown])[] = [
    [
      'one long shape for many rows',
      { order: order.slice(0, 500), tables: [{ shape: ['set', long, 1, 'a'], columns: Array(6).fill(all) }] },
    ],
    ['many columns for many rows', { order, tables: [{ shape: [], columns: Array(many).fill(all) }] }],
    [
      'a long name in many rows',
      {
        order: order.slice(0, 500),
        tables: [{ shape: ['set', 'item', 1, 'a'], columns: [...Array(5).fill(all), { of: { [long]: all } }] }],
      },
    ],
    ['a long value in many rows', { order, tables: [{ shape: [], columns: [{ all: long }] }] }],
    ['a long id in many rows', { order, tables: [{ shape: [], columns: [{ ids: [1, ...Array(many - 1).fill(0)] }] }] }],
    ['many ops of few letters', { order, tables: [{ shape: ['set', 'item', 1], columns: Array(7).fill(all) }] }],
  ];
  test.each(bodies)('with %s is nothing, and soon', (_name, ops) => {
    const body = { ...spoilt?.packed, ids: { at: [long], others: '' }, ops };
    expect(JSON.stringify(body).length).toBeLessThan(4 * maxRequestBytes);
    const started = performance.now();
    expect(unpackRequest(body)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

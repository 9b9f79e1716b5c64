// The edge: what the parsers let in is trusted inside, so they take what the types say and refuse the rest in silence.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { join } from '#domain/join.ts';
import type { Json } from '#domain/json.ts';
import { type Op, opName } from '#domain/op.ts';
import { isStamp } from '#domain/stamps.ts';
import { maxOpsPerRequest } from '#protocol/limits.ts';
import { parseError, parseSyncRequest, parseSyncResponse, type SyncRequest, type SyncResponse } from '#protocol/sync.ts';
import { protocolVersion } from '#protocol/version.ts';

const stamp = '0000000000010000';
const hash = 'f'.repeat(32);
const head = { node: 'ANA', n: 3, stamp, value: { startDay: null } };

const request: SyncRequest = {
  version: protocolVersion,
  nodes: { ANA: [4, hash] },
  from: { node: 'ANA', n: 5 },
  ops: [{ space: 'group:G1', kind: 'plan', id: 'P1', town: 'T1', type: 'set', field: 'title', value: 'A plan', stamp }],
  cursors: { 'group:G1': [10, 12, hash], 'round:R1': [0, 0, ''] },
  maxBytes: 4096,
};

const response: SyncResponse = {
  version: protocolVersion,
  acked: 5,
  receipt: hash,
  refused: [[5, 'not-your-town']],
  stamps: [[4, stamp]],
  pages: [
    {
      space: 'group:G1',
      after: 0,
      to: 11,
      head: 12,
      chain: hash,
      covers: { ANA: 4 },
      records: [
        {
          kind: 'plan',
          id: 'P1',
          town: 'T1',
          fields: {
            title: { type: 'register', heads: [head], seen: { ANA: 3 }, awaited: ['BEN:1'], stands: { 'ANA:2': ['ANA:1'] } },
            groups: { type: 'set', tags: [head], removed: ['BEN:2'], seen: {} },
            body: { type: 'text', after: 3, updates: [{ ...head, value: 'AAA=' }], seen: {}, gaps: ['ANA:4'] },
          },
        },
      ],
    },
  ],
  gained: ['group:G2'],
  lost: [{ space: 'group:G3', by: 'BEN:9' }],
  now: 1_784_116_800_000,
  backedUpThrough: 0,
};

const parsers = { parseSyncRequest, parseSyncResponse };
type Parser = (body: unknown) => unknown;

/** The message with one member, however deep, put to something else. */
function withChange(message: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  const copy: Record<string | number, unknown> = Array.isArray(message) ? ([...message] as never) : { ...(message as object) };
  copy[first] = withChange(copy[first], rest, value);
  return copy;
}

describe('a sync request', () => {
  test('that is sound comes through as it was, an op’s empty base filled in', () => {
    const [op] = request.ops;
    expect(parseSyncRequest(JSON.parse(JSON.stringify(request)))).toEqual({ ...request, ops: [{ ...op, base: [] }] });
  });

  test('that only asks, with no op and no cursor, is sound', () => {
    expect(parseSyncRequest({ ...request, nodes: {}, ops: [], cursors: {} })).toBeDefined();
  });

  test('of a newer device may say more; that is passed over', () => {
    expect(parseSyncRequest({ ...request, battery: 'low' })).toEqual(parseSyncRequest(request));
  });

  test.each<[string, readonly (string | number)[], unknown]>([
    ['no version', ['version'], undefined],
    ['a version that is a text', ['version'], '1'],
    ['a negative number of an op', ['from', 'n'], -1],
    ['half an op number', ['from', 'n'], 0.5],
    ['an op number beyond what can be counted', ['from', 'n'], 2 ** 53],
    ['a node with no end', ['from', 'node'], 'A'.repeat(65)],
    ['a receipt of another shape', ['nodes', 'ANA'], [4]],
    ['a cursor of another shape', ['cursors', 'group:G1'], [1, 2]],
    ['ops that are no list', ['ops'], {}],
    ['too many ops', ['ops'], Array.from({ length: maxOpsPerRequest + 1 }, () => request.ops[0])],
    ['an op of an unknown type', ['ops', 0, 'type'], 'merge'],
    ['an op with no value', ['ops', 0, 'value'], undefined],
    ['an op with no stamp', ['ops', 0, 'stamp'], undefined],
    ['an op with a stamp in capitals', ['ops', 0, 'stamp'], '000000000001000A'],
    ['a base that is no list of names', ['ops', 0, 'base'], [7]],
    ['a base of a thousand and one', ['ops', 0, 'base'], Array.from({ length: 1001 }, (_, n) => `BEN:${n}`)],
    ['a town that is not there', ['ops', 0, 'town'], undefined],
    ['a value a thousand levels deep', ['ops', 0, 'value'], JSON.parse('['.repeat(1000) + ']'.repeat(1000))],
  ])('with %s is refused', (_name, path, value) => {
    expect(parseSyncRequest(withChange(request, path, value))).toBeUndefined();
  });

  test('with a value a hundred thousand levels deep is refused without a throw', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
    expect(parseSyncRequest(withChange(request, ['ops', 0, 'value'], deep))).toBeUndefined();
  });
});

describe('a sync response', () => {
  test('that is sound comes through as it was', () => {
    expect(parseSyncResponse(JSON.parse(JSON.stringify(response)))).toEqual(response);
  });

  test('may name a refusal that this version does not know', () => {
    const newer = { ...response, refused: [[5, 'no-more-plans']] };
    expect(parseSyncResponse(newer)).toEqual(newer);
  });

  test('may bring a sort of field that this version does not know, which is kept as it came', () => {
    const counter = { type: 'counter', seen: { N: 2 }, total: 7, parts: [{ by: 3 }, { by: 4 }] };
    const newer = withChange(response, ['pages', 0, 'records', 0, 'fields', 'visits'], counter);
    expect(parseSyncResponse(newer)).toEqual(newer);
  });

  test.each<[string, readonly (string | number)[], unknown]>([
    ['no acknowledgement', ['acked'], undefined],
    ['a refusal without a number', ['refused', 0], ['not-your-town']],
    ['an effective stamp that is none', ['stamps', 0], [4, 'noon']],
    ['a page without records', ['pages', 0, 'records'], undefined],
    ['a field of an unknown sort that has seen nothing', ['pages', 0, 'records', 0, 'fields', 'title'], { type: 'counter' }],
    ['a field that says a sort it is not of', ['pages', 0, 'records', 0, 'fields', 'title', 'type'], 'set'],
    ['a head without a value', ['pages', 0, 'records', 0, 'fields', 'title', 'heads', 0, 'value'], undefined],
    ['a clock before 1970', ['now'], -1],
  ])('with %s is refused', (_name, path, value) => {
    expect(parseSyncResponse(withChange(response, path, value))).toBeUndefined();
  });

  test('carries every field state that accepted requests can lead to, with the longest names', () => {
    const node = 'N'.repeat(64);
    const longest: SyncRequest = { ...request, from: { node, n: Number.MAX_SAFE_INTEGER } };
    expect(parseSyncRequest(longest)).toBeDefined();
    const base = [opName(node, Number.MAX_SAFE_INTEGER)];
    expect(parseSyncRequest(withChange(longest, ['ops', 0, 'base'], base))).toBeDefined();
    const op: Op = {
      ...{ node: 'ANA', n: 1, space: 'round:R1', kind: 'membership', id: 'M1', town: null },
      ...{ type: 'remove', field: 'groups', value: null, stamp, base, tx: 1 },
    };
    const groups = join(undefined, { op, stamp, accepted: true });
    expect(parseSyncResponse(withChange(response, ['pages', 0, 'records', 0, 'fields'], { groups }))).toBeDefined();
  });
});

describe.each(Object.entries(parsers) as [string, Parser][])('%s', (_name, parse) => {
  test('refuses rubbish without a throw', () => {
    fc.assert(fc.property(fc.anything(), (body) => parse(body) === undefined));
    fc.assert(fc.property(fc.jsonValue(), (body) => parse(body) === undefined));
  });

  test('gives a value or nothing for any message with one member spoilt', () => {
    const messages = [request, response];
    const paths = messages.flatMap((message) => pathsOf(message).map((path) => ({ message, path })));
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.oneof(fc.jsonValue(), fc.anything()), ({ message, path }, value) => {
        const parsed = parse(withChange(message, path, value));
        return parsed === undefined || typeof parsed === 'object';
      }),
      { numRuns: 1000 },
    );
  });

  test('takes no member of every object for one of the message', () => {
    for (const text of ['{"__proto__":{"version":1}}', '{"constructor":1}', '[]', '"__proto__"']) {
      expect(parse(JSON.parse(text))).toBeUndefined();
    }
    expect(({} as Record<string, unknown>).version).toBeUndefined();
  });
});

test('names like __proto__ in a request reach no prototype', () => {
  const text = JSON.stringify(request)
    .replace('"nodes":{', '"nodes":{"__proto__":[1,"x"],"constructor":[1,"x"],')
    .replace('"cursors":{', '"cursors":{"__proto__":[1,1,"x"],');
  const parsed = parseSyncRequest(JSON.parse(text));
  expect(Object.keys(parsed?.nodes ?? {})).toContain('ANA');
  expect(Object.getPrototypeOf(parsed?.nodes)).toBe(Object.prototype);
  expect(Object.getPrototypeOf(parsed?.cursors)).toBe(Object.prototype);
});

function pathsOf(value: unknown): readonly (readonly (string | number)[])[] {
  if (value === null || typeof value !== 'object') return [[]];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [[], ...keys.flatMap((key) => pathsOf((value as Record<string | number, unknown>)[key]).map((path) => [key, ...path]))];
}

describe('an error', () => {
  test('keeps its code and what belongs to it', () => {
    expect(parseError({ error: 'hole', resumeFrom: 7 })).toEqual({ error: 'hole', resumeFrom: 7 });
    expect(parseError({ error: 'busy', retryAfterS: 30 })).toEqual({ error: 'busy', retryAfterS: 30 });
  });

  test('with no readable body is a failure', () => {
    fc.assert(fc.property(fc.anything(), (body) => typeof parseError(body).error === 'string'));
    expect(parseError('<html>Bad gateway</html>')).toEqual({ error: 'failed' });
    expect(parseError({ error: 'hole', resumeFrom: -1 })).toEqual({ error: 'failed' });
  });
});

test('a value may be any JSON of ordinary depth, and a stamp any stamp', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), fc.string(), (value, text) => {
      const withValue = withChange(request, ['ops', 0, 'value'], value as Json);
      const withStamp = withChange(request, ['ops', 0, 'stamp'], text);
      return parseSyncRequest(withValue) !== undefined && (parseSyncRequest(withStamp) !== undefined) === isStamp(text);
    }),
  );
});

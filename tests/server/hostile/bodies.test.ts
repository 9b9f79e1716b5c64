// Bodies that are too large, too deep, too many, or not what they say; and texts that no database should choke on.

import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { maxRequestBytes } from '#protocol/limits.ts';
import { postJson, testOrigin } from '#tests/support/endpoint.ts';
import { anAction, clearStages, services } from '../stage.ts';
import { answerOf, aSiege, attackerNode, type Siege, withstands } from './siege.ts';

afterEach(clearStages);

type Sent = { readonly body: string | Uint8Array<ArrayBuffer>; readonly headers?: Readonly<Record<string, string>> };

function send({ attacker }: Siege, { body, headers }: Sent, path = '/api/sync') {
  const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
  return attacker.send(new Request(testOrigin + path, init));
}

const gzipped = (text: string | Buffer) => ({ body: new Uint8Array(gzipSync(text)), headers: { 'content-encoding': 'gzip' } });
const frame = { version: 1, nodes: {}, from: { node: attackerNode, n: 1 }, cursors: {}, maxBytes: 1024 };
const json = (more: object) => JSON.stringify({ ...frame, ops: [], ...more });
const [malformed, tooLarge] = [
  { status: 400, error: 'malformed' },
  { status: 413, error: 'too-large' },
] as const;

const manyFields = (count: number) => `{${Array.from({ length: count }, (_, at) => `"f${at}":0`).join(',')}}`;
const bomb = gzipped(Buffer.alloc(200 * 1024 * 1024, ' '));
const packed = (order: number, columns: number) => {
  const all = Array(columns).fill({ all: 'x'.repeat(64) });
  const table = { shape: ['set', 'action', 1, ...Array(columns).fill('title')], columns: all };
  return json({ ids: { at: [], others: '' }, ops: { order: Array(order).fill(0), tables: [table] } });
};

describe('a body', () => {
  test.each<readonly [string, () => Sent, { readonly status: number; readonly error: string }]>([
    ['that is larger than agreed', () => ({ body: json({ rubbish: 'x'.repeat(maxRequestBytes) }) }), tooLarge],
    ['that unpacks to two hundred megabytes', () => bomb, tooLarge],
    ['that is packed twice', () => gzipped(gzipSync('{}')), malformed],
    ['that is said to be packed', () => ({ body: '{}', headers: { 'content-encoding': 'gzip' } }), malformed],
    ['that breaks off in the middle of the packing', () => ({ ...bomb, body: bomb.body.slice(0, 50) }), malformed],
    ['that is packed as nobody agreed', () => ({ body: '{}', headers: { 'content-encoding': 'br' } }), malformed],
    ['that is packed in several ways', () => ({ body: '{}', headers: { 'content-encoding': 'gzip, gzip' } }), malformed],
    ['that repeats one value without end', () => ({ body: packed(50_000, 1_000) }), malformed],
    ['with a million fields', () => gzipped(manyFields(1_000_000)), tooLarge],
    ['with as many fields as fit', () => ({ body: manyFields(20_000) }), malformed],
    ['with as many nodes as fit', () => ({ body: json({ nodes: Object.fromEntries(numbered(9_000, [0, ''])) }) }), tooLarge],
    ['nested ten thousand deep', () => ({ body: `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}` }), malformed],
    ['nested in a value', () => ({ body: json({ ops: [{ value: nested(100) }] }) }), malformed],
    [
      'that says it is a form',
      () => ({ body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      malformed,
    ],
    ['that says it is a text', () => ({ body: json({}), headers: { 'content-type': 'text/plain;application/json' } }), malformed],
    ['that says nothing of itself', () => ({ body: json({}), headers: { 'content-type': '' } }), malformed],
    ['of bytes that are no text', () => ({ body: new Uint8Array([0xff, 0xfe, 0, 1]) }), malformed],
    ['that is a list', () => ({ body: '[]' }), malformed],
    ['with a list in the place of names', () => ({ body: json({ nodes: [], cursors: 7 }) }), malformed],
    ['with a number beyond all numbers', () => ({ body: json({}).replace('1024', '1e999') }), malformed],
    ['with a negative number', () => ({ body: json({ maxBytes: -1 }) }), malformed],
    ['with half a byte', () => ({ body: json({ maxBytes: 0.5 }) }), malformed],
    ['with a text for a number', () => ({ body: json({ maxBytes: '1024' }) }), malformed],
  ])('%s is refused', async (_what, sent, expected) => {
    const siege = await aSiege();
    await withstands(siege, async () => answerOf(await send(siege, sent())), expected);
  });

  test.each(['/api/join', '/api/invitation/look'])('that is larger than an invitation needs is refused at %s', async (path) => {
    const siege = await aSiege();
    const large = { body: JSON.stringify({ code: 'x'.repeat(5_000) }) };
    await withstands(siege, async () => answerOf(await send(siege, large, path)), tooLarge);
    await withstands(siege, async () => answerOf(await send(siege, bomb, path)), tooLarge);
    await withstands(siege, async () => answerOf(await send(siege, { body: '['.repeat(3_000) }, path)), malformed);
  });
});

describe('a name of an object’s own', () => {
  const spoiled = (siege: Siege, name: string) => {
    const [op] = siege.attacker.request([siege.attacker.op(anAction('A1'))]).ops;
    const value = `{"${name}":{"polluted":1}}`;
    const text = JSON.stringify({ ...frame, ops: [{ ...op, value: 'VALUE' }] });
    return text
      .replace('"VALUE"', value)
      .replace('"cursors":{', `"cursors":{"${name}":[0,0,""],`)
      .replace('{"version"', `{"${name}":{"polluted":1},"version"`);
  };
  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])('%s stands for nothing', async (name) => {
    const siege = await aSiege();
    const before = await siege.othersData();
    const answer = await answerOf(await send(siege, { body: spoiled(siege, name) }));
    expect([200, 400]).toContain(answer.status);
    if (answer.status === 200) expect(answer.body).toMatchObject({ refused: [[1, 'bad-value']] });
    expect(await siege.othersData()).toEqual(before);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test.each(['space', 'kind', 'id', 'town', 'field', 'type'])('is nothing to be as the %s of an op', async (member) => {
    const siege = await aSiege();
    const [op] = siege.attacker.request([siege.attacker.op(anAction('A1'))]).ops;
    const body = JSON.stringify({ ...frame, ops: [{ ...op, [member]: '__proto__' }] });
    await withstands(siege, async () => answerOf(await send(siege, { body })), malformed);
  });
});

describe('a text', () => {
  test.each<readonly [string, string]>([
    ['with a zero byte', 'a\0b'],
    ['with half a letter', 'a\ud800b'],
    ['with the other half', 'a\udc00'],
    ['with marks that turn the line round', '\u202eabc'],
    ['of the language of databases', `'; drop table op; --`],
    ['of sixty thousand letters', 'ñ'.repeat(30_000)],
  ])('%s is kept as it is, or refused: nothing breaks', async (_what, value) => {
    const siege = await aSiege();
    const { attacker, device, endpoint } = siege;
    const answer = await attacker.post(attacker.request([attacker.op({ ...anAction('A1'), value })]));
    expect(answer.status).toBe(200);
    const refused = (answer.body.refused as readonly unknown[]).length > 0;
    const reader = await device('liaison', 'chapa-de-mota', 'READER');
    const state = reader.fields.get(`${services} action A1 title`);
    expect(state?.type === 'register' ? state.heads[0]?.value : undefined).toBe(refused ? undefined : value);
    expect(endpoint.logged).toEqual([]);
  });

  test.each(['a\0b', 'a\ud800', '../../etc', 'a b', 'ñ', 'x'.repeat(101), '', '\u202e'])('%j is no name', async (name) => {
    const siege = await aSiege();
    const [op] = siege.attacker.request([siege.attacker.op(anAction('A1'))]).ops;
    const ask = (changes: object) => async () =>
      answerOf(await siege.attacker.send(postJson('/api/sync', { ...frame, ops: [op], ...changes })));
    await withstands(siege, ask({ from: { node: name, n: 1 } }), malformed);
    await withstands(siege, ask({ cursors: { [name]: [0, 0, ''] } }), malformed);
    if (name !== '') await withstands(siege, ask({ ops: [{ ...op, id: name }] }), malformed);
  });
});

function numbered(count: number, value: unknown): readonly (readonly [string, unknown])[] {
  return Array.from({ length: count }, (_, at) => [`N${at}`, value]);
}

function nested(levels: number): unknown {
  return levels === 0 ? 1 : [nested(levels - 1)];
}

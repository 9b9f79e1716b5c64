import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { nextChain, nextReceipt } from '#protocol/hashes.ts';
import { emptyChain, emptyReceipt } from '#protocol/history-token.ts';

const stamp = '0000000000010000';
const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 32);

test('a receipt is a hash over the one before, the op, its verdict and its effective stamp', () => {
  const first = nextReceipt(emptyReceipt, 'aa', undefined, stamp);
  expect(first).toBe(sha256(`receipt  aa accepted ${stamp}`));
  expect(nextReceipt(first, 'bb', 'not-your-town', stamp)).toBe(sha256(`receipt ${first} bb not-your-town ${stamp}`));
});

test('a chain is a hash over the one before, the op and its effective stamp', () => {
  const first = nextChain(emptyChain, 'aa', stamp);
  expect(first).toBe(sha256(`chain  aa ${stamp}`));
  expect(nextChain(first, 'bb', stamp)).toBe(sha256(`chain ${first} bb ${stamp}`));
});

test('another order, another verdict or another stamp gives another hash', () => {
  const receipt = (...ops: readonly [string, string | undefined, string][]) =>
    ops.reduce((running, [hash, code, effective]) => nextReceipt(running, hash, code, effective), emptyReceipt);
  const all = [
    receipt(['aa', undefined, stamp], ['bb', undefined, stamp]),
    receipt(['bb', undefined, stamp], ['aa', undefined, stamp]),
    receipt(['aa', 'text-gap', stamp], ['bb', undefined, stamp]),
    receipt(['aa', undefined, '0000000000010001'], ['bb', undefined, stamp]),
    receipt(['aa', undefined, stamp]),
    nextChain(nextChain(emptyChain, 'aa', stamp), 'bb', stamp),
  ];
  expect(new Set(all).size).toBe(all.length);
});

// Whether an endpoint kept its word: the op table against what devices were told. Each op is named, and known by its hash.

import { type OpName, opName, parseOpName } from '#domain/op.ts';

export type StoredOp = { readonly node: string; readonly n: number; readonly stamp: string; readonly hash: string };

/** Hashes of ops by their names. */
export type OpHashes = ReadonlyMap<OpName, string>;

/** Ops of the list that are not stored under their name with their hash. */
export function missingIn(stored: readonly StoredOp[], promised: OpHashes): readonly OpName[] {
  const hashes = new Map(stored.map(({ node, n, hash }) => [opName(node, n), hash]));
  return [...promised].filter(([name, hash]) => hashes.get(name) !== hash).map(([name]) => name);
}

/** Stored ops of these nodes that nobody saved, or that carry the stamp of another one: a stamp is used once. */
export function doubledIn(stored: readonly StoredOp[], saved: OpHashes): readonly OpName[] {
  const nodes = new Set([...saved.keys()].map((name) => parseOpName(name).node));
  const stamps = new Set<string>();
  return stored.flatMap(({ node, n, stamp }) => {
    if (!nodes.has(node)) return [];
    const isKnown = saved.has(opName(node, n)) && !stamps.has(`${node} ${stamp}`);
    stamps.add(`${node} ${stamp}`);
    return isKnown ? [] : [opName(node, n)];
  });
}

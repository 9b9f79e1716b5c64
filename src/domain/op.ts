// An op: one change of one field by one device, the only thing that is stored as history.
// Promises: an op's canonical bytes and hash are fixed at birth. (node, n) is its name; n counts without holes per node.
// Leaves to others: how ops meet (join.ts), who may send them (permissions.ts), when they are sent (sync).

import type { NodeId, RecordId, Space } from './ids.ts';
import { canonicalText, type Json } from './json.ts';
import type { Stamp } from './stamps.ts';

/** `node:n` */
export type OpName = string;

export type OpType = 'set' | 'add' | 'remove' | 'text' | 'delete' | 'restore' | 'void';

export type Op = {
  readonly node: NodeId;
  /** 1, 2, 3 ... per node; negative in the device space, whose ops never travel. */
  readonly n: number;
  readonly space: Space;
  readonly kind: string;
  readonly id: RecordId;
  /** The town that the record belongs to for ever; null for what belongs to the whole round. */
  readonly town: RecordId | null;
  /** `void`: withdrawn before any request carried it; it keeps its base, and its value is the type that it had. */
  readonly type: OpType;
  readonly field: string;
  readonly value: Json;
  readonly stamp: Stamp;
  /** set, delete, restore: the heads it replaces. remove: the tags it takes away. text: its author's previous op there. */
  readonly base: readonly OpName[];
  /** n of the first op of its transaction; a transaction is accepted or refused whole. */
  readonly tx: number;
};

export const maxOpBytes = 64 * 1024;

/** The field under which delete and restore meet. No kind may declare it. */
export const lifeField = 'life';

export function opName(node: NodeId, n: number): OpName {
  return `${node}:${n}`;
}

/** `node:n:check`: an op that came to share its name with another one (see valueCheck). */
export function checkedName(name: OpName, check: string): OpName {
  return `${name}:${check}`;
}

/** Whether the name has a check: the op that has it may still come, be it under another name, when the name is taken. */
export function isChecked(name: OpName): boolean {
  return name.split(':').length > 2;
}

/** Of a name with or without its check. */
export function parseOpName(name: OpName): { readonly node: NodeId; readonly n: number } {
  const [node = '', n] = name.split(':');
  return { node, n: Number(n) };
}

/**
 * Tells two ops apart that share a name, which happens when a copied device writes to a restored endpoint: four digits of
 * base 36, from the FNV-1a hash (Fowler, Noll, Vo; 32 bits) over the code units of the value's canonical text.
 */
export function valueCheck(value: Json): string {
  const text = canonicalText(value);
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return ((hash >>> 0) % 36 ** 4).toString(36).padStart(4, '0');
}

/** Whether one of the names, with or without a check, means the op with this name and value, which had these names before. */
export function means(names: readonly OpName[], name: OpName, value: Json, was: readonly OpName[] = []): boolean {
  if (names.length === 0) return false;
  const meant = namesMeaning(name, value, was);
  return names.some((other) => meant.has(other));
}

/**
 * Every name that means the op. Names that it had before mean it with a check only: without, they mean whatever has them
 * now.
 */
export function namesMeaning(name: OpName, value: Json, was: readonly OpName[] = []): ReadonlySet<OpName> {
  const check = valueCheck(value);
  return new Set([name, ...[name, ...was].map((other) => checkedName(other, check))]);
}

export type RecordRef = { readonly space: Space; readonly kind: string; readonly id: RecordId; readonly town: RecordId | null };

// Whether an op is sound in itself: a known kind and field, in a space where the kind may live, with a value of the right
// shape. Asked by mutate before it saves and by the endpoint before it accepts.
// Promises: pure; gives a code, never throws. Leaves to others: who may send it (permissions.ts).

import * as v from 'valibot';
import { spaceKind } from './ids.ts';
import { byteLength, canonicalText } from './json.ts';
import type { Field } from './kinds/define-kind.ts';
import { lifeField, maxOpBytes, type Op } from './op.ts';
import { kindNamed } from './records.ts';

export type ValidationRefusal = 'unknown-kind' | 'unknown-field' | 'unknown-type' | 'wrong-space' | 'bad-value' | 'too-large';

/** The refusal code, or undefined when the op is sound. A void op is always sound: it changes nothing. */
export function validateOp(op: Omit<Op, 'stamp' | 'base'>): ValidationRefusal | undefined {
  if (op.type === 'void') return undefined;
  const kind = kindNamed(op.kind);
  if (!kind) return 'unknown-kind';
  const where = spaceKind(op.space);
  if (!where || !kind.spaces.includes(where)) return 'wrong-space';
  if (byteLength(canonicalText(op.value)) > maxOpBytes) return 'too-large';
  if (op.type === 'delete' || op.type === 'restore') return validateLife(op);
  const field = Object.hasOwn(kind.fields, op.field) ? kind.fields[op.field] : undefined;
  if (!field) return 'unknown-field';
  return validateValue(op, field);
}

function validateLife({ type, field, value }: Omit<Op, 'stamp' | 'base'>): ValidationRefusal | undefined {
  if (field !== lifeField) return 'unknown-field';
  return value === (type === 'delete' ? 'deleted' : 'live') ? undefined : 'bad-value';
}

function validateValue({ type, value }: Omit<Op, 'stamp' | 'base'>, field: Field): ValidationRefusal | undefined {
  if (field.type === 'text') return type === 'text' ? (isBase64(value) ? undefined : 'bad-value') : 'unknown-type';
  const fits = field.type === 'set' ? type === 'add' || type === 'remove' : type === 'set';
  if (!fits) return 'unknown-type';
  return v.is(field.schema, value) ? undefined : 'bad-value';
}

/** What an update holds is its editor's business; that it is bytes at all can be said here. */
function isBase64(value: Op['value']): boolean {
  return typeof value === 'string' && value.length > 0 && value.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(value);
}

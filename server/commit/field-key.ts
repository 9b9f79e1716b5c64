// Which field and which record something is about, as one text.

import type { Op } from '#domain/op.ts';

export type FieldName = Pick<Op, 'space' | 'kind' | 'id' | 'field'>;

export function fieldKey({ space, kind, id, field }: FieldName): string {
  return `${space} ${kind} ${id} ${field}`;
}

export function recordKey({ space, kind, id }: Omit<FieldName, 'field'>): string {
  return `${space} ${kind} ${id}`;
}

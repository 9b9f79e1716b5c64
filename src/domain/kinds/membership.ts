// A membership: the role that a person has in the round, for one town (the record's own) or, for a coordinator, for none.
// The only source of rights: see grants.ts.

import type { Shown } from './define-kind.ts';
import { defineKind, setOf } from './define-kind.ts';
import { idSchema, oneOf, reference } from './values.ts';

export const membership = defineKind(
  'membership',
  { area: 'people', spaces: ['round'] },
  { person: reference(), role: oneOf('observer', 'official', 'liaison', 'mentor', 'coordinator'), groups: setOf(idSchema) },
);
export type Membership = Shown<typeof membership>;
export type Role = Membership['role'];

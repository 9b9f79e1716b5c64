// An item: one point of an action's checklist.

import * as v from 'valibot';
import type { Shown } from './define-kind.ts';
import { defineKind, register } from './define-kind.ts';
import { idSchema, instantSchema, orderKey, reference, shortText } from './values.ts';

export const item = defineKind(
  'item',
  { area: 'work', spaces: ['group', 'town', 'device'], owner: 'plan' },
  {
    plan: reference(),
    action: reference(),
    title: shortText(300),
    /** One field, so that a tick never carries somebody else's name. `by` is null before its author joined a round. */
    check: register(v.nullable(v.object({ by: v.nullable(idSchema), at: instantSchema })), null),
    order: orderKey(),
  },
);
export type Item = Shown<typeof item>;

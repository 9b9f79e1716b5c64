// A note on a plan. Its body is a text that several people may write in; the record belongs to its author's town.

import * as v from 'valibot';
import type { Shown } from './define-kind.ts';
import { defineKind, register, text } from './define-kind.ts';
import { idSchema, instantSchema, reference } from './values.ts';

export const note = defineKind(
  'note',
  { area: 'talk', spaces: ['group', 'town', 'device'], owner: 'plan' },
  {
    plan: reference(),
    /** Who began it, and when (ms since 1970). */
    begun: register(v.nullable(v.object({ by: v.nullable(idSchema), at: instantSchema })), null),
    body: text(),
  },
);
export type Note = Shown<typeof note>;

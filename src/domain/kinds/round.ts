// A round: one yearly edition of the programme, from its opening to its close. Days are ISO days, both inclusive.

import * as v from 'valibot';
import type { Shown } from './define-kind.ts';
import { defineKind, register } from './define-kind.ts';
import { daySchema, shortText, wholeNumber } from './values.ts';

export const round = defineKind(
  'round',
  { area: 'programme', spaces: ['round'] },
  {
    programme: shortText(200),
    name: shortText(200),
    number: wholeNumber(1, 999),
    period: register(v.nullable(v.object({ opensOn: daySchema, closesOn: daySchema })), null),
    /** A round made to practise with stands still: every screen shows this day as today. Null in a real round. */
    fixedToday: register(v.nullable(daySchema), null),
  },
);
export type Round = Shown<typeof round>;

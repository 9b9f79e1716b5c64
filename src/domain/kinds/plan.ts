// An action plan: what one receiving town sets out to do in a round on one theme.

import * as v from 'valibot';
import type { Shown } from './define-kind.ts';
import { defineKind, register } from './define-kind.ts';
import { daySchema, orderKey, reference, shortText } from './values.ts';

export const plan = defineKind(
  'plan',
  { area: 'plan', spaces: ['group', 'town', 'device'] },
  {
    title: shortText(200),
    objective: shortText(2000),
    problem: shortText(2000),
    theme: reference(),
    /** One field: a start and an end of two authors must not mix. */
    period: register(v.nullable(v.object({ startDay: daySchema, endDay: daySchema })), null),
    order: orderKey(),
  },
);
export type Plan = Shown<typeof plan>;

// An action: one step of a plan, with somebody responsible and a due day.
// Promises: every function depends on its arguments alone. Days are ISO days in the town's calendar.

import * as v from 'valibot';
import type { Shown } from './define-kind.ts';
import { defineKind, register } from './define-kind.ts';
import { daySchema, idSchema, oneOf, orderKey, reference, shortText } from './values.ts';

export const action = defineKind(
  'action',
  { area: 'work', spaces: ['group', 'town', 'device'], owner: 'plan' },
  {
    plan: reference(),
    line: reference(),
    title: shortText(200),
    /** A person of the round if known, and the position as written in the plan. */
    responsible: register(
      v.nullable(v.object({ person: v.nullable(idSchema), position: v.pipe(v.string(), v.maxLength(120)) })),
      null,
    ),
    /** One field: a start and a due day of two authors must not mix. */
    period: register(v.nullable(v.object({ startDay: v.nullable(daySchema), dueDay: daySchema })), null),
    state: oneOf('not-started', 'in-progress', 'done', 'cancelled'),
    order: orderKey(),
  },
);
export type Action = Shown<typeof action>;
export type ActionState = Action['state'];

// A line of action: one strand of a plan, holding its actions.

import type { Shown } from './define-kind.ts';
import { defineKind } from './define-kind.ts';
import { orderKey, reference, shortText } from './values.ts';

export const line = defineKind(
  'line',
  { area: 'plan', spaces: ['group', 'town', 'device'], owner: 'plan' },
  { plan: reference(), title: shortText(200), order: orderKey() },
);
export type Line = Shown<typeof line>;

// A working group: mentor and receiving towns that meet twice a month on one theme. Its plans live in the group's space.

import type { Shown } from './define-kind.ts';
import { defineKind } from './define-kind.ts';
import { days, reference, shortText } from './values.ts';

export const group = defineKind(
  'group',
  { area: 'programme', spaces: ['round'] },
  { name: shortText(200), theme: reference(), sessionDays: days(60) },
);
export type Group = Shown<typeof group>;

// Somebody who takes part: named by the position in the town hall, and by a personal name only if they wish.

import type { Shown } from './define-kind.ts';
import { defineKind } from './define-kind.ts';
import { shortText } from './values.ts';

export const person = defineKind(
  'person',
  { area: 'people', spaces: ['round'] },
  { name: shortText(120), position: shortText(120) },
);
export type Person = Shown<typeof person>;

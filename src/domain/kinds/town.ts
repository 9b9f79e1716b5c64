// A town (municipality) and its part in the round. Its id is also the `town` of every record that belongs to it.

import type { Shown } from './define-kind.ts';
import { defineKind } from './define-kind.ts';
import { oneOf, shortText } from './values.ts';

export const town = defineKind(
  'town',
  { area: 'town-card', spaces: ['round'] },
  { name: shortText(200), part: oneOf('receiver', 'mentor') },
);
export type Town = Shown<typeof town>;

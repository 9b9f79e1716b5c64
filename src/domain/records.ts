// Every kind of record that this version knows. A new kind is its own file in kinds/ and one line here.

import { action } from './kinds/action.ts';
import type { Kind, Shown } from './kinds/define-kind.ts';
import { device } from './kinds/device.ts';
import { group } from './kinds/group.ts';
import { item } from './kinds/item.ts';
import { line } from './kinds/line.ts';
import { membership } from './kinds/membership.ts';
import { note } from './kinds/note.ts';
import { person } from './kinds/person.ts';
import { plan } from './kinds/plan.ts';
import { round } from './kinds/round.ts';
import { theme } from './kinds/theme.ts';
import { town } from './kinds/town.ts';

export const kinds = {
  round,
  theme,
  town,
  group,
  person,
  device,
  membership,
  plan,
  line,
  action,
  item,
  note,
} as const;

export type KindName = keyof typeof kinds;
export type ShownOf<Name extends KindName> = Shown<(typeof kinds)[Name]>;

/** The kind of that name, or undefined for one that only a newer version knows. */
export function kindNamed(name: string): Kind | undefined {
  return Object.hasOwn(kinds, name) ? kinds[name as KindName] : undefined;
}

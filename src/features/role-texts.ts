// What the roles of a round are called.

import type { ParseKeys } from 'i18next';
import type { Role } from '#domain/kinds/membership.ts';

/** Keys (namespace common) by role. */
export const roleKeys: Record<Role, ParseKeys<'common'>> = {
  coordinator: 'roles.coordinator',
  mentor: 'roles.mentor',
  liaison: 'roles.liaison',
  official: 'roles.official',
  observer: 'roles.observer',
};

// A phone or computer that joined the round. `node` is the name under which its ops are numbered, `nodes` are further ones that
// it took since because a copy of it counts under the same.

import * as v from 'valibot';
import type { Shown } from './define-kind.ts';
import { defineKind, register, setOf } from './define-kind.ts';
import { reference, shortText } from './values.ts';

export const device = defineKind(
  'device',
  { area: 'device', spaces: ['round'] },
  {
    person: reference(),
    name: shortText(120),
    node: shortText(40),
    nodes: setOf(v.pipe(v.string(), v.maxLength(40))),
    revoked: register(v.boolean(), false),
  },
);
export type Device = Shown<typeof device>;

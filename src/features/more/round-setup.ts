// Setting a round up: what the actor may do, what comes next, and whether what was filled in is sound.

import type { RoundFacts } from '#data/round-queries.ts';
import type { Actor } from '#domain/grants.ts';
import type { RecordId } from '#domain/ids.ts';
import { mayInvite } from '#domain/inviting.ts';
import type { Role } from '#domain/kinds/membership.ts';
import type { Round } from '#domain/kinds/round.ts';
import type { Town } from '#domain/kinds/town.ts';
import { asOneLine } from '#domain/one-line.ts';
import { decide } from '#domain/permissions.ts';

/** Those that are done in a dialog. */
export type DialogStep = Exclude<SetupStep, 'invite'>;

export type SetupStep = 'name' | 'town' | 'group' | 'invite';

export type Setup = {
  /** What the actor may do at all. */
  readonly open: readonly SetupStep[];
  /** The one that makes most sense now; undefined where the actor may do nothing. */
  readonly next: SetupStep | undefined;
};

/** A round gets its name first, then a town, then a working group, and then people. */
export function roundSetup(actor: Actor, { round, towns, groups }: RoundFacts): Setup {
  if (!round) return { open: [], next: undefined };
  const { space, id } = round;
  const may = (kind: string, record: RecordId, town: RecordId | null) =>
    decide(actor, { space, kind, id: record, town, type: 'set', field: 'name', value: '' }).allowed;
  const open: readonly SetupStep[] = [
    ...(may('round', id, null) ? (['name'] as const) : []),
    ...(may('town', 'new', 'new') ? (['town'] as const) : []),
    ...(may('group', 'new', null) ? (['group'] as const) : []),
    ...(mayInviteAnybody(actor, id, towns) ? (['invite'] as const) : []),
  ];
  const missing: readonly SetupStep[] = [
    ...(round.name === '' ? (['name'] as const) : []),
    ...(towns.length === 0 ? (['town'] as const) : []),
    ...(groups.length === 0 ? (['group'] as const) : []),
    'invite',
  ];
  return { open, next: missing.find((step) => open.includes(step)) };
}

function mayInviteAnybody(actor: Actor, round: RecordId, towns: readonly Town[]): boolean {
  const may = (role: Role, town: RecordId | null) => mayInvite(actor, round, { role, town, groups: [] }).allowed;
  return may('coordinator', null) || towns.some(({ id }) => may('observer', id));
}

export type TownFacts = Pick<Town, 'name'>;

/** A town stands in a round once: two that are called the same would be taken for one another. */
export function nameProblem(name: string, towns: readonly TownFacts[]): 'missing' | 'there' | undefined {
  const wanted = asOneLine(name).toLocaleLowerCase('es');
  if (wanted === '') return 'missing';
  return towns.some((town) => town.name.trim().toLocaleLowerCase('es') === wanted) ? 'there' : undefined;
}

/** Both days or none, in their order. */
export function checkDays(
  opensOn: string,
  closesOn: string,
): { readonly type: 'sound'; readonly period: Round['period'] } | { readonly type: 'wrong' } {
  if (opensOn === '' && closesOn === '') return { type: 'sound', period: null };
  if (opensOn === '' || closesOn === '' || closesOn < opensOn) return { type: 'wrong' };
  return { type: 'sound', period: { opensOn, closesOn } };
}

export function groupName(written: string, otherwise: string): string {
  return asOneLine(written) || otherwise;
}

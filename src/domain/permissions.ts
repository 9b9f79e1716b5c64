// Who may write what: one table, asked by the button, by mutate and by the endpoint.
// A rule is the row of a role, in a kind of space, for an area of records. `own` means records of the actor's own town, `mine`
// those that name the actor as their person.
// Whoever may see a space sees all of it. Rights never depend on the order in which ops arrive: a record's town is fixed.
// Promises: pure and synchronous. Leaves to others: whether the op itself is sound (validate.ts).

import type { Actor, Grant } from './grants.ts';
import { deviceSpace, groupSpace, type RecordId, type SpaceKind, spaceKind } from './ids.ts';
import type { Json } from './json.ts';
import type { Area } from './kinds/define-kind.ts';
import type { Role } from './kinds/membership.ts';
import type { Op } from './op.ts';
import { kindNamed } from './records.ts';

export type PermissionRefusal = 'no-access' | 'role-reads-only' | 'not-your-town' | 'not-in-your-role';

export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly code: PermissionRefusal };

type Scope = 'all' | 'own' | 'mine';
type Row = Partial<Record<Area, Scope>>;

const everything: Row = {
  programme: 'all',
  'town-card': 'all',
  people: 'all',
  device: 'all',
  plan: 'all',
  work: 'all',
  talk: 'all',
};

const table: Record<Role, Partial<Record<SpaceKind, Row>>> = {
  coordinator: { round: everything, group: everything },
  mentor: {
    round: { device: 'mine' },
    group: { talk: 'own' },
    town: everything,
  },
  liaison: {
    round: { 'town-card': 'own', people: 'own', device: 'own' },
    group: { plan: 'own', work: 'own', talk: 'own' },
    town: everything,
  },
  official: {
    round: { device: 'mine' },
    group: { work: 'own', talk: 'own' },
    town: { plan: 'own', work: 'own', talk: 'own' },
  },
  observer: { round: { device: 'mine' }, group: {}, town: {} },
};

/** The parts of an op that rights depend on, so that a button can ask before there is an op. */
export type Request = Pick<Op, 'space' | 'kind' | 'id' | 'town'> & Partial<Pick<Op, 'type' | 'field' | 'value'>>;

/** What the record shows now, where rights depend on it (a membership's groups, a device's person). A new record shows nothing. */
export type ShownFacts = { readonly [field: string]: unknown };

const allowed: Decision = { allowed: true };

/** Whether the actor may make this change. The first grant that allows it is enough; otherwise the mildest refusal is given. */
export function decide(actor: Actor, request: Request, record: ShownFacts = {}): Decision {
  if (request.space === deviceSpace) return allowed;
  const grants = actor.grants.filter((grant) => grant.space === request.space);
  const decisions = grants.map((grant) => decideByGrant(actor, grant, request, record));
  return decisions.find((decision) => decision.allowed) ?? decisions[0] ?? { allowed: false, code: 'no-access' };
}

function decideByGrant(actor: Actor, grant: Grant, request: Request, record: ShownFacts): Decision {
  const area = kindNamed(request.kind)?.area;
  const row = table[grant.role][spaceKind(request.space) ?? 'device'];
  const scope = area && row?.[area];
  const isMine = actor.person !== null && record.person === actor.person;
  if (!scope || (scope === 'mine' && !isMine)) {
    return { allowed: false, code: grant.role === 'observer' ? 'role-reads-only' : 'not-in-your-role' };
  }
  if (scope === 'own' && !isOfTown(grant.town, request)) return { allowed: false, code: 'not-your-town' };
  const isRightful = scope === 'all' || givesNoNewRights(actor, request, record);
  if (!isRightful || bringsDeviceBack(request)) return { allowed: false, code: 'not-in-your-role' };
  return allowed;
}

/** The sessions of a device that was marked as lost have ended for good, so nobody's word brings it back: it joins anew. */
function bringsDeviceBack({ kind, field, value }: Request): boolean {
  return kind === 'device' && field === 'revoked' && value !== true;
}

/** No town owns what belongs to the whole round; a town's card is its own only under its own id. */
function isOfTown(town: RecordId | null, request: Request): boolean {
  return town !== null && request.town === town && (request.kind !== 'town' || request.id === town);
}

const rolesALiaisonGives: readonly Json[] = ['observer', 'official', 'liaison'];

/**
 * Some records of a town give rights. Their towns may take rights away and pass on what they have, but not gain any: an
 * existing record could hold more than its writer has, so nobody points it at another person or brings it back.
 * A membership and a device get their person from the endpoint when an invitation is redeemed.
 */
function givesNoNewRights(actor: Actor, { kind, town, type, field, value }: Request, record: ShownFacts): boolean {
  const isWhole = field === undefined && type === undefined;
  if (kind === 'town') return isWhole || field === 'name';
  if (kind === 'device') return isWhole || field === 'name' || field === 'revoked';
  if (kind !== 'membership' || isWhole) return true;
  if (field === 'role') {
    const into = Array.isArray(record.groups) ? (record.groups as readonly Json[]) : [];
    return rolesALiaisonGives.includes(value ?? null) && into.every((group) => isLiaisonIn(actor, group, town));
  }
  if (field === 'groups') return type === 'remove' || isLiaisonIn(actor, value, town);
  return type === 'delete';
}

function isLiaisonIn(actor: Actor, group: Json | undefined, town: RecordId | null): boolean {
  if (typeof group !== 'string') return false;
  const space = groupSpace(group);
  return actor.grants.some((grant) => grant.role === 'liaison' && grant.town === town && grant.space === space);
}

// On whose behalf ops are committed: a person with rights, or the endpoint itself (the example round, somebody who joins).
// Promises: a person's rights follow what the push itself changes, so that a group and its first plan, made offline, can
// arrive together; and a right given up earlier in the push no longer holds later in it.

import type { Op } from '#domain/op.ts';
import { type Decision, decide } from '#domain/permissions.ts';
import { type Rights, type RightsRecord, type RoundRights, rightsFrom, rightsKinds, roundRights } from '../rights.ts';
import { fieldKey } from './field-key.ts';
import type { MayWrite } from './judge.ts';
import type { WorkingSet } from './working-set.ts';

export type Author = {
  readonly mayWrite: MayWrite;
  /** Takes in what the ops of one transaction changed. */
  readonly learn: (ops: readonly Op[], working: WorkingSet) => void;
};

const allowed: Decision = { allowed: true };

/** Stands in the node table where a joined device has its id. */
export const endpointDevice = 'endpoint';

/** Writes in every space; asks nobody. */
export const endpointAuthor: Author = { mayWrite: () => allowed, learn: () => undefined };

/** One per push. */
export function createPersonAuthor(rights: Rights): Author {
  let current = rights;
  return {
    mayWrite: (op, record) => decide(current.actor, op, record),
    learn: (ops, working) => {
      const giving = ops.filter(({ kind }) => rightsKinds.includes(kind));
      if (giving.length === 0) return;
      const rounds = current.rounds.map((round) => withChanges(round, giving, working));
      current = rightsFrom(current.person, rounds);
    },
  };
}

function withChanges(round: RoundRights, ops: readonly Op[], working: WorkingSet): RoundRights {
  const records = new Map<string, RightsRecord>(round.records);
  for (const op of ops) {
    const field = op.space === round.space ? working.fields.get(fieldKey(op)) : undefined;
    if (!field || field.number === 0) continue;
    const key = `${op.kind} ${op.id}`;
    const states = { ...records.get(key)?.states, [op.field]: field.state };
    records.set(key, { ref: { space: op.space, kind: op.kind, id: op.id, town: field.town }, states });
  }
  return roundRights(round.space, round.chain, records);
}

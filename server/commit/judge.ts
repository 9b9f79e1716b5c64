// The verdict on a transaction: a code for each of its ops, or none. It is accepted whole or refused whole.
// Promises: asks the same pure rules as the device (validateOp, decide), then what only the endpoint can know: the town that
// the record already has, and whether a base was refused or belongs elsewhere. Changes nothing.

import { deviceSpace, type RecordId } from '#domain/ids.ts';
import { type Op, type OpName, opName } from '#domain/op.ts';
import type { Decision, ShownFacts } from '#domain/permissions.ts';
import { showRecord } from '#domain/show.ts';
import { validateOp } from '#domain/validate.ts';
import type { RefusalCode } from '#protocol/codes.ts';
import { recordKey } from './field-key.ts';
import { isShownToRights, type WorkingSet } from './working-set.ts';

/** `record` is what the op's record shows before it. */
export type MayWrite = (op: Op, record?: ShownFacts) => Decision;

/** One code (or undefined for accepted) per op, in order. A void op is never refused: it changes nothing by itself. */
export function judge(ops: readonly Op[], working: WorkingSet, mayWrite: MayWrite): readonly (RefusalCode | undefined)[] {
  const towns = new Map<string, RecordId | null>();
  const broken = new Set<OpName>();
  const codes = ops.map((op) => {
    if (op.type === 'void') {
      broken.add(opName(op.node, op.n));
      return undefined;
    }
    const code = judgeAlone(op, working, mayWrite) ?? judgeTown(op, working, towns) ?? judgeBases(op, working, broken);
    if (code) broken.add(opName(op.node, op.n));
    return code;
  });
  if (codes.every((code) => code === undefined)) return codes;
  return codes.map((code, index) => code ?? (ops[index]?.type === 'void' ? undefined : 'refused-together'));
}

const idPattern = /^[0-9A-Za-z-]{1,40}$/;

function judgeAlone(op: Op, working: WorkingSet, mayWrite: MayWrite): RefusalCode | undefined {
  if (op.space === deviceSpace) return 'wrong-space';
  const unsound = validateOp(op);
  if (unsound) return unsound;
  const decision = mayWrite(op, shownBefore(op, working));
  if (!decision.allowed) return decision.code;
  return idPattern.test(op.id) && (op.town === null || idPattern.test(op.town)) ? undefined : 'bad-value';
}

/** The working set holds every field of such a record. */
function shownBefore(op: Op, working: WorkingSet): ShownFacts {
  if (!isShownToRights(op)) return {};
  const key = recordKey(op);
  const fields = [...working.fields.values()].filter((field) => recordKey(field) === key);
  return showRecord(op, Object.fromEntries(fields.map(({ field, state }) => [field, state])));
}

/** A record keeps the town that its first accepted op gave it. */
function judgeTown(op: Op, working: WorkingSet, towns: Map<string, RecordId | null>): RefusalCode | undefined {
  const key = recordKey(op);
  const known = working.towns.has(key) ? working.towns.get(key) : towns.get(key);
  if (known !== undefined && known !== op.town) return 'town-mismatch';
  towns.set(key, op.town);
  return undefined;
}

function judgeBases(op: Op, working: WorkingSet, broken: ReadonlySet<OpName>): RefusalCode | undefined {
  for (const name of op.base) {
    const earlier = working.earlier.get(name);
    const isElsewhere = earlier && (recordKey(earlier) !== recordKey(op) || earlier.field !== op.field);
    if (isElsewhere) return 'bad-value';
    const isBroken = broken.has(name) || earlier?.code !== undefined || earlier?.type === 'void';
    if (op.type === 'text' && isBroken) return 'text-gap';
  }
  return undefined;
}

// What one push works on: the fields, records, spaces and earlier ops that its ops concern, read in few queries, changed in
// memory, and written back together (write.ts).
// Promises: read after the counter rows of their spaces were locked (locks.ts), so nothing in them changes meanwhile.

import { deviceSpace, type RecordId, type Space, spaceKind } from '#domain/ids.ts';
import type { FieldState, Head } from '#domain/join.ts';
import type { Json } from '#domain/json.ts';
import { type Op, type OpName, opName, parseOpName } from '#domain/op.ts';
import type { Stamp } from '#domain/stamps.ts';
import { compiled } from '../store/compiled.ts';
import { selectIn } from '../store/lists.ts';
import type { OpTable, Store, StoreTransaction } from '../store/tables.ts';
import { type FieldName, fieldKey, recordKey } from './field-key.ts';
import type { Counter, Locked } from './locks.ts';
import { type Names, noNames } from './other-names.ts';

export type WorkingField = FieldName & {
  town: RecordId | null;
  /** 0 while nobody is shown it. */
  number: number;
  state: FieldState;
  changed: boolean;
};

/** What later ops need to know of an earlier one that they name. */
export type EarlierOp = FieldName &
  Pick<Op, 'type' | 'value' | 'base'> & {
    readonly effective: Stamp;
    readonly code: string | undefined;
    readonly sameAs: OpName | undefined;
  };

export type WorkingSet = {
  readonly fields: Map<string, WorkingField>;
  /** Towns of the records that exist, by recordKey. */
  readonly towns: Map<string, RecordId | null>;
  readonly earlier: Map<OpName, EarlierOp>;
  readonly names: Names;
  readonly spaces: Map<Space, Counter>;
};

/** Reads what the ops concern, inside the push's transaction. */
export async function loadWorkingSet(
  tx: StoreTransaction,
  ops: readonly Op[],
  counters: Locked['counters'],
  loadNames: (tx: StoreTransaction) => Promise<Names> = async () => noNames,
): Promise<WorkingSet> {
  const shared = ops.filter(({ space }) => spaceKind(space) !== undefined && space !== deviceSpace);
  const fields = await loadFields(tx, shared);
  const towns = await loadTowns(tx, shared, fields);
  const earlier = await loadEarlier(tx, ops, fields);
  return { fields, towns, earlier, names: await loadNames(tx), spaces: new Map(counters) };
}

/** Those that the ops write to, and all of a record whose rights depend on what it shows. */
async function loadFields(tx: StoreTransaction, ops: readonly Op[]): Promise<WorkingSet['fields']> {
  const written = distinctBy(ops, fieldKey).map(({ space, kind, id, field }) => ({ space, kind, id, field }));
  const shown = recordsOf(ops.filter(isShownToRights));
  const rows = [
    ...(await selectIn(written, (named) => fieldsNamed.all(tx, { named }))),
    ...(await selectIn(shown, (records) => fieldsOf.all(tx, { records }))),
  ];
  return new Map(rows.map((row) => [fieldKey(row), { ...row, state: JSON.parse(row.state) as FieldState, changed: false }]));
}

const fieldsNamed = compiled((db, { named }: { named: readonly FieldName[] }) =>
  db
    .selectFrom('field')
    .selectAll()
    .where((is) => is.or(named.map((name) => is.and(name)))),
);

const fieldsOf = compiled((db, { records }: { records: readonly RecordName[] }) =>
  db
    .selectFrom('field')
    .selectAll()
    .where((is) => is.or(records.map((record) => is.and(record)))),
);

/** Of the records that exist. Where no field that is written to tells, none of these was written to before. */
async function loadTowns(tx: StoreTransaction, ops: readonly Op[], fields: WorkingSet['fields']): Promise<WorkingSet['towns']> {
  const told = [...fields.values()].filter(({ number }) => number > 0);
  const towns = new Map(told.map((field) => [recordKey(field), field.town]));
  const untold = recordsOf(ops.filter((op) => !towns.has(recordKey(op))));
  const rows = await selectIn(untold, (records) => townsOf.all(tx, { records }));
  for (const row of rows) if (row.number > 0) towns.set(recordKey(row), row.town);
  return towns;
}

const townsOf = compiled((db, { records }: { records: readonly RecordName[] }) =>
  db
    .selectFrom('field')
    .select(['space', 'kind', 'id', 'town', 'number'])
    .where((is) => is.or(records.map((record) => is.and(record)))),
);

type RecordName = Omit<FieldName, 'field'>;

function recordsOf(ops: readonly Op[]): readonly RecordName[] {
  return distinctBy(ops, recordKey).map(({ space, kind, id }) => ({ space, kind, id }));
}

function distinctBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): readonly Value[] {
  return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}

/** Whether what a record of this kind shows decides on who may write it. */
export function isShownToRights({ kind }: { readonly kind: string }): boolean {
  return kind === 'membership' || kind === 'device';
}

/** How far back the refused ops of a node are read when one of them is named as base: more than two requests. */
const refusedReadBack = 1000;

/**
 * The named bases that are neither heads of their field nor part of this push. Where the node names an op of its own that was
 * refused or void, also those that it may have built upon.
 */
async function loadEarlier(
  tx: StoreTransaction,
  ops: readonly Op[],
  fields: WorkingSet['fields'],
): Promise<WorkingSet['earlier']> {
  const own = new Set(ops.map(({ node, n }) => opName(node, n)));
  const wanted = new Set<OpName>();
  for (const op of ops) {
    const held = heldHeads(fields.get(fieldKey(op))?.state);
    for (const name of op.base) if (!held.has(name) && !own.has(name)) wanted.add(name);
  }
  const rows = await selectIn([...wanted].map(parseOpName), (named) => opsNamed.all(tx, { named }));
  const found = new Map(rows.map((row) => [opName(row.node, row.n), earlierOp(row)]));
  const [first] = ops;
  const goesOnFromRefused = rows.some((row) => row.node === first?.node && isWithoutEffect(earlierOp(row)));
  if (!first || !goesOnFromRefused) return found;
  const refused = await refusedBefore.all(tx, { node: first.node, n: first.n, from: first.n - refusedReadBack });
  for (const row of refused) found.set(opName(row.node, row.n), earlierOp(row));
  return found;
}

const placeColumns = ['node', 'n', 'space', 'kind', 'id', 'field'] as const;
const earlierColumns = [...placeColumns, 'type', 'value', 'effective', 'code', 'base', 'same_as'] as const;
type EarlierRow = Pick<OpTable, (typeof earlierColumns)[number]>;

const opsNamed = compiled((db, { named }: { named: readonly { node: string; n: number }[] }) =>
  db
    .selectFrom('op')
    .select(earlierColumns)
    .where((is) => is.or(named.map((name) => is.and(name)))),
);

const refusedBefore = compiled((db, { node, n, from }: { node: string; n: number; from: number }) =>
  db
    .selectFrom('op')
    .select(earlierColumns)
    .where('node', '=', node)
    .where('n', '<', n)
    .where('n', '>=', from)
    .where((is) => is.or([is('code', 'is not', null), is('type', '=', 'void'), is('same_as', 'is not', null)])),
);

export function selectEarlier(tx: Store) {
  return tx.selectFrom('op').select(earlierColumns);
}

export function earlierOp({ space, kind, id, field, type, value, effective, code, base, same_as }: EarlierRow): EarlierOp {
  const where = { space, kind, id, field };
  const content = { type: type as Op['type'], value: JSON.parse(value) as Json, base: JSON.parse(base) as OpName[] };
  return { ...where, ...content, effective, code: code ?? undefined, sameAs: same_as ?? undefined };
}

/** Refused, void, or another's twin: kept, and never among the heads of its field. */
function isWithoutEffect({ type, code, sameAs }: Pick<EarlierOp, 'type' | 'code' | 'sameAs'>): boolean {
  return code !== undefined || type === 'void' || sameAs !== undefined;
}

/** How many ops are followed from one base to the next. Where that is not enough a head too many stays, which loses nothing. */
const mostFollowed = 5000;

/**
 * The bases of an op, with those that stand behind one without effect in its place. The names come from the author, who saw
 * its own ops only; so it gains nothing that it could not have named itself.
 */
export function standingBases(op: Op, earlier: ReadonlyMap<OpName, EarlierOp>): readonly OpName[] {
  const followed = new Set(op.base);
  const standing: OpName[] = [];
  // A set hands out what is added while it is walked, so chains end here, and circles too.
  for (const name of followed) {
    const known = earlier.get(name);
    const standsFor = known && isWithoutEffect(known) && fieldKey(known) === fieldKey(op) ? standsInFor(known) : undefined;
    if (!standsFor) standing.push(name);
    else if (followed.size <= mostFollowed) for (const further of standsFor) followed.add(further);
  }
  return standing;
}

function standsInFor({ base, sameAs }: EarlierOp): readonly OpName[] {
  return sameAs === undefined ? base : [sameAs];
}

/** The values that a field holds, by the names of their ops. */
export function heldHeads(state: FieldState | undefined): ReadonlyMap<OpName, Head> {
  const held = state?.type === 'register' ? state.heads : state?.type === 'set' ? state.tags : [];
  return new Map(held.map((head) => [opName(head.node, head.n), head]));
}

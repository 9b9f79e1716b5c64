// Recomputes what can be recomputed, from the ops alone: every hash, every node's numbers and receipts, every space's numbers and
// chain, and every field by joining its ops in the order of their numbers, with the same join as everywhere.
// Promises: reads in pages; changes nothing; gives the first thing that differs, in words that name rows and never what they say.
// Leaves out: snapshots of texts, which can be made anew from the ops.

import { opHash } from '#domain/hash.ts';
import type { FieldState } from '#domain/join.ts';
import { canonicalText, type Json } from '#domain/json.ts';
import { type Op, type OpName, opName } from '#domain/op.ts';
import { ok, type Result, refuse } from '#domain/result.ts';
import { addToDigest, type Digest, emptyDigest, fieldDigest } from '#protocol/digest.ts';
import { nextChain, nextReceipt } from '#protocol/hashes.ts';
import { fieldKey } from '../commit/field-key.ts';
import { laidOver } from '../commit/lay-over.ts';
import { type EarlierOp, earlierOp, selectEarlier } from '../commit/working-set.ts';
import type { FieldTable, NodeTable, OpTable, SpaceTable, Store } from '../store/tables.ts';
import { numberedOps, opsByNode } from './stored-ops.ts';

export type Verified = {
  readonly ops: number;
  readonly nodes: number;
  readonly fields: number;
  /** By space. */
  readonly digests: Readonly<Record<string, Digest>>;
};

/** Ask it in a transaction that only reads, or of a database that nobody writes to: it looks at everything once. */
export async function verify(db: Store): Promise<Result<Verified, string>> {
  const nodes = await verifyNodes(db);
  if (!nodes.ok) return nodes;
  const spaces = await db.selectFrom('space').selectAll().orderBy('space').execute();
  const digests: Record<string, Digest> = {};
  let fields = 0;
  for (const space of spaces) {
    const verified = await verifySpace(db, space);
    if (!verified.ok) return verified;
    digests[space.space] = verified.value.digest;
    fields += verified.value.fields;
  }
  const stray = await straySpace(db, spaces);
  return stray === undefined ? ok({ ...nodes.value, fields, digests }) : refuse(stray);
}

async function verifyNodes(db: Store): Promise<Result<{ readonly ops: number; readonly nodes: number }, string>> {
  const rows = await db.selectFrom('node').selectAll().execute();
  const nodes = new Map(rows.map((row) => [row.node, row]));
  const reached = new Map<string, { readonly n: number; readonly receipt: string; readonly stamp: string }>();
  let ops = 0;
  for await (const row of opsByNode(db)) {
    const name = opName(row.node, row.n);
    const before = reached.get(row.node) ?? { n: 0, receipt: '', stamp: '' };
    if (row.n !== before.n + 1) return refuse(`${name} follows ${opName(row.node, before.n)}: what is between them is missing.`);
    if (opHash(opOf(row)) !== row.hash) return refuse(`${name} is not what its hash says.`);
    const receipt = nextReceipt(before.receipt, row.hash, row.code ?? undefined, row.effective);
    if (receipt !== row.receipt) return refuse(`The receipt of ${name} does not follow from the ops before it.`);
    reached.set(row.node, { n: row.n, receipt, stamp: row.effective });
    ops += 1;
  }
  for (const node of new Set([...nodes.keys(), ...reached.keys()])) {
    const problem = verifyNode(node, nodes.get(node), reached.get(node));
    if (problem !== undefined) return refuse(problem);
  }
  return ok({ ops, nodes: nodes.size });
}

function verifyNode(
  node: string,
  row: NodeTable | undefined,
  reached: { readonly n: number; readonly receipt: string; readonly stamp: string } | undefined,
): string | undefined {
  if (!row) return `The node ${node} has ops and no row.`;
  if (row.last_n !== (reached?.n ?? 0)) return `The node ${node} stands at ${row.last_n}, its ops at ${reached?.n ?? 0}.`;
  if (row.receipt !== (reached?.receipt ?? '')) return `The receipt of the node ${node} is not that of its last op.`;
  if (reached && row.last_stamp !== reached.stamp) return `The last stamp of the node ${node} is not that of its last op.`;
  return undefined;
}

type Place = { state: FieldState; number: number; town: string | null };

async function verifySpace(
  db: Store,
  { space, head, chain }: SpaceTable,
): Promise<Result<{ readonly digest: Digest; readonly fields: number }, string>> {
  const earlier = await withoutEffect(db, space);
  const places = new Map<string, Place>();
  let last = { number: 0, chain: '' };
  for await (const row of numberedOps(db, space)) {
    const name = opName(row.node, row.n);
    if (row.number !== last.number + 1) return refuse(`${space} has no number ${last.number + 1}.`);
    last = { number: row.number, chain: nextChain(last.chain, row.hash, row.effective) };
    if (row.chain !== last.chain) return refuse(`The chain of ${space} breaks at number ${row.number}, ${name}.`);
    const key = fieldKey(row);
    const known = places.get(key);
    const state = laidOver(known?.state, deliveryOf(row), row.same_as ?? undefined, earlier);
    places.set(key, { state, number: row.number, town: known ? known.town : row.town });
  }
  if (last.number !== head || last.chain !== chain) return refuse(`${space} stands at ${head}, its ops at ${last.number}.`);
  const rows = await db.selectFrom('field').selectAll().where('space', '=', space).execute();
  return verifyFields(rows, places);
}

/** The ops that stand for their bases when somebody names them. */
async function withoutEffect(db: Store, space: string): Promise<ReadonlyMap<OpName, EarlierOp>> {
  const rows = await selectEarlier(db)
    .where('space', '=', space)
    .where((is) => is.or([is('code', 'is not', null), is('type', '=', 'void'), is('same_as', 'is not', null)]))
    .execute();
  return new Map(rows.map((row) => [opName(row.node, row.n), earlierOp(row)]));
}

function deliveryOf(row: OpTable) {
  const op = opOf(row);
  const base = row.meant === null ? op.base : (JSON.parse(row.meant) as readonly OpName[]);
  const was = row.was === null ? undefined : (JSON.parse(row.was) as readonly OpName[]);
  return { op: { ...op, base }, stamp: row.effective, accepted: row.code === null, was };
}

function opOf({ node, n, space, kind, id, town, type, field, value, stamp, base, tx }: OpTable): Op {
  const content = { value: JSON.parse(value) as Json, base: JSON.parse(base) as readonly OpName[] };
  return { node, n, space, kind, id, town, type: type as Op['type'], field, stamp, tx, ...content };
}

function verifyFields(
  rows: readonly FieldTable[],
  places: Map<string, Place>,
): Result<{ readonly digest: Digest; readonly fields: number }, string> {
  let digest = emptyDigest;
  for (const row of rows) {
    const key = fieldKey(row);
    const place = places.get(key);
    places.delete(key);
    if (!place && row.number === 0) continue; // nobody is shown it
    if (!place) return refuse(`The field ${key} has a number and no ops.`);
    const state = JSON.parse(row.state) as FieldState;
    if (row.number !== place.number) return refuse(`The field ${key} has the number ${row.number} instead of ${place.number}.`);
    if (row.town !== place.town) return refuse(`The field ${key} belongs to another town than its first op.`);
    if (holding(state) !== holding(place.state) || !hasSeen(state, place.state)) {
      return refuse(`The field ${key} holds something else than its ops make.`);
    }
    digest = addToDigest(digest, fieldDigest(row, state));
  }
  const [missing] = places.keys();
  return missing === undefined ? ok({ digest, fields: rows.length }) : refuse(`The field ${missing} has ops and no state.`);
}

/** What decides what is shown and what becomes of later ops. What was refused and changed nothing may have been seen besides. */
function holding(state: FieldState): string {
  if (state.type === 'register') return canonicalText([state.type, state.heads, state.awaited ?? []] as unknown as Json);
  if (state.type === 'set') return canonicalText([state.type, state.tags, state.removed] as unknown as Json);
  return state.type;
}

function hasSeen(state: FieldState, least: FieldState): boolean {
  return Object.entries(least.seen).every(([node, n]) => (state.seen[node] ?? 0) >= n);
}

async function straySpace(db: Store, spaces: readonly SpaceTable[]): Promise<string | undefined> {
  const known = new Set(spaces.map(({ space }) => space));
  const numbered = await db.selectFrom('op').select('space').distinct().where('number', 'is not', null).execute();
  const stray = numbered.find(({ space }) => !known.has(space));
  return stray && `${stray.space} has numbered ops and no counter.`;
}

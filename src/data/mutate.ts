// The only writer of own changes. One transaction writes the records that screens show, the ops that will be sent, the
// counter and the clock; "saved" may be said once it resolves.
// Promises: all changes of one call are saved and sent together, or none is and the refusal says why; n has no holes;
// every stamp is above everything this device has seen; a wrong clock never blocks.
// Leaves to others: sending (sync), what to write (the commands of the features).

import type { Change } from '#domain/change.ts';
import type { Actor } from '#domain/grants.ts';
import { deviceSpace, type NodeId } from '#domain/ids.ts';
import { type FieldState, type Head, join, type TextState } from '#domain/join.ts';
import { byteLength, canonicalText, type Json } from '#domain/json.ts';
import { lifeField, type Op, type OpName, opName, type RecordRef, valueCheck } from '#domain/op.ts';
import { decide, type ShownFacts } from '#domain/permissions.ts';
import { ok, type Result, refuse } from '#domain/result.ts';
import { showRecord } from '#domain/show.ts';
import { nextStamp } from '#domain/stamps.ts';
import { validateOp } from '#domain/validate.ts';
import type { RefusalCode } from '#protocol/codes.ts';
import { maxOpsPerRequest, maxPushBytes } from '#protocol/limits.ts';
import type { TequioDatabase } from './database.ts';
import { type DataPorts, deviceRow, lanesOf } from './device-row.ts';
import { acceptedOf, layOver, shownOf } from './overlay.ts';
import { listVanished, unlistWords } from './renewal.ts';
import {
  type DeviceRow,
  type OpRow,
  type RecordRow,
  recordKey,
  recordKeyText,
  type TextRow,
  textKeyText,
  type Vanished,
} from './rows.ts';
import { textUpdates } from './text-queries.ts';
import { writingOn } from './write-on.ts';

export type Refusal = { readonly code: RefusalCode; readonly change: Change };

class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

export async function mutate(
  ports: DataPorts,
  actor: Actor,
  changes: readonly Change[],
): Promise<Result<readonly Op[], Refusal>> {
  const { database } = ports;
  try {
    const tables = [database.records, database.texts, database.ops, database.meta];
    // An async function, not one that only returns a promise: Dexie keeps the transaction open for the former alone.
    return ok(await database.transaction('rw', tables, async () => await writeAll(ports, actor, changes)));
  } catch (error) {
    if (error instanceof Refused) return refuse(error.refusal);
    throw error;
  }
}

/**
 * Writes words again that a restored endpoint lost, as changes of this device: what was written upon them cannot be shown
 * without them. Where they come twice, a text takes them in once. What its user may not write is listed. Call it inside a
 * transaction like the one of `mutate`. Says whether anything was written.
 */
export async function passOn(ports: DataPorts, actor: Actor, words: readonly Vanished[]): Promise<boolean> {
  const { database } = ports;
  let hasWritten = false;
  for (const entry of words) {
    const { space, kind, id, town, field, head } = entry;
    const change = { type: 'text', ref: { space, kind, id, town }, field, value: String(head.value) } as const;
    const isHere = (await textUpdates(database, change.ref, field)).includes(change.value);
    const isWritten = !isHere && (await isTaken(() => writeAll(ports, actor, [change])));
    if (isHere || isWritten) await unlistWords(database, entry);
    else await listVanished(database, [entry]);
    hasWritten ||= isWritten;
  }
  return hasWritten;
}

/** A refusal comes before anything is written. */
async function isTaken(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

async function writeAll(ports: DataPorts, actor: Actor, changes: readonly Change[]): Promise<readonly Op[]> {
  const { database } = ports;
  // Asked at once: each answer that is waited for costs a turn of the browser.
  const [device, loaded, texts] = await Promise.all([
    deviceRow(ports),
    loadRecords(database, changes),
    loadTexts(database, changes),
  ]);
  const draft = new Draft(device, ports.now(), loaded, texts);
  const on = await writingOn(database, device, texts, changes);
  if (on) {
    draft.takeBack(on.row.op);
    await database.ops.delete([on.row.node, on.row.n]);
  }
  let bytes = 0;
  for (const change of on ? [on.change] : changes) {
    const op = draft.add(change, actor);
    bytes += byteLength(canonicalText(op.value)) + 200;
    if (bytes > maxPushBytes || draft.ops.length > maxOpsPerRequest) throw new Refused({ code: 'too-large', change });
  }
  await store(database, draft);
  return draft.ops;
}

type Loaded = {
  readonly ref: RecordRef;
  readonly states: Record<string, FieldState>;
  /** As it was; undefined for a new record. */
  readonly row: RecordRow | undefined;
};

/** Every record that the changes touch, as shown now, by its key. */
async function loadRecords(database: TequioDatabase, changes: readonly Change[]): Promise<ReadonlyMap<string, Loaded>> {
  const refs = [...new Map(changes.map(({ ref }) => [recordKeyText(ref), ref])).entries()];
  const [rows, own] = await Promise.all([
    database.records.bulkGet(refs.map(([, ref]) => recordKey(ref))),
    database.ops
      .where('over')
      .anyOf(refs.map(([key]) => key))
      .toArray(),
  ]);
  return new Map(
    refs.map(([key, { space, kind, id, town }], index) => {
      const row = rows[index];
      const ops = own.filter(({ over }) => over === key);
      const fixedTown = row?.accepted !== undefined ? row.shown.town : (ops[0]?.op.town ?? town);
      return [key, { ref: { space, kind, id, town: fixedTown }, states: { ...layOver(acceptedOf(row), ops) }, row }];
    }),
  );
}

/** Every text that the changes write in, by its key. */
async function loadTexts(database: TequioDatabase, changes: readonly Change[]): Promise<Map<string, TextRow>> {
  const fresh = changes.flatMap((change): TextRow[] => {
    if (change.type !== 'text') return [];
    const { space, kind, id, town } = change.ref;
    return [{ space, kind, id, town, field: change.field, accepted: { type: 'text', updates: [], seen: {} } }];
  });
  if (fresh.length === 0) return new Map();
  const rows = await database.texts.bulkGet(fresh.map(({ space, kind, id, field }) => [space, kind, id, field]));
  return new Map(fresh.map((row, index) => [textKeyText(row), rows[index] ?? row]));
}

/** One transaction in the making: pure, so that nothing but the database can come between reading and writing. */
class Draft {
  readonly ops: Op[] = [];
  readonly checks = new Map<number, readonly string[]>();
  readonly records: ReadonlyMap<string, Loaded>;
  readonly texts: Map<string, TextRow>;
  readonly now: number;
  device: DeviceRow;
  readonly #txs = new Map<boolean, number>();
  readonly #own: ReadonlySet<NodeId>;

  constructor(device: DeviceRow, now: number, records: ReadonlyMap<string, Loaded>, texts: Map<string, TextRow>) {
    this.device = device;
    this.#own = new Set(lanesOf(device).map(({ node }) => node));
    this.now = now;
    this.records = records;
    this.texts = texts;
  }

  add(change: Change, actor: Actor): Op {
    const record = this.records.get(recordKeyText(change.ref));
    if (!record) throw new Error('The record of a change was not loaded');
    const field = fieldOf(change);
    const text = change.type === 'text' ? this.texts.get(textKeyText({ ...change.ref, field })) : undefined;
    const replaced = text ? [] : replacedBy(change, record.states[field], this.#own);
    const op = this.#number(change, field, text ? baseOfText(text) : replaced.map(({ node, n }) => opName(node, n)));
    const code =
      validateOp(op) ??
      refusalOf(actor, op, showRecord(record.ref, record.states)) ??
      (record.ref.town !== op.town ? 'town-mismatch' : undefined);
    if (code) throw new Refused({ code, change });
    if (text) this.texts.set(textKeyText(text), textAfter(text, op));
    else record.states[field] = join(record.states[field], { op, stamp: op.stamp, accepted: true });
    this.ops.push(op);
    if (replaced.length > 0)
      this.checks.set(
        op.n,
        replaced.map(({ value }) => valueCheck(value)),
      );
    return op;
  }

  /** Leaves the newest op's number and base to the one that takes its place. */
  takeBack({ n, base: [lastOwn], ...op }: Op): void {
    this.device = { ...this.device, n: n - 1 };
    const text = this.texts.get(textKeyText(op));
    if (text) this.texts.set(textKeyText(op), { ...text, lastOwn });
  }

  /** Gives the op its number, stamp and transaction; in the device space numbers run downwards and never travel. */
  #number(change: Change, field: string, base: readonly OpName[]): Op {
    const isLocal = change.ref.space === deviceSpace;
    const stamp = nextStamp(this.device.clock, this.now);
    const n = isLocal ? this.device.localN - 1 : this.device.n + 1;
    this.device = { ...this.device, clock: stamp, ...(isLocal ? { localN: n } : { n }) };
    const tx = this.#txs.get(isLocal) ?? n;
    this.#txs.set(isLocal, tx);
    const { space, kind, id, town } = change.ref;
    return {
      node: this.device.node,
      n,
      space,
      kind,
      id,
      town,
      type: change.type,
      field,
      value: changeValue(change),
      stamp,
      base,
      tx,
    };
  }
}

async function store(database: TequioDatabase, draft: Draft): Promise<void> {
  const rows: OpRow[] = draft.ops.filter((op) => op.n > 0).map((op) => rowOf(op, draft));
  await Promise.all([
    database.ops.bulkAdd(rows),
    database.records.bulkPut([...draft.records.values()].map(rowAfter)),
    draft.texts.size > 0 && database.texts.bulkPut([...draft.texts.values()]),
    database.meta.put(draft.device),
  ]);
}

/** In the device space, where no page comes, own changes are accepted at once. */
function rowAfter({ ref, states, row }: Loaded): RecordRow {
  return { ...row, shown: shownOf(ref, states), ...(ref.space === deviceSpace && { accepted: JSON.stringify(states) }) };
}

function rowOf(op: Op, { now, checks }: Draft): OpRow {
  const found = checks.get(op.n);
  return { node: op.node, n: op.n, op, madeAt: now, over: recordKeyText(op), ...(found && { checks: found }) };
}

function baseOfText({ lastOwn }: TextRow): readonly OpName[] {
  return lastOwn === undefined ? [] : [lastOwn];
}

/** In the device space, where no page comes, an own update is accepted at once. */
function textAfter(text: TextRow, op: Op): TextRow {
  const accepted = op.n < 0 ? (join(text.accepted, { op, stamp: op.stamp, accepted: true }) as TextState) : text.accepted;
  return { ...text, accepted, lastOwn: opName(op.node, op.n) };
}

function fieldOf(change: Change): string {
  return 'field' in change ? change.field : lifeField;
}

function changeValue(change: Change): Json {
  if ('value' in change) return change.value;
  return change.type === 'delete' ? 'deleted' : 'live';
}

/**
 * delete, restore and a set that does not say what its author saw replace every head; remove takes away every tag of its
 * element. A set that does say it replaces what was seen, what this device wrote itself (one goes on typing), and what
 * says the same; a version that came meanwhile stays beside it.
 */
function replacedBy(change: Change, state: FieldState | undefined, own: ReadonlySet<NodeId>): readonly Head[] {
  if (change.type === 'add') return [];
  if (change.type === 'set' && change.seen && state?.type === 'register') {
    const known = new Set([...change.seen, change.value].map(canonicalText));
    return state.heads.filter(({ node, value }) => own.has(node) || known.has(canonicalText(value)));
  }
  if (change.type !== 'remove') return state?.type === 'register' ? state.heads : [];
  const element = canonicalText(change.value);
  const tags = state?.type === 'set' ? state.tags : [];
  return tags.filter(({ value }) => canonicalText(value) === element);
}

function refusalOf(actor: Actor, op: Op, record: ShownFacts): RefusalCode | undefined {
  const decision = decide(actor, op, record);
  return decision.allowed ? undefined : decision.code;
}

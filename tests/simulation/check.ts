// What must hold. Some of it at every moment (nothing is lost on a device, nothing reaches those who may not see it), the rest
// at a quiet point, when everybody has synced and nobody has anything left to say.

import { sql } from 'kysely';
import { lanesOf } from '#data/device-row.ts';
import { hasUnsent } from '#data/outbox.ts';
import { acceptedOf } from '#data/overlay.ts';
import { vanishedWords } from '#data/renewal.ts';
import { currentActor } from '#data/round-queries.ts';
import { type OpRow, type RecordRow, recordKey, textKeyText } from '#data/rows.ts';
import { openText } from '#data/text-document.ts';
import type { FieldState, Head } from '#domain/join.ts';
import { canonicalText, type Json } from '#domain/json.ts';
import type { Op } from '#domain/op.ts';
import { decide } from '#domain/permissions.ts';
import type { Store } from '#server/store/tables.ts';
import { Broken, type Loss } from './broken.ts';
import type { SimulatedDevice } from './device.ts';
import type { Journal } from './journal.ts';
import { foldLog, type LoggedOp, nameOf, placeOf, type ReferenceField, spacesOf, wrongStamp } from './reference.ts';
import { asToday, knows, knowsSort } from './versions.ts';

/** Something that a device told its user was saved; of a text, the word that was written. */
export type Saved = { readonly op: Op; readonly word: string };

/** By their content: stamps that ops had, and whether a device had been told of one. */
export type Given = Map<string, { readonly stamps: readonly string[]; readonly isKnown: boolean }>;

function demand(holds: boolean, loss: Loss, say: () => string): asserts holds {
  if (!holds) throw new Broken(loss, say());
}

/** Every op in the endpoint's database, in the order of arrival. */
export async function readLog(store: Store, journal: Journal): Promise<readonly LoggedOp[]> {
  const rows = await store.selectFrom('op').selectAll().orderBy(sql`rowid`).execute();
  const byName = new Map(rows.map((row) => [nameOf(row), row]));
  return rows.map((row) => journal.read(row, byName));
}

/** What rights come from, as it is at the endpoint now. */
export function rightsIn(log: readonly LoggedOp[]): ReadonlyMap<string, ReferenceField> {
  return foldLog(log.filter(({ kind }) => kind === 'membership' || kind === 'group'));
}

/** Own ops that are not refused stay on the screen: laid over what came down, or part of it. */
export async function checkScreen(device: SimulatedDevice): Promise<void> {
  const { database } = device;
  const [rows, records, texts] = await database.transaction('r', database.ops, database.records, database.texts, () =>
    Promise.all([database.ops.toArray(), database.records.toArray(), database.texts.toArray()]),
  );
  // What was taken away is gone from the screen, and what was given back is shown as still arriving.
  const unread = await database.spaces.filter(({ lost, arrived }) => lost !== undefined || !arrived).toArray();
  const isUnread = new Set(unread.map(({ space }) => space));
  const kept = new Map(records.map((row) => [recordPlace(row), acceptedOf(row)]));
  const written = new Map(texts.map((row) => [placeOf(row), row.accepted]));
  for (const { op, verdict, refused, over } of rows) {
    // After a restore a refused op has no verdict until it was sent again, and stays among the refused ones.
    if (over !== undefined || verdict === 'refused' || refused !== undefined || isUnread.has(op.space)) continue;
    const state = op.type === 'text' ? written.get(placeOf(op)) : kept.get(`${op.space} ${op.kind} ${op.id}`)?.[op.field];
    demand((state?.seen[op.node] ?? 0) >= op.n, 'lost', () => `${nameOf(op)} went off the screen of ${say(device)}`);
  }
}

/** A worker that does not ask the browser to call again has sent everything; to be called when it was alone. */
export async function checkSent({ worker, database, index }: SimulatedDevice): Promise<void> {
  const isAtRest = worker.end === 'resolved';
  demand(!isAtRest || !(await hasUnsent(database)), 'lost', () => `the worker of device ${index} left something unsent`);
}

export type Expected = {
  /** By device. */
  readonly saved: readonly (readonly Saved[])[];
  /** What is at the endpoint, and on no device that would send it again. */
  readonly owed: readonly Saved[];
  readonly given: Given;
  readonly journal: Journal;
};

export async function checkQuiet(
  store: Store,
  devices: readonly SimulatedDevice[],
  { saved, owed, given, journal }: Expected,
): Promise<void> {
  const log = await readLog(store, journal);
  const fields = foldLog(log);
  checkLog(log, given, journal);
  const arrived = new Set(log.map(({ content }) => content));
  for (const { op } of owed)
    demand(arrived.has(journal.contentOf(op)), 'lost', () => `the endpoint no longer has ${journal.contentOf(op)}`);
  await checkEndpoint(store, log, fields);
  for (const [index, device] of devices.entries()) {
    await checkOwn(device, saved[index] ?? [], log, fields, journal);
    if (device.outcome?.type === 'synced') await checkAccepted(store, device, fields);
  }
}

function checkLog(log: readonly LoggedOp[], given: Given, journal: Journal): void {
  const earlier = new Map<string, string>();
  const accepted = new Set<string>();
  for (const op of log) {
    const before = given.get(op.content);
    const own = [...(before?.stamps ?? []), ...(before?.isKnown ? [] : [op.stamp])];
    const wrongs = own.map((stamp) => wrongStamp({ ...op, stamp }, earlier));
    const wrong = wrongs.every((one) => one !== undefined) ? wrongs[0] : undefined;
    demand(wrong === undefined, 'diverged', () => `the stamp ${op.effective} of ${nameOf(op)} ${wrong}`);
    demand(op.n === 1 || earlier.has(nameOf({ node: op.node, n: op.n - 1 })), 'lost', () => `a hole before ${nameOf(op)}`);
    const isRepeated = op.code === null && op.type !== 'text' && accepted.has(op.content);
    demand(
      isRepeated === (op.same_as !== null) || (isRepeated && journal.isWrittenTwice(op.content)),
      'diverged',
      () => `${nameOf(op)} is ${isRepeated ? 'another op once more' : `said to be ${op.same_as}`}`,
    );
    if (op.code === null) accepted.add(op.content);
    demand(op.space !== 'device', 'leaked', () => `${nameOf(op)} of a device's own space`);
    const highest = [op.effective, earlier.get(op.content) ?? ''].sort().at(-1) ?? '';
    earlier.set(nameOf(op), op.effective).set(op.content, highest);
  }
  for (const [space, ops] of Map.groupBy(log, (op) => op.space)) {
    const numbers = ops.flatMap(({ number }) => number ?? []);
    demand(
      numbers.every((number, index) => number === index + 1),
      'diverged',
      () => `numbers of ${space}: ${numbers.join(' ')}`,
    );
  }
}

/** The endpoint's fields are those of the reference. */
async function checkEndpoint(store: Store, log: readonly LoggedOp[], fields: ReadonlyMap<string, ReferenceField>): Promise<void> {
  const rows = await store.selectFrom('field').selectAll().where('number', '>', 0).execute();
  for (const row of rows) {
    const field = fields.get(placeOf(row));
    demand(field !== undefined, 'diverged', () => `the endpoint holds ${placeOf(row)}, which nobody wrote`);
    const state: FieldState = JSON.parse(row.state); // a text's updates are its ops
    demand(
      state.type === 'text' || sameHolding(state, field),
      'diverged',
      () => `the endpoint's ${placeOf(row)} is ${row.state}, not ${tell(field)}`,
    );
    demand(row.number === field.number && row.town === field.town, 'diverged', () => `the number or town of ${placeOf(row)}`);
  }
  demand(rows.length === fields.size, 'lost', () => `the endpoint holds ${rows.length} fields of ${fields.size}`);
  for (const { space, head } of await store.selectFrom('space').selectAll().execute()) {
    const count = log.filter((op) => op.space === space && op.number !== null).length;
    demand(head === count, 'diverged', () => `the head of ${space} is ${head}, of ${count}`);
  }
}

/** The same heads, tags and removals in the same order; of a text, the same words. */
function sameHolding(state: FieldState, { held, removed }: ReferenceField): boolean {
  const names = held.map((op) => [nameOf(op), op.effective, canonicalText(op.value as Json)].join());
  const has = (heads: readonly { node: string; n: number; stamp: string; value: Json }[]) =>
    heads.map((head) => [nameOf(head), head.stamp, canonicalText(head.value)].join());
  if (state.type === 'register') return has(state.heads).join('\n') === names.join('\n');
  if (state.type === 'text') return wordsOf(state.updates) === wordsOf(held);
  return has(state.tags).join('\n') === names.join('\n') && [...state.removed].map(withoutCheck).sort().join() === removed.join();
}

/** The endpoint tells ops apart that share a name. */
function withoutCheck(name: string): string {
  return name.split(':').slice(0, 2).join(':');
}

function wordsOf(updates: readonly { readonly value: unknown }[]): string {
  return openText(
    'body',
    updates.map(({ value }) => String(value)),
  ).read();
}

/** Every saved op is kept on its device, and where the device says it is: the log, the refused list, or the outbox. */
async function checkOwn(
  device: SimulatedDevice,
  saved: readonly Saved[],
  log: readonly LoggedOp[],
  fields: ReadonlyMap<string, ReferenceField>,
  journal: Journal,
): Promise<void> {
  const arrived = new Map(log.map((op) => [nameOf(op), op]));
  const rows = await device.database.ops.toArray();
  const forgotten = await forgottenBy(device);
  const kept = new Set([...rows.map((row) => journal.contentOf(row.op)), ...log.filter(forgotten).map(({ content }) => content)]);
  await checkLocal(device, saved);
  for (const { op, word } of saved.filter(({ op }) => op.n > 0)) {
    if (op.type !== 'text')
      demand(kept.has(journal.contentOf(op)), 'lost', () => `${say(device)} no longer has ${journal.contentOf(op)}`);
    else {
      const own = rows.filter((row) => placeOf(row.op) === placeOf(op)).map((row) => row.op);
      const listed = await listedFor(device, op);
      const text = wordsOf([...(fields.get(placeOf(op))?.held ?? []), ...own, ...listed]);
      demand(text.includes(word), 'lost', () => `${word}, written on ${say(device)}, is not in ${text}`);
    }
  }
  for (const row of rows) {
    const found = arrived.get(nameOf(row));
    const isRight = isOutOfTouch(device) || (row.verdict === undefined ? false : found !== undefined && agrees(row, found));
    demand(
      isRight,
      'lost',
      () =>
        `${say(device)} says ${row.verdict ?? 'unsent'} of ${nameOf(row)}, the endpoint ${found ? (found.code ?? 'accepted') : 'nothing'}`,
    );
  }
}

/**
 * What stands in the list of what vanished of the op's text, when its author may not write there any more, and so not pass it
 * on: what was written upon it is told with it.
 */
async function listedFor({ database }: SimulatedDevice, op: Op): Promise<readonly Head[]> {
  const mayWrite = decide(await currentActor(database), op).allowed;
  return mayWrite ? [] : (await vanishedWords(database, new Set([textKeyText(op)]))).map(({ head }) => head);
}

/** Nobody else writes in a device's own space: it holds what was written last. */
async function checkLocal(device: SimulatedDevice, saved: readonly Saved[]): Promise<void> {
  const last = new Map(saved.filter(({ op }) => op.n < 0).map(({ op }) => [placeOf(op), op]));
  for (const { space, kind, id, field, value } of last.values()) {
    const state = acceptedOf(await device.database.records.get(recordKey({ space, kind, id })))[field];
    const held = state?.type === 'register' ? state.heads.map((head) => head.value) : [];
    demand(
      canonicalText(held) === canonicalText([value]),
      'lost',
      () => `${say(device)} holds ${canonicalText(held)}, and not ${canonicalText(value)}, which was written there alone`,
    );
  }
}

/** Tells the ops that a device no longer keeps because they are in a backup. */
async function forgottenBy({ database }: SimulatedDevice): Promise<(op: LoggedOp) => boolean> {
  const row = await database.meta.get('device');
  const lanes = row?.key === 'device' ? lanesOf(row) : [];
  const through = new Map(lanes.map(({ node, forgotten }) => [node, forgotten]));
  return ({ node, n }) => n <= (through.get(node) ?? 0);
}

function agrees({ op, verdict, refused, effective }: OpRow, found: LoggedOp): boolean {
  const same =
    canonicalText(op.value) === canonicalText(found.value as Json) && op.stamp === found.stamp && placeOf(op) === placeOf(found);
  return (
    same &&
    (verdict === 'refused') === (found.code !== null) &&
    (refused ?? null) === found.code &&
    (effective ?? op.stamp) === found.effective
  );
}

/** Whether the device has not joined, or its session has ended: it keeps everything, and sends nothing. */
export function isOutOfTouch({ outcome }: SimulatedDevice): boolean {
  if (outcome?.type === 'not-joined') return true;
  return outcome?.type === 'error' && (outcome.error === 'session-revoked' || outcome.error === 'no-session');
}

/** What the device accepted and shows is what the reference says of every space that its person may see. */
async function checkAccepted(store: Store, device: SimulatedDevice, fields: ReadonlyMap<string, ReferenceField>): Promise<void> {
  const { database } = device;
  const visible = spacesOf(device.who.person, fields);
  const spaces = await database.spaces.toArray();
  const current = spaces.filter(({ lost }) => !lost).map(({ space }) => space);
  demand(
    [...visible].sort().join() === current.sort().join(),
    'diverged',
    () => `${say(device)} is in ${current}, not in ${[...visible]}`,
  );
  const heads = new Map((await store.selectFrom('space').selectAll().execute()).map((row) => [row.space, row]));
  for (const { space, cursor, lost } of spaces) {
    const { head = 0, chain = '' } = heads.get(space) ?? {};
    demand(
      lost !== undefined || cursor.join() === [head, head, chain].join(),
      'diverged',
      () => `${say(device)} stands at ${cursor} in ${space}`,
    );
  }
  const expected = [...fields.values()].filter(({ space }) => visible.has(space));
  const states = await heldStates(device, visible);
  for (const field of expected) {
    const state = states.get(placeOf(field));
    demand(
      state !== undefined && sameHolding(state, field),
      'diverged',
      () => `${say(device)} holds ${JSON.stringify(state)} for ${placeOf(field)}, not ${tell(field)}`,
    );
  }
  demand(states.size === expected.length, 'diverged', () => `${say(device)} holds ${states.size} fields of ${expected.length}`);
  await checkShown(device, expected);
}

async function heldStates({ database }: SimulatedDevice, visible: ReadonlySet<string>): Promise<ReadonlyMap<string, FieldState>> {
  const states = new Map<string, FieldState>();
  const isHere = ({ space }: { readonly space: string }) => visible.has(space);
  for (const row of (await database.records.toArray()).filter(({ shown }) => isHere(shown))) {
    const { space, kind, id } = row.shown;
    for (const [field, state] of Object.entries(acceptedOf(row))) states.set(placeOf({ space, kind, id, field }), asToday(state));
  }
  for (const row of (await database.texts.toArray()).filter(isHere)) {
    if (Object.keys(row.accepted.seen).length > 0) states.set(placeOf(row), row.accepted);
  }
  return states;
}

function recordPlace({ shown: { space, kind, id } }: RecordRow): string {
  return `${space} ${kind} ${id}`;
}

/** Screens show the latest head, say which fields are to be decided, and what is deleted. */
async function checkShown(device: SimulatedDevice, fields: readonly ReferenceField[]): Promise<void> {
  const records = new Map((await device.database.records.toArray()).map((row) => [recordPlace(row), row.shown]));
  for (const [key, own] of Map.groupBy(fields, ({ space, kind, id }) => `${space} ${kind} ${id}`)) {
    const shown = records.get(key);
    const registers = own.filter(({ held }) => held.length > 0 && held[0]?.type !== 'text' && held[0]?.type !== 'add');
    const compared = registers.filter(({ kind, field }) => knowsSort(device.version, kind, field));
    const conflicts = compared.filter(({ held }) => new Set(held.map(({ value }) => canonicalText(value as Json))).size > 1);
    const isDeleted = registers.find(({ field }) => field === 'life')?.held[0]?.value === 'deleted';
    const told = shown && { deleted: shown.deleted, conflicts: [...shown.conflicts].sort().join() };
    const meant = {
      deleted: isDeleted,
      conflicts: conflicts
        .map(({ field }) => field)
        .sort()
        .join(),
    };
    demand(
      JSON.stringify(told) === JSON.stringify(meant),
      'diverged',
      () => `${say(device)} tells ${JSON.stringify(told)} of ${key}, not ${JSON.stringify(meant)}`,
    );
    for (const { kind, field, held } of registers) {
      if (field === 'life' || !knows(device.version, kind, field)) continue;
      const [value, best] = [canonicalText(shown?.[field] as Json), canonicalText(held[0]?.value as Json)];
      demand(value === best, 'diverged', () => `${say(device)} shows ${value} in ${key} ${field}, not ${best}`);
    }
  }
}

function say({ index, who }: SimulatedDevice): string {
  return `device ${index} (${who.key})`;
}

function tell({ held, removed }: ReferenceField): string {
  return JSON.stringify({ held: held.map(({ node, n, effective, value }) => [node, n, effective, value]), removed });
}

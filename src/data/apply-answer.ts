// Takes in what the endpoint answered: acknowledgements, verdicts and pages, in one transaction, so that a page and its
// cursor, an acknowledgement and its receipt, are never apart.
// Promises: a page's field state replaces the accepted one (a text's later updates are added); own ops stay laid over it
// until they are acknowledged and covered, so no screen steps back; applying an answer twice changes nothing.

import type { NodeId, Space } from '#domain/ids.ts';
import { type Head, headsOf, type TextState } from '#domain/join.ts';
import { opName, type RecordRef } from '#domain/op.ts';
import { laterStamp, type Stamp, zeroStamp } from '#domain/stamps.ts';
import type { RefusalCode } from '#protocol/codes.ts';
import type { Receipt } from '#protocol/history-token.ts';
import type { Page, PageRecord, SyncResponse, TextPage } from '#protocol/sync.ts';
import { type DataPorts, deviceRow, lanesOf, withLane } from './device-row.ts';
import { takeBack, wipeSpace } from './lost-space.ts';
import { passOn } from './mutate.ts';
import type { Departure } from './outbox.ts';
import { acceptedOf } from './overlay.ts';
import { addNew, applyRecords, type PageContext } from './page-records.ts';
import { receiptAfter } from './receipt.ts';
import { dropWhatIsGone, listVanished, missingWords, ofOwnTexts, renewalOf, unlistReturned, vanishedFrom } from './renewal.ts';
import { type Overlay, reshow, uncoveredOps } from './reshow.ts';
import { currentActor } from './round-queries.ts';
import { type DeviceRow, type OpRow, recordKey, recordKeyText, type SpaceRow, type TextRow, type Vanished } from './rows.ts';
import { storedText } from './text-queries.ts';

export type Applied =
  /** `passedOn`: whether it made this device write again what the endpoint has lost; that goes next. */
  | {
      readonly type: 'applied';
      readonly accepted: number;
      readonly refused: number;
      readonly fields: number;
      readonly passedOn: boolean;
    }
  /** The endpoint has ops under this device's name that this device never held: a copy of it made them. */
  | { readonly type: 'fork'; readonly at: number }
  /** The receipt is not what the verdicts come to. */
  | { readonly type: 'receipt-differs' };

class ReceiptDiffers extends Error {}

/** `departure` is what the request was made from. An op that no request carried is never acknowledged. */
export async function applyAnswer(
  ports: DataPorts,
  { device, lane, ops: sent }: Departure,
  answer: SyncResponse,
): Promise<Applied> {
  if (lane.node === device.node && answer.acked > lane.n) return { type: 'fork', at: lane.n + 1 };
  const { database } = ports;
  const tables = [database.records, database.texts, database.ops, database.spaces, database.meta];
  try {
    return await database.transaction('rw', tables, async () => {
      const touched = await acknowledge(ports, lane.node, sent, answer);
      await takeBack(
        database,
        answer.pages.map(({ space }) => space),
      );
      const overlay = await uncoveredOps(database);
      let fields = 0;
      const missing: Vanished[] = [];
      for (const page of answer.pages) fields += await applyPage(ports, page, overlay, missing);
      await reshow(database, touched, overlay);
      for (const { space, by } of answer.lost) await wipeSpace(database, space, by, answer.now);
      const words = await ofOwnTexts(database, missing);
      const passedOn = words.length > 0 && (await passOn(ports, await currentActor(database), words));
      const taken = new Set(sent.filter(({ n }) => n <= answer.acked).map(({ n }) => n));
      const refused = answer.refused.filter(([n]) => taken.has(n)).length;
      return { type: 'applied', accepted: taken.size - refused, refused, fields, passedOn } as const;
    });
  } catch (error) {
    if (error instanceof ReceiptDiffers) return { type: 'receipt-differs' };
    throw error;
  }
}

/** Notes verdicts, effective stamps and the receipt; returns the records of refused ops, which must be shown anew. */
async function acknowledge(
  ports: DataPorts,
  node: NodeId,
  sent: readonly OpRow[],
  answer: SyncResponse,
): Promise<readonly RecordRef[]> {
  const { database } = ports;
  const device = await deviceRow(ports);
  const lane = lanesOf(device).find((one) => one.node === node);
  if (!lane) return [];
  const codes = new Map<number, string>(answer.refused);
  const stamps = new Map<number, Stamp>(answer.stamps);
  const fresh = sent.filter(({ n }) => n > lane.acked && n <= answer.acked);
  let receipt: Receipt = lane.receipt;
  const judged = fresh.map((row): OpRow => {
    const done = withVerdict(row, codes.get(row.n), stamps.get(row.n), answer.now);
    receipt = receiptAfter(receipt, done);
    return done;
  });
  const acked = judged.at(-1)?.n ?? lane.acked;
  if (acked === answer.acked && receipt !== answer.receipt) throw new ReceiptDiffers();
  await database.ops.bulkPut(judged);
  const clock = [...stamps.values()].reduce(laterStamp, device.clock);
  await database.meta.put({ ...withLane(device, { ...lane, acked, receipt }), clock });
  const refused = judged.filter(({ verdict }) => verdict === 'refused');
  await forgetFallenTexts(ports, refused);
  const turned = judged.filter(({ verdict }, index) => verdict === 'accepted' && fresh[index]?.refused !== undefined);
  return [...refused, ...turned].map(({ op }) => op);
}

function withVerdict(row: OpRow, code: string | undefined, stamp: Stamp | undefined, sentAt: number): OpRow {
  const { refused: _refused, effective: _effective, discarded, again: _again, ...rest } = row;
  const known = { ...rest, sentAt, ...(stamp !== undefined && { effective: stamp }) };
  // An op that was refused before the endpoint was restored may be accepted now: then it counts like any other.
  if (code === undefined) return { ...known, verdict: 'accepted', over: recordKeyText(row.op) };
  return { ...known, verdict: 'refused', refused: code as RefusalCode, ...(discarded && { discarded }) };
}

/** A text op that builds on a refused one would be refused as well, so the next one starts from what was accepted. */
async function forgetFallenTexts({ database }: DataPorts, refused: readonly OpRow[]): Promise<void> {
  for (const { op } of refused.filter((row) => row.op.type === 'text')) {
    const { space, kind, id, field } = op;
    const known = await database.texts.get([space, kind, id, field]);
    const { fallen } = await storedText(database, op, field);
    const hasFallen = fallen.some(({ node, n }) => opName(node, n) === known?.lastOwn);
    if (hasFallen) await database.texts.update([space, kind, id, field], { lastOwn: undefined });
  }
}

/** Adds to `missing` what a restored endpoint no longer has of texts. */
async function applyPage(ports: DataPorts, page: Page, overlay: Overlay, missing: Vanished[]): Promise<number> {
  const { database } = ports;
  const space = await database.spaces.get(page.space);
  const renewal = renewalOf(space, page);
  if (renewal !== undefined) {
    await listVanished(database, await lostIn(ports, page, vanishedFrom));
    if (space?.renewing) missing.push(...(await lostIn(ports, page, missingWords)));
  }
  const context = { hasArrived: space?.arrived ?? false, renewal, overlay };
  await Promise.all([applyRecords(database, page, context), applyTexts(ports, page, context)]);
  await unlistReturned(database, page);
  await cover(ports, page, overlay);
  if (renewal !== undefined && page.to >= page.head) missing.push(...(await finishRenewal(ports, page.space, renewal, overlay)));
  await advance(ports, page, space, renewal);
  return page.records.reduce((count, { fields }) => count + Object.keys(fields).length, 0);
}

async function lostIn(ports: DataPorts, page: Page, lostFrom: typeof vanishedFrom): Promise<readonly Vanished[]> {
  const { database } = ports;
  const own = await ownNodes(ports);
  const found: Vanished[] = [];
  for (const { kind, id, town, fields } of page.records) {
    const ref = { space: page.space, kind, id, town };
    const accepted = acceptedOf(await database.records.get(recordKey(ref)));
    for (const [field, now] of Object.entries(fields)) {
      const before = now.type === 'text' ? (await database.texts.get([ref.space, kind, id, field]))?.accepted : accepted[field];
      found.push(...lostFrom(ref, field, before, now, own));
    }
  }
  return found;
}

/** Gives what the endpoint no longer has of texts. */
async function finishRenewal(ports: DataPorts, space: Space, renewal: number, overlay: Overlay): Promise<readonly Vanished[]> {
  const { touched, vanished, missing } = await dropWhatIsGone(ports.database, space, renewal, await ownNodes(ports));
  await listVanished(ports.database, vanished);
  await reshow(ports.database, touched, overlay);
  return missing;
}

async function ownNodes(ports: DataPorts): Promise<ReadonlySet<NodeId>> {
  return new Set(lanesOf(await deviceRow(ports)).map(({ node }) => node));
}

async function applyTexts({ database }: DataPorts, page: Page, { hasArrived, renewal }: PageContext): Promise<void> {
  const mark = renewal === undefined ? {} : { renewed: renewal };
  const rowAfter = ({ row, state }: Brought, before?: TextRow): TextRow => {
    const accepted = withEarlier(state, before?.accepted.updates ?? []);
    return { ...row, accepted, ...mark, ...(before?.lastOwn !== undefined && { lastOwn: before.lastOwn }) };
  };
  const brought = page.records.flatMap((record) => textsOf(page.space, record));
  const known = hasArrived ? brought : await addNew(database.texts, brought, (text) => rowAfter(text));
  const rows = await database.texts.bulkGet(known.map(({ row: { space, kind, id, field } }) => [space, kind, id, field]));
  await database.texts.bulkPut(known.map((text, index) => rowAfter(text, rows[index])));
}

type Brought = { readonly row: Omit<TextRow, 'accepted'>; readonly state: TextPage };

function textsOf(space: Space, { kind, id, town, fields }: PageRecord): readonly Brought[] {
  return Object.entries(fields).flatMap(([field, state]) =>
    state.type === 'text' ? [{ row: { space, kind, id, town, field }, state }] : [],
  );
}

function withEarlier({ after, ...text }: TextPage, known: readonly Head[]): TextState {
  const earlier = after === 0 ? [] : known;
  const names = new Set(earlier.map(({ node, n }) => opName(node, n)));
  return { ...text, updates: [...earlier, ...text.updates.filter(({ node, n }) => !names.has(opName(node, n)))] };
}

/** Own ops that are acknowledged and lie in what the pages brought no longer need to be laid over it. */
async function cover({ database }: DataPorts, page: Page, overlay: Overlay): Promise<void> {
  const rows = [...overlay.values()].flat();
  const covered = rows.filter(({ node, n, op, verdict }) => verdict && op.space === page.space && n <= (page.covers[node] ?? 0));
  // A refused op stands for its bases as long as a later own one may build on it.
  const isLast = (row: OpRow) => (overlay.get(row.over ?? '') ?? []).every((other) => covered.includes(other));
  const done = covered.filter((row) => row.verdict === 'accepted' || isLast(row));
  for (const row of done) {
    const key = row.over ?? '';
    overlay.set(
      key,
      (overlay.get(key) ?? []).filter((other) => other !== row),
    );
  }
  await database.ops.bulkPut(done.map(({ over: _over, ...row }) => row));
}

async function advance(ports: DataPorts, page: Page, known: SpaceRow | undefined, renewal: number | undefined): Promise<void> {
  const { database } = ports;
  const isLevel = page.to >= page.head;
  const renewals = renewal ?? known?.renewals;
  await database.spaces.put({
    space: page.space,
    cursor: [page.to, page.head, page.chain],
    arrived: known?.arrived === true || isLevel,
    ...(renewals !== undefined && { renewals }),
    ...(renewal !== undefined && !isLevel && { renewing: true }),
  });
  const device = await deviceRow(ports);
  const clock = highestStamp(page, device);
  if (clock !== device.clock) await database.meta.put({ ...device, clock });
}

function highestStamp(page: Page, device: DeviceRow): Stamp {
  let highest = device.clock;
  for (const { fields } of page.records) {
    for (const state of Object.values(fields)) {
      highest = headsOf(state).reduce((stamp, head) => laterStamp(stamp, head.stamp), highest ?? zeroStamp);
    }
  }
  return highest;
}

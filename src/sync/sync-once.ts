// One run of sync: push own ops, take in pages, again until both sides are level. Page and service worker call the same
// function; a lock of the platform keeps them apart. While one page is stored, the next is on its way.
// Promises: never throws for an expected outcome; may be cut off or repeated at any point without losing or doubling a
// change; "synced" means that the endpoint's receipt for every op sent is stored here.
// Leaves to others: when to run (schedule.ts), how bytes travel (the `send` it is given), what to say (i18n).

import { applyAnswer } from '#data/apply-answer.ts';
import { type DataPorts, ensureDeviceRow, lanesOf } from '#data/device-row.ts';
import { dueDigests } from '#data/digests.ts';
import { adaptLine, noteOutcome, pageBytesAfter } from '#data/line.ts';
import { type Departure, hasUnsent, prepareDeparture } from '#data/outbox.ts';
import { forgetOldOps, moveToNewLane, startOver } from '#data/repair.ts';
import type { Lane } from '#data/rows.ts';
import type { ErrorBody, RequestError } from '#protocol/codes.ts';
import { maxOpsPerRequest, maxPushBytes, minPageBytes } from '#protocol/limits.ts';
import { type Cursor, type Page, parseError, parseSyncResponse, type SyncRequest, type SyncResponse } from '#protocol/sync.ts';
import { protocolVersion } from '#protocol/version.ts';
import { opToWire } from '#protocol/wire-op.ts';

/** What came back over the line: an answer with a body, or nothing (no signal, cut off, timed out). */
export type Delivered = { readonly type: 'answer'; readonly status: number; readonly body: unknown } | { readonly type: 'cut' };

export type SyncDeps = {
  readonly ports: DataPorts;
  /** Posts the JSON to /api/sync; what it gives waits for the answer. Neither throws; a line that fails is 'cut'. */
  readonly send: (request: SyncRequest) => () => Promise<Delivered>;
  /** Runs the function while no other run, in any tab or worker, is under way; undefined if one is. */
  readonly exclusively: <Value>(run: () => Promise<Value>) => Promise<Value | undefined>;
};

export type SyncOutcome =
  | { readonly type: 'synced'; readonly sent: number; readonly refused: number; readonly received: number }
  /** Another tab or the worker is at it. */
  | { readonly type: 'running-elsewhere' }
  /** Nobody joined yet: there is nothing to sync with. */
  | { readonly type: 'not-joined' }
  | { readonly type: 'cut' }
  | { readonly type: 'error'; readonly error: RequestError | 'receipt-differs' | 'unreadable' };

/** Repairs of one run: a device that was copied again and again needs one a copy. */
const maxRepairs = 50;

/** Requests of one run: far more than a year's work needs; a bound against an endpoint that never says "level". */
const maxRequests = 10_000;

export async function syncOnce(deps: SyncDeps): Promise<SyncOutcome> {
  const outcome = (await deps.exclusively(() => run(deps))) ?? { type: 'running-elsewhere' as const };
  if (outcome.type !== 'running-elsewhere' && outcome.type !== 'not-joined') await noteOutcome(deps.ports, outcome);
  return outcome;
}

async function run(deps: SyncDeps): Promise<SyncOutcome> {
  const sum = { sent: 0, refused: 0, received: 0 };
  let pushBytes = maxPushBytes;
  let repairs = 0;
  let ahead: Asked | undefined;
  for (let count = 0; count < maxRequests; count += 1) {
    const { departure, answered } = ahead ?? (await ask(deps, pushBytes));
    if (departure.device.account === null || !answered) return { type: 'not-joined' };
    ahead = undefined;
    const delivered = await answered();
    if (delivered.type === 'cut') {
      await adaptLine(deps.ports, 'cut');
      return { type: 'cut' };
    }
    if (delivered.status !== 200) {
      const problem = parseError(delivered.body);
      if (problem.error === 'too-large' && pushBytes >= minPageBytes) {
        pushBytes = Math.floor(pushBytes / 2); // something on the way takes less than the protocol allows
        continue;
      }
      repairs += 1;
      if (repairs > maxRepairs || !(await repair(deps.ports, departure.lane, problem)))
        return { type: 'error', error: problem.error };
      continue;
    }
    const answer = parseSyncResponse(delivered.body);
    if (!answer) return { type: 'error', error: 'unreadable' };
    const next = departureAfter(departure, answer);
    if (next && !(await hasUnsent(deps.ports.database))) ahead = { departure: next, answered: deps.send(requestOf(next)) };
    const applied = await applyAnswer(deps.ports, departure, answer);
    if (applied.type === 'receipt-differs') return { type: 'error', error: 'receipt-differs' };
    if (applied.type === 'fork') {
      repairs += 1;
      if (repairs > maxRepairs) return { type: 'error', error: 'fork' };
      const { n } = await ensureDeviceRow(deps.ports);
      // What was written meanwhile may be the very ops that the copy sent: once they are sent too, their hashes tell.
      if (n < applied.at) await moveToNewLane(deps.ports, departure.lane.node, applied.at);
      continue;
    }
    await forgetOldOps(deps.ports, answer.now, answer.backedUpThrough);
    await adaptLine(deps.ports, 'delivered');
    sum.sent += applied.accepted;
    sum.refused += applied.refused;
    sum.received += applied.fields;
    if (isLevel(departure, answer) && !applied.passedOn) return { type: 'synced', ...sum };
    if (!hasMoved(departure, answer) && !applied.passedOn) return { type: 'error', error: 'unreadable' };
  }
  return { type: 'error', error: 'unreadable' };
}

/** What was asked, and how to wait for its answer. */
type Asked = { readonly departure: Departure; readonly answered?: () => Promise<Delivered> };

/** Nobody is asked before somebody has joined. */
async function ask({ ports, send }: SyncDeps, maxBytes: number): Promise<Asked> {
  const departure = await prepareDeparture(ports, { maxOps: maxOpsPerRequest, maxBytes });
  if (departure.device.account === null) return { departure };
  // What goes up now moves the heads, and digests are of what stands at its head.
  const digests = departure.ops.length === 0 ? await dueDigests(ports) : undefined;
  return { departure, answered: send({ ...requestOf(departure), ...(digests && { digests }) }) };
}

/**
 * The departure that will follow when this answer is stored, if that is certain: it brings pages and nothing else, and there
 * are more to come. Asked ahead, it brings pages only, so that nothing is lost with it.
 */
function departureAfter(departure: Departure, answer: SyncResponse): Departure | undefined {
  const { device, lane, ops } = departure;
  const isNews = ops.length > 0 || answer.acked !== lane.acked || answer.receipt !== lane.receipt || answer.lost.length > 0;
  if (isNews || isLevel(departure, answer) || !hasMoved(departure, answer)) return undefined;
  const cursors: Record<string, Cursor> = { ...departure.cursors };
  for (const { space, to, head, chain } of answer.pages) cursors[space] = [to, head, chain];
  return { ...departure, device: { ...device, pageBytes: pageBytesAfter('delivered', device.pageBytes) }, cursors };
}

/** Whether something was done about the problem, so that asking again makes sense. */
async function repair(ports: DataPorts, lane: Lane, problem: ErrorBody): Promise<boolean> {
  if (problem.error === 'unknown-history') await startOver(ports, problem.nodes ?? [], problem.spaces ?? []);
  else if (problem.at !== undefined) await moveToNewLane(ports, lane.node, problem.at);
  else if (problem.error === 'hole' && lane.acked > lane.forgotten) await startOver(ports, [lane.node], []);
  else if (problem.error === 'hole') await moveToNewLane(ports, lane.node, lane.forgotten + 1);
  else return false;
  return true;
}

function requestOf({ device, lane, ops, cursors }: Departure): SyncRequest {
  return {
    version: protocolVersion,
    nodes: Object.fromEntries(lanesOf(device).map(({ node, acked, receipt }) => [node, [acked, receipt]])),
    from: { node: lane.node, n: lane.acked + 1 },
    ops: ops.map((row) => opToWire(row.op, row.again ? row : { was: row.was })),
    cursors: Object.fromEntries(Object.entries(cursors).map(([space, [to, head, chain]]) => [space, [to, head, chain]])),
    maxBytes: device.pageBytes,
  };
}

/** Whether the answer brought either side further: an endpoint that only says "go on" would be asked for ever. */
function hasMoved({ lane, cursors }: Departure, answer: SyncResponse): boolean {
  const hasAcknowledged = answer.acked > lane.acked;
  const isNews = ({ space, after, to }: Page) => after < (cursors[space]?.[0] ?? 0) || to > (cursors[space]?.[0] ?? -1);
  return hasAcknowledged || answer.pages.some(isNews);
}

/** Whether this answer left nothing to send and nothing to fetch: what was made during the request goes next. */
function isLevel({ device, lane }: Departure, answer: SyncResponse): boolean {
  const isSent = (one: Lane) => (one.node === lane.node ? Math.max(lane.acked, answer.acked) : one.acked) >= one.n;
  const hasBegun = (space: string) => answer.pages.some((page) => page.space === space);
  return lanesOf(device).every(isSent) && answer.pages.every(({ to, head }) => to >= head) && answer.gained.every(hasBegun);
}

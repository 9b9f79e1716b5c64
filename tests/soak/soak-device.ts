// A device of the soak: works a little, syncs, waits; keeps what was not acknowledged and sends it again, as every device does.
// It holds a stream of heads while the endpoint lets it, and remembers what it was promised.

import { setTimeout as pause } from 'node:timers/promises';
import { firstUpdate } from '#data/text-document.ts';
import { opHash } from '#domain/hash.ts';
import { createId } from '#domain/ids.ts';
import { headNames } from '#domain/join.ts';
import { type Op, type OpName, opName } from '#domain/op.ts';
import type { SyncResponse } from '#protocol/sync.ts';
import { type Choice, createChoice } from '#tests/bench/choice.ts';
import { itemTitle, noteText } from '#tests/bench/municipal-texts.ts';
import type { Asker, Line } from '#tests/load/line.ts';
import { aLineDevice } from '#tests/load/line-device.ts';
import type { Programme } from '#tests/load/programme.ts';
import type { OpHashes } from '#tests/load/stored-ops.ts';
import type { Draft, WireDevice } from '#tests/server/wire-device.ts';

export type SoakDevice = {
  /** Works and syncs until it is told to stop; then sends what is left. */
  readonly run: (isOver: () => boolean) => Promise<void>;
  /** Every op that was made here. */
  readonly saved: OpHashes;
  readonly acknowledged: OpHashes;
  /** What the endpoint said instead of taking a push in, by code; 'line' where it said nothing. */
  readonly turnedAway: ReadonlyMap<string, number>;
};

/** No more is made while so much waits to be sent. */
const mostPending = 200;

export type Pace = { readonly seed: number /** About, from one sync to the next. */; readonly betweenSyncsMs: number };

export function createSoakDevice(
  { account, place }: Programme['devices'][number],
  line: Line,
  { seed, betweenSyncsMs }: Pace,
): SoakDevice {
  const choice = createChoice(seed);
  const device = aLineDevice(account, line);
  const saved = new Map<OpName, string>();
  const acknowledged = new Map<OpName, string>();
  const turnedAway = new Map<string, number>();
  let pending: readonly Op[] = [];

  const sync = async () => {
    const answer = await device.post(device.request(pending)).catch(() => undefined);
    if (answer?.status !== 200) {
      const code = answer ? String(answer.body.error) : 'line';
      turnedAway.set(code, (turnedAway.get(code) ?? 0) + 1);
      return;
    }
    device.takeIn(answer.body as unknown as SyncResponse);
    for (const op of pending) if (op.n <= device.acked) acknowledged.set(opName(op.node, op.n), opHash(op));
    pending = pending.filter(({ n }) => n > device.acked);
  };

  const work = () => {
    if (pending.length > mostPending) return;
    const made = someWork(device, account.person, place, choice);
    for (const op of made) saved.set(opName(op.node, op.n), opHash(op));
    pending = [...pending, ...made];
  };

  return {
    saved,
    acknowledged,
    turnedAway,
    run: async (isOver) => {
      await pause(choice.between(0, betweenSyncsMs));
      const streaming = holdStream(line, account, isOver);
      while (!isOver()) {
        work();
        await sync();
        await pause(choice.between(betweenSyncsMs / 2, (3 * betweenSyncsMs) / 2));
      }
      for (let again = 0; pending.length > 0 && again < 10; again += 1) await sync();
      await streaming;
    },
  };
}

/** A tick or two, a title, now and then a note. Several devices of a town do so to the same points. */
function someWork(
  device: WireDevice,
  person: string,
  { items, plan, space, town }: Programme['devices'][number]['place'],
  choice: Choice,
): readonly Op[] {
  const at = Date.now();
  if (choice.chance(0.1)) {
    const random = (count: number) => Uint8Array.from({ length: count }, () => choice.between(0, 255));
    const note = { space, town, kind: 'note', id: createId(at, random) };
    return device.transaction([
      { ...note, field: 'plan', value: plan },
      { ...note, field: 'begun', value: { by: person, at } },
      { ...note, type: 'text', field: 'body', value: firstUpdate('body', noteText(choice, 200)) },
    ]);
  }
  return Array.from({ length: choice.between(1, 4) }, () => {
    const id = items[choice.between(0, items.length - 1)] ?? '';
    const field = choice.chance(0.8) ? 'check' : 'title';
    const value = field === 'title' ? itemTitle(choice) : choice.chance(0.7) ? { by: person, at } : null;
    const base = headNames(device.fields.get(`${space} item ${id} ${field}`));
    const draft: Draft = { space, town, kind: 'item', id, field, value, base };
    return device.op(draft);
  });
}

/** Opens it again whenever it ends, as a page does that is looked at. */
async function holdStream(line: Line, asker: Asker, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const stream = await line.listen('/api/events', asker).catch(() => undefined);
    const isOpen = stream?.statusCode === 200;
    let hasEnded = !isOpen;
    stream
      ?.on('error', () => {})
      .on('close', () => {
        hasEnded = true;
      });
    stream?.resume();
    while (!hasEnded && !isOver()) await pause(200);
    stream?.destroy();
    if (!isOver()) await pause(500);
  }
}

// The small round on one device, as somebody of it or before joining, without an endpoint; and what a colleague wrote elsewhere,
// as the next page would bring it.

import 'fake-indexeddb/auto'; // before anything that loads dexie
import { screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { adoptAccount, ensureDeviceRow } from '#data/device-row.ts';
import { layDown } from '#data/lay-down.ts';
import { acceptedOf, recordRow } from '#data/overlay.ts';
import { recordsOf } from '#data/record-queries.ts';
import { currentActor } from '#data/round-queries.ts';
import { recordKey, recordKeyText } from '#data/rows.ts';
import { firstUpdate } from '#data/text-document.ts';
import { setFields } from '#domain/change.ts';
import { visibleSpaces } from '#domain/grants.ts';
import { join, type TextState } from '#domain/join.ts';
import type { Json } from '#domain/json.ts';
import type { Op, RecordRef } from '#domain/op.ts';
import type { KindName, ShownOf } from '#domain/records.ts';
import { stampOf } from '#domain/stamps.ts';
import { buildExampleRound } from '#example/build-example-round.ts';
import { aDevice } from './device.ts';
import { smallRound } from './round.ts';
import { type Screen, showScreen } from './screens.tsx';

export type SmallDevice = Awaited<ReturnType<typeof aDevice>>;

const colleague = 'COLLEAGUE';

/** A device that joined the small round as the person with that key; null: before joining, with nothing on it. */
export async function aDeviceOf(personKey: string | null): Promise<SmallDevice> {
  const device = await aDevice();
  if (personKey === null) return device;
  const { roundId, people, transactions } = buildExampleRound(smallRound, firstUpdate);
  const idOf = (key: string) => people.find((each) => each.key === key)?.id ?? '';
  const town = people.find(({ key }) => key === 'official')?.town?.id ?? null;
  const ref = { space: `round:${roundId}`, kind: 'device', id: colleague, town };
  const card = setFields(ref, 'device', { person: idOf('official'), name: 'Computadora', node: colleague, revoked: false });
  await layDown(device.database, 'SEED', [...transactions, { at: Date.UTC(2026, 6, 14), changes: card }]);
  const { node } = await ensureDeviceRow(device);
  await adoptAccount(device, { person: idOf(personKey), device: node, round: roundId });
  const spaces = visibleSpaces(await currentActor(device.database));
  await device.database.spaces.bulkPut(spaces.map((space) => ({ space, cursor: [0, 0, ''], arrived: true })));
  return device;
}

/** The record of a kind with that title. Throws when there is none. */
export async function recordTitled<Name extends KindName & ('plan' | 'line' | 'action' | 'item')>(
  device: SmallDevice,
  kind: Name,
  title: string,
): Promise<ShownOf<Name>> {
  const found = (await recordsOf(device.database, kind)).find((record) => 'title' in record && record.title === title);
  if (!found) throw new Error(`No ${kind} is called ${title}`);
  return found;
}

let colleaguesOps = 0;

/** A colleague set a field without having seen what this device wrote since. At: ms since 1970. */
export async function aColleagueSets(device: SmallDevice, ref: RecordRef, field: string, value: Json, at: number): Promise<void> {
  const { database } = device;
  const accepted = acceptedOf(await database.records.get(recordKey(ref)));
  const op = opOf(ref, field, value, at, 'set');
  const after = { ...accepted, [field]: join(accepted[field], { op, stamp: op.stamp, accepted: true }) };
  await database.transaction('rw', [database.records, database.ops], async () => {
    const own = await database.ops.where('over').equals(recordKeyText(ref)).toArray();
    await database.records.put(recordRow(ref, after, own));
  });
}

/** A colleague's update of a text has arrived. */
export async function aColleagueWrites(device: SmallDevice, ref: RecordRef, field: string, update: string): Promise<void> {
  const { database } = device;
  const { space, kind, id, town } = ref;
  const row = await database.texts.get([space, kind, id, field]);
  const before: TextState = row?.accepted ?? { type: 'text', updates: [], seen: {} };
  const op = opOf(ref, field, update, Date.UTC(2026, 6, 15, 17), 'text');
  const accepted = join(before, { op, stamp: op.stamp, accepted: true });
  if (accepted.type !== 'text') throw new Error('not a text');
  await database.texts.put({ ...row, space, kind, id, town, field, accepted });
}

function opOf({ space, kind, id, town }: RecordRef, field: string, value: Json, at: number, type: 'set' | 'text'): Op {
  colleaguesOps += 1;
  const n = colleaguesOps;
  return { node: colleague, n, space, kind, id, town, type, field, value, stamp: stampOf(at, 0), base: [], tx: n };
}

/** Shows a screen of this device and waits for the text that says that it is there. */
export async function showOn(device: SmallDevice, page: ReactNode, at: string, seen: string): Promise<Screen> {
  const shown = await showScreen(page, device, { at });
  await screen.findAllByText(seen);
  return shown;
}

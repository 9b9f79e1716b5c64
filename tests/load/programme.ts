// A programme of as many towns as wanted, and devices that have joined it: what a load is put on.
// Towns share a group space, each has a plan there as large as those of a full round (large-round.ts). Everything is written
// by the endpoint's own parts, straight into the database, before a process serves it.

import { firstUpdate } from '#data/text-document.ts';
import { type Change, setFields } from '#domain/change.ts';
import { createId, createNodeId, groupSpace, type NodeId, type RecordId, roundSpace, type Space } from '#domain/ids.ts';
import type { Role } from '#domain/kinds/membership.ts';
import { firstKeys } from '#domain/order.ts';
import { parseJoined } from '#protocol/invitation.ts';
import { commitChanges } from '#server/commit/change-to-op.ts';
import { createEndpoint, type Endpoint } from '#server/endpoint.ts';
import { beginRound } from '#server/example.ts';
import { createInvitation } from '#server/invitations.ts';
import type { Store } from '#server/store/tables.ts';
import { type Choice, createChoice } from '#tests/bench/choice.ts';
import { actionTitle, itemTitle, lineTitle, noteText, planAim, planTitle } from '#tests/bench/municipal-texts.ts';
import type { Asker } from '#tests/load/line.ts';
import { postJson } from '#tests/support/endpoint.ts';

export type ProgrammeSize = {
  readonly towns: number;
  /** Towns that share a group. */
  readonly townsPerGroup: number;
  /** Liaisons of each town who have joined with a device. */
  readonly devicesPerTown: number;
};

/** A town's plan in its group. */
export type TownPlan = {
  readonly town: RecordId;
  readonly group: RecordId;
  readonly space: Space;
  readonly plan: RecordId;
  readonly action: RecordId;
  /** Nobody has ticked one yet. */
  readonly items: readonly RecordId[];
};

/** A device that has joined. */
export type Account = Asker & { readonly node: NodeId; readonly person: RecordId; readonly device: RecordId };

export type Programme = {
  readonly devices: readonly { readonly account: Account; readonly place: TownPlan }[];
  readonly round: RecordId;
  /** Sees every group. */
  readonly coordinator: Account;
};

const [linesPerPlan, actionsPerLine, itemsPerPlan, notesPerPlan] = [2, 15, 60, 10];

/** Fills an empty database; takes some 20 ms for each plan and device. */
export async function fillProgramme(store: Store, { towns, townsPerGroup, devicesPerTown }: ProgrammeSize): Promise<Programme> {
  const choice = createChoice(20_261_128);
  const random = (count: number) => Uint8Array.from({ length: count }, () => choice.between(0, 255));
  const round = await beginRound(store, Date.now(), random);
  const newId = () => createId(Date.now(), random);
  const endpoint = createEndpoint({ store, now: Date.now, random, log: silent });
  let joinedSoFar = 0;
  const join = async (role: Role, town: RecordId | null, groups: readonly RecordId[]) => {
    const offer = { role, town, groups, round, position: 'Enlace municipal', person: null };
    const { link } = await createInvitation(store, offer, { nowMs: Date.now(), random });
    joinedSoFar += 1;
    return joined(endpoint, link, createNodeId(random), addressOf(joinedSoFar));
  };

  const node = createNodeId(random);
  const write = (changes: readonly Change[]) => store.transaction().execute((tx) => commitChanges(tx, node, changes, Date.now()));
  const places: TownPlan[] = [];
  let group = '';
  for (let index = 0; index < towns; index += 1) {
    const town = newId();
    const inRound = { space: roundSpace(round), kind: 'town', id: town, town };
    if (index % townsPerGroup === 0) {
      group = newId();
      const ref = { ...inRound, kind: 'group', id: group, town: null };
      await write(setFields(ref, 'group', { name: `Grupo ${index + 1}`, theme: newId(), sessionDays: [] }));
    }
    await write(setFields(inRound, 'town', { name: `Municipio ${index + 1}`, part: 'receiver' }));
    const { place, changes } = planOf(town, group, choice, newId);
    await write(changes);
    places.push(place);
  }

  const devices: Programme['devices'][number][] = [];
  for (const place of places) {
    for (let count = 0; count < devicesPerTown; count += 1) {
      devices.push({ place, account: await join('liaison', place.town, [place.group]) });
    }
  }
  return { devices, round, coordinator: await join('coordinator', null, []) };
}

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** One of the addresses that are set aside for measuring (RFC 2544). */
function addressOf(device: number): string {
  return `198.18.${device >> 8}.${device & 255}`;
}

async function joined(endpoint: Endpoint, code: string, node: NodeId, address: string): Promise<Account> {
  const answer = await endpoint.fetch(postJson('/api/join', { code, node, deviceName: 'Teléfono' }), { address });
  const ids = parseJoined(await answer.json());
  if (!ids) throw new Error(`A device could not join: ${answer.status}`);
  return { ...ids, node, address, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

function planOf(town: RecordId, group: RecordId, choice: Choice, newId: () => RecordId) {
  const space = groupSpace(group);
  const plan = newId();
  const ref = (kind: string, id: RecordId) => ({ space, kind, id, town });
  const changes: Change[] = [
    ...setFields(ref('plan', plan), 'plan', {
      title: planTitle(choice),
      objective: planAim(choice),
      problem: noteText(choice, 250),
      theme: newId(),
      period: { startDay: '2026-05-07', endDay: '2026-10-30' },
      order: 'a0',
    }),
  ];
  const actions: RecordId[] = [];
  for (const lineOrder of firstKeys(linesPerPlan)) {
    const line = newId();
    changes.push(...setFields(ref('line', line), 'line', { plan, title: lineTitle(choice), order: lineOrder }));
    for (const order of firstKeys(actionsPerLine)) {
      const action = newId();
      const period = { startDay: '2026-05-07', dueDay: '2026-09-30' };
      const fields = { plan, line, title: actionTitle(choice), responsible: null, period, order, state: 'in-progress' } as const;
      changes.push(...setFields(ref('action', action), 'action', fields));
      actions.push(action);
    }
  }
  const items = firstKeys(itemsPerPlan).map((order, index) => {
    const item = newId();
    const action = actions[index % actions.length] ?? '';
    changes.push(...setFields(ref('item', item), 'item', { plan, action, title: itemTitle(choice), order }));
    return item;
  });
  for (let count = 0; count < notesPerPlan; count += 1) {
    const note = ref('note', newId());
    const body = firstUpdate('body', noteText(choice, choice.between(200, 1_400)));
    changes.push(...setFields(note, 'note', { plan, begun: { by: null, at: Date.now() } }));
    changes.push({ type: 'text', ref: note, field: 'body', value: body });
  }
  return { place: { town, group, space, plan, action: actions[0] ?? '', items }, changes };
}

// What people do on a device, through the app's own commands: from what the device shows to the changes that are saved.
// An edit for which there is nothing to choose from is no change.

import { Buffer } from 'node:buffer';
import * as Y from 'yjs';
import { acceptedOf } from '#data/overlay.ts';
import { planContents, recordsOf } from '#data/record-queries.ts';
import { mergeUpdates } from '#data/text-document.ts';
import { textUpdates } from '#data/text-queries.ts';
import { type Change, refOf, setFields } from '#domain/change.ts';
import { addItem, renameItem, tickItem, untickItem } from '#domain/commands/checklist-commands.ts';
import { copyPlan } from '#domain/commands/copy-plan.ts';
import { addNote, writeNote } from '#domain/commands/note-commands.ts';
import {
  addAction,
  childRef,
  createPlan,
  deleteRecord,
  editAction,
  moveRecord,
  moveToLine,
  restoreRecord,
  setActionState,
} from '#domain/commands/plan-commands.ts';
import { keepVersion } from '#domain/commands/resolve-conflict.ts';
import { shortHash } from '#domain/hash.ts';
import { createId, deviceSpace, groupSpace, townSpace } from '#domain/ids.ts';
import type { RecordRef } from '#domain/op.ts';
import type { KindName, ShownOf } from '#domain/records.ts';
import type { SimulatedDevice } from './device.ts';
import type { EditKind } from './history.ts';

export type Wish = {
  readonly pick: number;
  /** What to write; another one for every edit. */
  readonly word: string;
};

export async function changesOf(device: SimulatedDevice, edit: EditKind, wish: Wish): Promise<readonly Change[]> {
  return (await makers[edit]({ ...wish, device, town: device.who.town, shared: (kind) => shared(device, kind, wish) })) ?? [];
}

type Scene = Wish & {
  readonly device: SimulatedDevice;
  /** Of the device's person. */
  readonly town: string | null;
  /** What the device shows of a kind in shared spaces; mostly of its own town, where most edits are allowed. */
  readonly shared: <Name extends KindName>(kind: Name) => Promise<readonly ShownOf<Name>[]>;
};
type Maker = (scene: Scene) => Promise<readonly Change[] | undefined>;

async function shared<Name extends KindName>({ database, who: { town } }: SimulatedDevice, kind: Name, { pick }: Wish) {
  const all = (await recordsOf(database, kind)).filter(({ space }) => space !== deviceSpace);
  const own = all.filter((record) => record.town === town);
  return town === null || own.length === 0 || pick % 8 === 0 ? all : own;
}

const newId = (device: SimulatedDevice) => createId(device.clock.ms, (count) => device.random(count));

function some<Value>(values: readonly Value[], pick: number): Value | undefined {
  return values[pick % Math.max(1, values.length)];
}

const period = (pick: number) => ({ startDay: '2026-07-01', dueDay: `2026-08-${String(1 + (pick % 28)).padStart(2, '0')}` });

const makers: Readonly<Record<EditKind, Maker>> = {
  tick: async ({ device, shared, pick }) => {
    const item = some(await shared('item'), pick);
    return item && (item.check ? untickItem(item) : tickItem(item, device.who.person, Math.max(0, device.clock.ms)));
  },
  'rename-item': async ({ device, shared, pick, word }) => {
    const item = some(await shared('item'), pick);
    return item && renameItem(item, word, device.forms.get(item.id) ?? item.title);
  },
  'open-form': async ({ device, shared, pick }) => {
    const item = some(await shared('item'), pick);
    if (item) device.forms.set(item.id, item.title);
    return [];
  },
  'move-item': async ({ shared, pick }) => {
    const items = await shared('item');
    const item = some(items, pick);
    const siblings = items.filter(({ action }) => action === item?.action).sort(byOrderThenId);
    return item && moveRecord(siblings, item.id, (pick >> 4) % siblings.length);
  },
  'delete-item': async ({ shared, pick }) => {
    const item = some(await shared('item'), pick);
    return item && deleteRecord(item);
  },
  restore: async ({ device, pick }) => {
    const all = (await device.database.records.toArray()).map(({ shown }) => shown);
    const record = some(
      all.filter(({ kind, deleted }) => deleted && kind !== 'membership'),
      pick,
    );
    return record && restoreRecord(record);
  },
  'add-item': async ({ device, shared, pick, word }) => {
    const action = some(await shared('action'), pick);
    const items = await shared('item');
    const siblings = items.filter((item) => item.action === action?.id).sort(byOrderThenId);
    return action && addItem(action, newId(device), word, siblings);
  },
  'retitle-action': async ({ shared, pick, word }) => {
    const action = some(await shared('action'), pick);
    return action && editAction(action, { title: word }, pick % 2 ? { title: action.title } : {});
  },
  'set-state': async ({ shared, pick }) => {
    const action = some(await shared('action'), pick);
    const states = ['not-started', 'in-progress', 'done', 'cancelled'] as const;
    return action && setActionState(action, some(states, pick >> 4) ?? 'done');
  },
  'set-period': async ({ shared, pick }) => {
    const action = some(await shared('action'), pick);
    return action && editAction(action, { period: period(pick >> 4) }, { period: action.period });
  },
  'move-action': async ({ shared, pick }) => {
    const actions = await shared('action');
    const action = some(actions, pick);
    const line = some(await shared('line'), pick >> 4);
    return action && line && moveToLine(action, line, actions.filter((other) => other.line === line.id).sort(byOrderThenId));
  },
  'delete-action': async ({ shared, pick }) => {
    const action = some(await shared('action'), pick);
    return action && deleteRecord(action);
  },
  'delete-line': async ({ shared, pick }) => {
    const line = some(await shared('line'), pick);
    return line && deleteRecord(line);
  },
  'add-action': async ({ device, shared, pick, word }) => {
    const line = some(await shared('line'), pick);
    return line && addAction(line, newId(device), { title: word, responsible: null, period: period(pick) }, []);
  },
  'add-plan': async ({ device, shared, pick, word, town }) => {
    const theme = some(await shared('theme'), pick);
    const group = (await shared('group')).find((one) => one.theme === theme?.id);
    return theme && group && wholePlan(device, { space: groupSpace(group.id), town }, theme.id, word);
  },
  'add-note': async ({ device, shared, pick, word, town }) => {
    const plan = some(await shared('plan'), pick);
    const author = { person: device.who.person, town, at: Math.max(0, device.clock.ms) };
    return plan && addNote(plan, newId(device), author, await written([], word, device));
  },
  'write-note': async ({ device, shared, pick, word }) => {
    const note = some(await shared('note'), pick);
    if (!note) return [];
    const update = await written(await textUpdates(device.database, note, 'body'), word, device);
    return writeNote(note, update, pick % 2 ? mergeUpdates : undefined);
  },
  decide: async ({ device, pick }) => {
    const rows = (await device.database.records.toArray()).flatMap((row) =>
      Object.entries(acceptedOf(row)).flatMap(([field, state]) =>
        state.type === 'register' && state.heads.length > 1 && field !== 'life' ? [{ row, field, heads: state.heads }] : [],
      ),
    );
    const found = some(rows, pick);
    const kept = found && some(found.heads, pick >> 4);
    return (
      kept &&
      keepVersion(
        refOf(found.row.shown),
        found.field,
        kept.value,
        found.heads.map(({ value }) => value),
      )
    );
  },
  'local-plan': async ({ device, word }) => wholePlan(device, { space: deviceSpace, town: null }, '', word),
  'take-along': async ({ device, shared, pick, town }) => {
    const local = (await recordsOf(device.database, 'plan')).filter(({ space }) => space === deviceSpace);
    const contents = await planContents(device.database, some(local, pick)?.id ?? '');
    const group = some(await shared('group'), pick >> 1);
    if (!contents || !group) return [];
    const space = pick % 2 && town !== null ? townSpace(town) : groupSpace(group.id);
    const idFor = (source: string) => shortHash(`${space}/${source}`);
    const copy = copyPlan(contents, { space, town, order: 'a0' }, { person: device.who.person, idFor });
    return [...copy.transactions.flat(), ...deleteRecord(contents.plan)];
  },
  'give-group': changeGroups('add'),
  'take-group': changeGroups('remove'),
  'change-role': async ({ shared, pick }) => {
    const membership = some(await shared('membership'), pick);
    const role = some(['observer', 'official', 'liaison'] as const, pick >> 4) ?? 'observer';
    return membership && membership.role !== 'coordinator' ? setFields(membership, 'membership', { role }) : [];
  },
  'end-membership': async ({ shared, pick }) => {
    const membership = some(await shared('membership'), pick);
    return membership && membership.role !== 'coordinator' ? deleteRecord(membership) : [];
  },
  'renew-membership': async ({ device, pick }) => {
    const all = await device.database.records.filter(({ shown }) => shown.kind === 'membership').toArray();
    const membership = some(
      all.map(({ shown }) => shown).filter(({ deleted }) => deleted),
      pick,
    );
    return membership && restoreRecord(membership);
  },
  'name-town': async ({ shared, pick, word }) => {
    const town = some(await shared('town'), pick);
    return town && setFields(town, 'town', { name: word });
  },
  'revoke-device': async ({ shared, pick }) => {
    const used = some(await shared('device'), pick);
    return used && setFields(used, 'device', { revoked: true });
  },
};

function changeGroups(type: 'add' | 'remove'): Maker {
  return async ({ shared, pick }) => {
    const membership = some(await shared('membership'), pick);
    const group = some(await shared('group'), pick >> 4);
    return membership && group && [{ type, ref: refOf(membership), field: 'groups', value: group.id }];
  };
}

/** A plan with a line, an action and two items, as one transaction. */
function wholePlan(
  device: SimulatedDevice,
  place: { readonly space: string; readonly town: string | null },
  theme: string,
  word: string,
): readonly Change[] {
  const ref = (kind: string): RecordRef => ({ ...place, kind, id: newId(device) });
  const [plan, line, action] = [ref('plan'), ref('line'), ref('action')];
  const long = word.repeat(10); // two of these fill the smallest page
  const draft = { title: word, objective: long, problem: long, theme, period: null };
  const parent = { plan: plan.id, line: line.id, action: action.id };
  return [
    ...createPlan(place, plan.id, draft, []),
    ...setFields(line, 'line', { plan: plan.id, title: word, order: 'a0' }),
    ...setFields(action, 'action', { plan: plan.id, line: line.id, title: word, order: 'a0' }),
    ...['a0', 'a1'].flatMap((order) =>
      setFields(childRef(plan, 'item', newId(device)), 'item', { plan: parent.plan, action: parent.action, title: word, order }),
    ),
  ];
}

/** The update that adds the word at the end of a text, as a new editor would make it. */
async function written(updates: readonly string[], word: string, device: SimulatedDevice): Promise<string> {
  const document = new Y.Doc();
  document.clientID = new DataView(device.random(4).buffer).getUint32(0);
  for (const update of updates) Y.applyUpdate(document, Buffer.from(update, 'base64'));
  const text = document.getText('body');
  const made: Uint8Array[] = [];
  document.once('update', (update: Uint8Array) => made.push(update));
  text.insert(text.length, word);
  return Buffer.from(made[0] ?? []).toString('base64');
}

function byOrderThenId(a: { readonly order: string; readonly id: string }, b: { readonly order: string; readonly id: string }) {
  return `${a.order} ${a.id}` < `${b.order} ${b.id}` ? -1 : 1;
}

// What somebody does in the app, at random and within their rights: ticks, new names and new points in checklists, words in notes.

import type { DataPorts } from '#data/device-row.ts';
import { planContents, plansWithActions } from '#data/record-queries.ts';
import { currentActor } from '#data/round-queries.ts';
import { firstUpdate, openText } from '#data/text-document.ts';
import { textUpdates } from '#data/text-queries.ts';
import type { Change } from '#domain/change.ts';
import { addItem, renameItem, tickItem, untickItem } from '#domain/commands/checklist-commands.ts';
import { addNote, writeNote } from '#domain/commands/note-commands.ts';
import type { Actor } from '#domain/grants.ts';
import { createId } from '#domain/ids.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import { decide } from '#domain/permissions.ts';

/** Uniform in [0, 1). */
export type Chance = () => number;

/** One change that the user of this device could make now; none while no plan has arrived. */
export async function someChange(ports: DataPorts, chance: Chance): Promise<readonly Change[]> {
  const actor = await currentActor(ports.database);
  const plans = (await plansWithActions(ports.database)).map(({ plan }) => plan);
  const own = plans.filter((plan) => decide(actor, { ...plan, kind: 'item' }).allowed);
  const plan = oneOf(own, chance) ?? plans[0];
  if (!plan) return [];
  return own.length > 0 && chance() < 0.7 ? someChecklistChange(ports, plan, chance) : someWords(ports, actor, plan, chance);
}

async function someChecklistChange(ports: DataPorts, { id }: Plan, chance: Chance): Promise<readonly Change[]> {
  const { actions = [], items = [] } = (await planContents(ports.database, id)) ?? {};
  const [action, item] = [oneOf(actions, chance), oneOf(items, chance)];
  if (item && chance() < 0.8) {
    if (chance() < 0.3) return renameItem(item, `Punto ${Math.floor(chance() * 1e6)}`, item.title);
    return item.check ? untickItem(item) : tickItem(item, null, ports.now());
  }
  const siblings = items.filter((each) => each.action === action?.id);
  return action ? addItem(action, createId(ports.now(), ports.random), 'Otro punto', siblings) : [];
}

/** A note that has grown this long is left, so that the last hour costs no more than the first. */
const maxNoteUpdates = 30;

async function someWords(ports: DataPorts, actor: Actor, plan: Plan, chance: Chance): Promise<readonly Change[]> {
  const { database, now, random } = ports;
  const town = actor.grants[0]?.town ?? null;
  const words = `Palabras ${Math.floor(chance() * 1e6)}. `;
  const { notes = [] } = (await planContents(database, plan.id)) ?? {};
  const note = notes.find((each) => each.town === town);
  const updates = note ? await textUpdates(database, note, 'body') : [];
  if (!note || updates.length > maxNoteUpdates) {
    return addNote(plan, createId(now(), random), { person: actor.person, town, at: now() }, firstUpdate('body', words));
  }
  const body = openText('body', updates);
  const update = body.write(body.read() + words);
  return update ? writeNote(note, update) : [];
}

function oneOf<Value>(values: readonly Value[], chance: Chance): Value | undefined {
  return values[Math.floor(chance() * values.length)];
}

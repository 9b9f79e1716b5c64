// The edits on a device of Tequio, by the same commands, queries and `mutate` as the screens.

import { type DataPorts, ensureDeviceRow } from '#data/device-row.ts';
import { mutate } from '#data/mutate.ts';
import { planContents, recordById } from '#data/record-queries.ts';
import { currentActor } from '#data/round-queries.ts';
import { mergeUpdates, openText } from '#data/text-document.ts';
import { textUpdates } from '#data/text-queries.ts';
import type { Change } from '#domain/change.ts';
import { addItem, tickItem } from '#domain/commands/checklist-commands.ts';
import { writeNote } from '#domain/commands/note-commands.ts';
import type { Actor } from '#domain/grants.ts';
import { stampOf } from '#domain/stamps.ts';
import type { Edit } from './edits.ts';

/**
 * One transaction for each edit. Throws when one is refused. A device of the benchmark has joined a moment ago; here its clock
 * goes back to before the first edit, or all stamps would only count on from the joining instead of telling the time.
 */
export async function editTequio(ports: DataPorts, edits: readonly Edit[]): Promise<void> {
  const actor = await currentActor(ports.database);
  await ports.database.meta.put({ ...(await ensureDeviceRow(ports)), clock: stampOf(edits[0]?.at ?? 0, 0) });
  for (const edit of edits) {
    const saved = await mutate({ ...ports, now: () => edit.at }, actor, await changesOf(ports, actor, edit));
    if (!saved.ok) throw new Error(`An edit was refused: ${saved.refusal.code}`);
  }
}

async function changesOf({ database }: DataPorts, actor: Actor, edit: Edit): Promise<readonly Change[]> {
  if (edit.type === 'tick') return tickItem(known(await recordById(database, 'item', edit.item)), actor.person, edit.at);
  if (edit.type === 'write') {
    const note = known(await recordById(database, 'note', edit.note));
    const text = openText('body', await textUpdates(database, note, 'body'));
    return writeNote(note, known(text.write(text.read() + edit.text)), mergeUpdates);
  }
  const action = known(await recordById(database, 'action', edit.action));
  const { items } = known(await planContents(database, action.plan));
  const siblings = items.filter((item) => item.action === action.id);
  return addItem(action, edit.item, edit.title, siblings);
}

/** How many of the edits this device does not show: they were never saved, or have not arrived. */
export async function countMissing({ database }: DataPorts, edits: readonly Edit[]): Promise<number> {
  let missing = 0;
  for (const edit of edits) {
    if (edit.type === 'write') {
      const note = await recordById(database, 'note', edit.note);
      const text = note && openText('body', await textUpdates(database, note, 'body')).read();
      if (!text?.includes(edit.text)) missing += 1;
    } else {
      const item = await recordById(database, 'item', edit.item);
      if (edit.type === 'tick' ? item?.check?.at !== edit.at : item?.title !== edit.title) missing += 1;
    }
  }
  return missing;
}

function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('An edit is about a record that is not here');
  return value;
}

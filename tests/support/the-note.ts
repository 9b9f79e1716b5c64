// The first note of the first plan that a phone shows, as its reader and its writer meet it.

import { planNotes, plansWithActions } from '#data/record-queries.ts';
import { mergeUpdates, openText, type TextDocument } from '#data/text-document.ts';
import { type StoredText, storedText } from '#data/text-queries.ts';
import { writeNote } from '#domain/commands/note-commands.ts';
import type { Note } from '#domain/kinds/note.ts';
import type { TestPhone } from './round.ts';

async function theNote({ ports }: TestPhone): Promise<Note> {
  const [first] = await plansWithActions(ports.database);
  const note = (await planNotes(ports.database, first?.plan.id ?? ''))?.notes[0];
  if (!note) throw new Error('The note has not arrived');
  return note;
}

export async function storedNote(phone: TestPhone): Promise<StoredText> {
  return storedText(phone.ports.database, await theNote(phone), 'body');
}

export async function openNote(phone: TestPhone): Promise<TextDocument> {
  return openText('body', (await storedNote(phone)).updates);
}

export async function noteText(phone: TestPhone): Promise<string> {
  return (await openNote(phone)).read();
}

/**
 * Saves a pause of typing at the end; in a note that was opened before, with the words on its screen that are stored no more
 * (as the editor does), or opens it for that. The refusal's code, if any.
 */
export async function typeInNote(phone: TestPhone, words: string, opened?: TextDocument): Promise<string | undefined> {
  const editor = opened ?? (await openNote(phone));
  const lost = editor.beyond((await storedNote(phone)).updates);
  const update = editor.write(editor.read() + words) ?? '';
  return phone.save(writeNote(await theNote(phone), lost === undefined ? update : mergeUpdates(lost, update)));
}

// Which notes a plan shows, who wrote them, and what this actor may do with them.

import type { RoundFacts } from '#data/round-queries.ts';
import type { Actor } from '#domain/grants.ts';
import { deviceSpace, type RecordId } from '#domain/ids.ts';
import type { Note } from '#domain/kinds/note.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import { decide } from '#domain/permissions.ts';
import { type Author, authorOfPerson } from '#features/people.ts';

export type NoteView = {
  readonly note: Note;
  readonly author: Author;
  /** ms since 1970; undefined while that part has not arrived. */
  readonly at: number | undefined;
  readonly mayEdit: boolean;
};

export type NotesView = {
  readonly notes: readonly NoteView[];
  /** The town a new note of this actor would belong to; undefined when the actor may write none here. */
  readonly place: { readonly town: RecordId | null } | undefined;
};

export function notesView(plan: Plan, notes: readonly Note[], facts: RoundFacts, actor: Actor): NotesView {
  return {
    notes: notes.map((note) => ({
      note,
      author: note.begun ? authorOfPerson(facts, note.begun.by, actor) : { type: 'unknown' },
      at: note.begun?.at,
      mayEdit: decide(actor, note).allowed,
    })),
    place: placeOf(plan, actor),
  };
}

/** A note belongs to its author's town; who takes part for several writes for the plan's own if it is among them. */
function placeOf({ space, town: planTown }: Plan, actor: Actor): NotesView['place'] {
  if (space === deviceSpace) return { town: null };
  const towns = actor.grants.filter((grant) => grant.space === space).map(({ town }) => town);
  const allowed = towns.filter((town) => decide(actor, { space, kind: 'note', id: '', town }).allowed);
  const [first] = allowed;
  if (allowed.includes(planTown)) return { town: planTown };
  return first === undefined ? undefined : { town: first };
}

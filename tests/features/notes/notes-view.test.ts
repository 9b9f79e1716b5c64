import { expect, test } from 'vitest';
import type { RoundFacts } from '#data/round-queries.ts';
import { firstUpdate } from '#data/text-document.ts';
import { type Actor, nobody } from '#domain/grants.ts';
import { deviceSpace, groupSpace } from '#domain/ids.ts';
import type { Note } from '#domain/kinds/note.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import { maxOpBytes } from '#domain/op.ts';
import { maxNoteLength } from '#features/notes/limits.ts';
import { notesView } from '#features/notes/notes-view.ts';

const space = groupSpace('G1');
const plan: Plan = {
  ...{ space, kind: 'plan', id: 'P', town: 'T1', deleted: false, conflicts: [] },
  ...{ title: '', objective: '', problem: '', theme: '', period: null, order: 'a0' },
};
const noFacts: RoundFacts = { round: undefined, themes: [], towns: [], groups: [], people: [], memberships: [], devices: [] };

function aNote(town: string | null, by: string | null): Note {
  return { space, kind: 'note', id: 'N', town, deleted: false, conflicts: [], plan: 'P', begun: { by, at: 5 } };
}

function as(role: 'mentor' | 'official' | 'observer', town: string): Actor {
  return { person: 'me', grants: [{ space, role, town }] };
}

test('a note belongs to the town of whoever writes it, and observers write none', () => {
  expect(notesView(plan, [], noFacts, as('official', 'T1')).place).toEqual({ town: 'T1' });
  expect(notesView(plan, [], noFacts, as('mentor', 'T9')).place).toEqual({ town: 'T9' });
  expect(notesView(plan, [], noFacts, as('observer', 'T1')).place).toBeUndefined();
  expect(notesView({ ...plan, space: deviceSpace, town: null }, [], noFacts, nobody).place).toEqual({ town: null });
});

test("only notes of the own town can be written on, and one's own are called that", () => {
  const { notes } = notesView(plan, [aNote('T1', 'me'), aNote('T9', 'far')], noFacts, as('official', 'T1'));
  expect(notes.map(({ author, mayEdit }) => [author.type, mayEdit])).toEqual([
    ['self', true],
    ['unknown', false],
  ]);
});

test('the longest note fits into one op, whatever its letters', () => {
  expect(firstUpdate('body', '語'.repeat(maxNoteLength)).length).toBeLessThan(maxOpBytes);
});

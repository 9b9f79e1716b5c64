import { expect, test } from 'vitest';
import { addGroup, addTown, editRound, endMemberships } from '#domain/commands/round-commands.ts';
import type { Membership } from '#domain/kinds/membership.ts';
import type { Round } from '#domain/kinds/round.ts';
import type { Theme } from '#domain/kinds/theme.ts';

const head = { space: 'round:R', town: null, deleted: false, conflicts: [] };
const round: Round = {
  ...head,
  kind: 'round',
  id: 'R',
  programme: '',
  name: 'Primera',
  number: 1,
  period: null,
  fixedToday: null,
};
const theme: Theme = { ...head, kind: 'theme', id: 'TH1', name: 'Agua', order: 'a0' };

test('a town’s card belongs to the town itself, so that its liaison may keep it', () => {
  const changes = addTown(round, 'T1', { name: 'Nopaltepec', part: 'mentor' });
  expect(changes.map((change) => change.ref)).toEqual([
    { space: 'round:R', kind: 'town', id: 'T1', town: 'T1' },
    { space: 'round:R', kind: 'town', id: 'T1', town: 'T1' },
  ]);
});

test('a working group comes with its theme where that is new, after the themes that are there', () => {
  const changes = addGroup(round, 'G1', 'Grupo', { newId: 'TH2', name: 'Seguridad' }, [theme]);
  expect(changes).toContainEqual(expect.objectContaining({ field: 'theme', value: 'TH2' }));
  const order = changes.find((change) => change.ref.id === 'TH2' && 'field' in change && change.field === 'order');
  expect(order && 'value' in order && String(order.value) > theme.order).toBe(true);
  expect(addGroup(round, 'G1', 'Grupo', theme, [theme]).map(({ ref }) => ref.kind)).toEqual(['group', 'group']);
});

test('editing a round replaces only what was seen when the form was opened', () => {
  const changes = editRound(round, { name: 'Segunda' }, { name: 'Primera' });
  expect(changes).toEqual([expect.objectContaining({ field: 'name', value: 'Segunda', seen: ['Primera'] })]);
});

test('a participation ends with every membership', () => {
  const membership: Membership = { ...head, kind: 'membership', id: 'M1', person: 'P', role: 'official', groups: [] };
  expect(endMemberships([membership, { ...membership, id: 'M2' }]).map(({ type, ref }) => [type, ref.id])).toEqual([
    ['delete', 'M1'],
    ['delete', 'M2'],
  ]);
});

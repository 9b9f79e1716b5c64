import { ok } from '#domain/result.ts';
import type { Command } from '../command.ts';
import { roundRecords } from '../round-records.ts';

export const roundsCommand: Command = {
  usage: 'rounds',
  summary: 'the rounds, with their towns and groups, by name and id',
  run: async (_given, { store }) => {
    const db = await store();
    const rounds = await roundRecords(db, 'round');
    const listed = await Promise.all(
      rounds.map(async ({ id, name, programme, period }) => ({
        ...{ id, name, programme, period },
        towns: (await roundRecords(db, 'town', id)).map((town) => ({ id: town.id, name: town.name, part: town.part })),
        groups: (await roundRecords(db, 'group', id)).map((group) => ({ id: group.id, name: group.name })),
        people: (await roundRecords(db, 'membership', id)).length,
      })),
    );
    const lines = listed.flatMap((round) => [
      `${round.name || '(no name yet)'}  ${round.id}  ${round.people} memberships`,
      ...round.towns.map(({ id, name, part }) => `  town   ${id}  ${name}, ${part}`),
      ...round.groups.map(({ id, name }) => `  group  ${id}  ${name}`),
    ]);
    return ok({ lines: lines.length > 0 ? lines : ['There is no round yet.'], json: listed });
  },
};

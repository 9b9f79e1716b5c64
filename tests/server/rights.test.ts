// The table of rights as the endpoint keeps it, cell by cell: written down here once more by hand, and asked with real pushes.

import { afterEach, expect, test } from 'vitest';
import { townSpace } from '#domain/ids.ts';
import type { Role } from '#domain/kinds/membership.ts';
import { aStage, chapa, chapaHall, clearStages, queretaro, round, type Stage, services } from './stage.ts';
import type { Draft, WireDevice } from './wire-device.ts';

afterEach(clearStages);

const mentorHall = townSpace(queretaro);
type Owner = 'own' | 'other' | 'none';
const owners: readonly Owner[] = ['own', 'other', 'none'];

/** A kind of each area with a field that it has. Devices name a person, which decides about them: own ones, and colleagues'. */
const kinds = {
  programme: { kind: 'theme', field: 'name', value: 'Agua' },
  'town-card': { kind: 'town', field: 'name', value: 'Nombre' },
  people: { kind: 'person', field: 'name', value: 'Nombre' },
  device: { kind: 'device', field: 'name', value: 'Celular' },
  plan: { kind: 'plan', field: 'title', value: 'Plan' },
  work: { kind: 'action', field: 'title', value: 'Paso' },
  talk: { kind: 'note', field: 'begun', value: { by: null, at: 1 } },
} as const;
type Area = keyof typeof kinds;
type Place = 'round' | 'group' | 'town';
const areasOf: Readonly<Record<Place, readonly Area[]>> = {
  round: ['programme', 'town-card', 'people', 'device'],
  group: ['plan', 'work', 'talk'],
  town: ['plan', 'work', 'talk'],
};

const yes = 'accepted';
const reads = 'role-reads-only';
const notRole = 'not-in-your-role';
const notTown = 'not-your-town';
const unseen = 'no-access';
type Answer = typeof yes | typeof reads | typeof notRole | typeof notTown | typeof unseen;

/** For records of the own town, of another one, of none. */
const all = [yes, yes, yes] as const;
const own = [yes, notTown, notTown] as const;
const none = [notRole, notRole, notRole] as const;
const onlyReads = [reads, reads, reads] as const;
const hidden = [unseen, unseen, unseen] as const;
type Cell = readonly [Answer, Answer, Answer];

const table: Readonly<Record<Role, Readonly<Record<Place, Readonly<Partial<Record<Area, Cell>>>>>>> = {
  coordinator: {
    round: { programme: all, 'town-card': all, people: all, device: all },
    group: { plan: all, work: all, talk: all },
    town: { plan: hidden, work: hidden, talk: hidden },
  },
  mentor: {
    round: { programme: none, 'town-card': none, people: none, device: none },
    group: { plan: none, work: none, talk: own },
    town: { plan: all, work: all, talk: all },
  },
  liaison: {
    round: { programme: none, 'town-card': own, people: own, device: own },
    group: { plan: own, work: own, talk: own },
    town: { plan: all, work: all, talk: all },
  },
  official: {
    round: { programme: none, 'town-card': none, people: none, device: none },
    group: { plan: none, work: own, talk: own },
    town: { plan: own, work: own, talk: own },
  },
  observer: {
    round: { programme: onlyReads, 'town-card': onlyReads, people: onlyReads, device: onlyReads },
    group: { plan: onlyReads, work: onlyReads, talk: onlyReads },
    town: { plan: onlyReads, work: onlyReads, talk: onlyReads },
  },
};

type Person = { readonly role: Role; readonly town: 'chapa-de-mota' | 'queretaro' | null };
const people: readonly Person[] = [
  { role: 'coordinator', town: null },
  { role: 'mentor', town: 'queretaro' },
  { role: 'liaison', town: 'chapa-de-mota' },
  { role: 'official', town: 'chapa-de-mota' },
  { role: 'observer', town: 'chapa-de-mota' },
];

function draftOf({ role }: Person, place: Place, area: Area, owner: Owner): Draft {
  const isMentor = role === 'mentor';
  const [ownTown, otherTown] = isMentor ? [queretaro, chapa] : [chapa, queretaro];
  const town = owner === 'own' ? ownTown : owner === 'other' ? otherTown : null;
  const space = place === 'round' ? round : place === 'group' ? services : isMentor ? mentorHall : chapaHall;
  const id = area === 'town-card' && town !== null ? town : `X-${place}-${area}-${owner}`;
  return { space, town, id, ...kinds[area] };
}

async function answersFor(device: WireDevice, drafts: readonly Draft[]): Promise<readonly string[]> {
  const ops = drafts.map((draft) => device.op(draft));
  const codes = new Map((await device.sync(ops)).refused);
  return ops.map(({ n }) => codes.get(n) ?? yes);
}

async function aDevice({ device }: Stage, { role, town }: Person): Promise<WireDevice> {
  return device(role, town, role.toUpperCase());
}

test.each(people)('the endpoint answers every cell of a $role as the table says', async (person) => {
  const stage = await aStage();
  const device = await aDevice(stage, person);
  const cells = (Object.keys(areasOf) as Place[]).flatMap((place) =>
    areasOf[place].flatMap((area) => owners.map((owner, index) => ({ place, area, owner, index }))),
  );
  const answers = await answersFor(
    device,
    cells.map(({ place, area, owner }) => draftOf(person, place, area, owner)),
  );
  const told = cells.map(({ place, area, owner }, index) => `${place} ${area} ${owner}: ${answers[index]}`);
  const written = cells.map(
    ({ place, area, owner, index }) => `${place} ${area} ${owner}: ${table[person.role][place][area]?.[index]}`,
  );
  expect(told).toEqual(written);
  expect(cells.length).toBe(30);
});

test.each(people)('a $role writes nothing in a group, a town hall or a round of others', async (person) => {
  const stage = await aStage();
  const device = await aDevice(stage, person);
  const elsewhere = ['group:NO-SUCH-GROUP', townSpace('NO-SUCH-TOWN'), 'round:NO-SUCH-ROUND'];
  const drafts = elsewhere.map((space) => ({
    space,
    town: chapa,
    id: 'X',
    ...(space.startsWith('round') ? kinds.people : kinds.work),
  }));
  expect(await answersFor(device, drafts)).toEqual([unseen, unseen, unseen]);
});

test('what is refused changes nothing for anybody', async () => {
  const { endpoint, device } = await aStage();
  const observer = await device('observer', 'chapa-de-mota', 'OBSERVER');
  const before = await endpoint.store().selectFrom('space').select(['space', 'head']).orderBy('space').execute();
  await observer.sync([observer.op({ space: services, kind: 'action', id: 'A1', town: chapa })]);
  const after = await endpoint.store().selectFrom('space').select(['space', 'head']).orderBy('space').execute();
  expect(after).toEqual(before);
});

import type { RecordId } from '#domain/ids.ts';
import type { Role } from '#domain/kinds/membership.ts';
import { ok, type Result, refuse } from '#domain/result.ts';
import { createInvitation, type Offer } from '../../invitations.ts';
import { writeEntries } from '../../journal/journal.ts';
import { invitationLine } from '../../print-invitations.ts';
import type { Store } from '../../store/tables.ts';
import type { Command, Given } from '../command.ts';
import { roundRecords } from '../round-records.ts';

export const inviteCommand: Command = {
  usage: 'invite [role]',
  summary: 'makes an invitation, and prints its link and its code',
  more: [
    'role               observer, official, liaison, mentor or coordinator; may be left out for a person who takes part already',
    '--town TOWN        its name or id; needed for every role but coordinator',
    '--group GROUP      the name or id of a group to work in; may be given several times',
    '--position TEXT    what the person is in the town hall, as in "Obras públicas"',
    '--person ID        one more device for somebody who takes part already ("devices" lists the ids)',
    '--round ROUND      its name or id, if there are several',
    '--uses N           how many may join with it (1)',
    '--days N           how long it opens (30)',
  ],
  options: {
    town: { type: 'string' },
    group: { type: 'string', multiple: true },
    position: { type: 'string' },
    person: { type: 'string' },
    round: { type: 'string' },
    uses: { type: 'string' },
    days: { type: 'string' },
  },
  run: async (given, { store, append, config, now, random }) => {
    const db = await store();
    const offer = await readOffer(db, given);
    if (!offer.ok) return offer;
    const uses = wholeNumber(given.text('uses') ?? '1', 1, 10_000);
    if (uses === undefined) return refuse('--uses takes a whole number from 1 to 10000.');
    const days = wholeNumber(given.text('days') ?? '30', 1, 365);
    if (days === undefined) return refuse('--days takes a whole number from 1 to 365.');
    const means = { nowMs: now(), random, uses, lifeMs: days * 24 * 60 * 60 * 1000 };
    const codes = await createInvitation(db, offer.value.offer, means);
    await writeEntries(db, append);
    const { role } = offer.value.offer;
    const { townName } = offer.value;
    const origin = config.publicOrigin ?? `http://localhost:${config.port}`;
    const until = new Date(means.nowMs + means.lifeMs).toISOString();
    return ok({
      lines: [
        invitationLine({ role, townName, codes }, origin),
        `It opens ${uses === 1 ? 'once' : `${uses} times`}, until ${until}.`,
      ],
      json: { role, town: townName, link: `${origin}/join#${codes.link}`, typed: codes.typed, uses, until },
    });
  },
};

type NamedOffer = { readonly offer: Offer; readonly townName: string | null };

async function readOffer(db: Store, given: Given): Promise<Result<NamedOffer, string>> {
  const round = pick('round', given.text('round'), await roundRecords(db, 'round'));
  if (!round.ok) return round;
  const known = await knownOffer(db, round.value.id, given.text('person'));
  if (!known.ok) return known;
  const role = readRole(given.words[0] ?? known.value?.role);
  if (!role.ok) return role;
  const towns = await roundRecords(db, 'town', round.value.id);
  const townName = given.text('town') ?? known.value?.town ?? undefined;
  if (role.value === 'coordinator' && townName !== undefined)
    return refuse('A coordinator belongs to no town: leave out --town.');
  const town = role.value === 'coordinator' ? undefined : pick('town', townName, towns);
  if (town && !town.ok) return town;
  const groups: RecordId[] = [];
  for (const name of given.texts('group')) {
    const group = pick('group', name, await roundRecords(db, 'group', round.value.id));
    if (!group.ok) return group;
    groups.push(group.value.id);
  }
  const offer: Offer = {
    role: role.value,
    town: town?.value.id ?? null,
    position: given.text('position') ?? known.value?.position ?? '',
    groups: groups.length > 0 ? groups : (known.value?.groups ?? []),
    round: round.value.id,
    person: known.value?.person ?? null,
  };
  return ok({ offer, townName: town?.value.name ?? null });
}

type Known = Pick<Offer, 'role' | 'town' | 'position' | 'groups'> & { readonly person: RecordId };

/** What somebody who takes part already has; undefined when nobody is named. */
async function knownOffer(db: Store, round: RecordId, person: string | undefined): Promise<Result<Known | undefined, string>> {
  if (person === undefined) return ok(undefined);
  const held = (await roundRecords(db, 'membership', round)).find((one) => one.person === person);
  if (!held) return refuse(`Nobody in this round has the id "${person}".`);
  const record = (await roundRecords(db, 'person', round)).find(({ id }) => id === person);
  return ok({ person, role: held.role, town: held.town, position: record?.position ?? '', groups: held.groups });
}

const roles: readonly Role[] = ['observer', 'official', 'liaison', 'mentor', 'coordinator'];

function readRole(text: string | undefined): Result<Role, string> {
  const role = roles.find((one) => one === text);
  return role ? ok(role) : refuse(`The role is one of ${roles.join(', ')}${text === undefined ? '' : `, not "${text}"`}.`);
}

type Named = { readonly id: RecordId; readonly name: string };

/** By id or name; the only one there is needs no name. */
function pick<One extends Named>(what: string, text: string | undefined, all: readonly One[]): Result<One, string> {
  const found = text === undefined ? all : all.filter(({ id, name }) => id === text || name.toLowerCase() === text.toLowerCase());
  const [one] = found;
  if (one && found.length === 1) return ok(one);
  const names = all.map(({ id, name }) => name || id).join(', ');
  if (text === undefined)
    return refuse(all.length === 0 ? `There is no ${what} yet.` : `Say which ${what} with --${what}: ${names}.`);
  return refuse(one ? `Several have the name "${text}": give its id.` : `There is no ${what} "${text}". There are: ${names}.`);
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number >= least && number <= most ? number : undefined;
}

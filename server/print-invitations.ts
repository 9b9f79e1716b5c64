// The invitations that a start prints: one for each role of the example round, or one for the first coordinator.
// Codes are kept as hashes only, so a start cannot repeat yesterday's: it makes fresh ones, each for one use.

import type { RandomBytes } from '#domain/ids.ts';
import type { ExampleRound } from '#example/content-types.ts';
import { exampleOf, type FirstRound } from './example.ts';
import { type Codes, createInvitation, type Offer } from './invitations.ts';
import type { Store } from './store/tables.ts';

export type PrintedInvitation = { readonly role: string; readonly townName: string | null; readonly codes: Codes };

/** Who of the example gets an invitation: each role once. */
const exampleKeys = [
  'coordinator',
  'queretaro-mentor',
  'chapa-de-mota-liaison',
  'chapa-de-mota-official-services',
  'chapa-de-mota-observer',
];

type Means = { readonly store: Store; readonly nowMs: number; readonly random: RandomBytes };

export async function inviteToFirstRound(
  means: Means,
  { roundId, isExample }: FirstRound,
  content: ExampleRound,
): Promise<readonly PrintedInvitation[]> {
  if (isExample) return inviteToExample(means, content);
  if (await hasPeople(means.store)) return [];
  const offer: Offer = { role: 'coordinator', town: null, position: '', groups: [], round: roundId, person: null };
  return [{ role: 'coordinator', townName: null, codes: await createInvitation(means.store, offer, means) }];
}

async function inviteToExample(means: Means, content: ExampleRound): Promise<readonly PrintedInvitation[]> {
  const { people, roundId } = exampleOf(content);
  const invited = exampleKeys.flatMap((key) => people.find((person) => person.key === key) ?? []);
  const printed: PrintedInvitation[] = [];
  for (const { id, role, position, town, groups } of invited) {
    const offer: Offer = { role, town: town?.id ?? null, position, groups, round: roundId, person: id };
    const codes = await createInvitation(means.store, offer, means);
    printed.push({ role, townName: town?.name ?? null, codes });
  }
  return printed;
}

/** Whether anybody has joined yet. */
async function hasPeople(store: Store): Promise<boolean> {
  return (await store.selectFrom('participant').select('person').limit(1).executeTakeFirst()) !== undefined;
}

/** `invitation <role> <town, or a dash> <link> <typed code>`; spaces in the town's name become underscores. */
export function invitationLine({ role, townName, codes }: PrintedInvitation, origin: string): string {
  const town = townName?.replaceAll(' ', '_') ?? '-';
  return `invitation ${role} ${town} ${origin}/join#${codes.link} ${codes.typed}`;
}

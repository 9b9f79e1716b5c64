// How a device joins the round: somebody of the roster, or one more person with the same part, redeems an invitation on it.

import { adoptAccount, ensureDeviceRow } from '#data/device-row.ts';
import type { ExampleRound } from '#example/content-types.ts';
import { type Joined, parseJoined } from '#protocol/invitation.ts';
import { exampleOf } from '#server/example.ts';
import { createInvitation } from '#server/invitations.ts';
import { smallRound } from '#tests/support/round.ts';
import { post } from './carry.ts';
import type { SimulatedDevice } from './device.ts';
import type { SimulatedEndpoint } from './endpoint.ts';

/** Two groups, so that rights in a group can be given and taken away; everybody begins in the first one. */
export const simulatedRound: ExampleRound = {
  ...smallRound,
  themes: [...smallRound.themes, { key: 'security', name: 'Seguridad' }],
  groups: [...smallRound.groups, { theme: 'security', name: 'Grupo de seguridad', sessionDays: ['2026-07-16'] }],
  plans: [
    ...smallRound.plans,
    ...smallRound.plans.map((plan) => ({
      ...plan,
      town: 'huehuetoca' as const,
      theme: 'security' as const,
      title: 'Rondas',
      notes: [],
    })),
  ],
};

export type JoinWishes = {
  /** Somebody with the same part in the round, instead of the person of the roster. */
  readonly asNewPerson?: boolean | undefined;
  /** The endpoint commits and nobody hears of it. */
  readonly answerIsLost?: boolean | undefined;
  /** The call to its database at which the endpoint dies. */
  readonly endpointDiesAt?: number | undefined;
};

/** Joins as somebody who has that key in the roster; asks again when no answer came. Stays as it is when it is refused. */
export async function join(
  endpoint: SimulatedEndpoint,
  device: SimulatedDevice,
  { asNewPerson = false, answerIsLost = false, endpointDiesAt }: JoinWishes = {},
): Promise<void> {
  const { who, ports } = device;
  const { people, roundId } = exampleOf(simulatedRound);
  const part = people.find(({ key }) => key === who.key);
  if (!part) throw new Error(`The round has nobody called ${who.key}`);
  const { role, position, groups, town, id } = part;
  const person = asNewPerson ? null : id;
  const offer = { role, position, groups, town: town?.id ?? null, round: roundId, person };
  const { link } = await createInvitation(endpoint.store, offer, { nowMs: endpoint.clock.ms, random: endpoint.random });
  const { node } = await ensureDeviceRow(ports);
  const asked = JSON.stringify({ code: link, node, deviceName: who.key, attempt: `first try of ${node}` });
  const ask = (dieAt?: number) => endpoint.answer(post('/api/join', asked, who.cookie), dieAt);
  const first = await ask(endpointDiesAt);
  const answer = first && !answerIsLost ? first : await ask();
  const joined: Joined | undefined = answer?.status === 200 ? parseJoined(await answer.json()) : undefined;
  if (!joined) return;
  const cookie = (answer?.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  device.who = { ...who, person: joined.person, town: town?.id ?? null, cookie };
  await adoptAccount(ports, joined);
}

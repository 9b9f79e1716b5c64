// What every hostile test asserts, in one place: the attack was refused with its code, other people's data is as it was, and
// the endpoint goes on serving a device that does no harm.

import { expect } from 'vitest';
import { townSpace } from '#domain/ids.ts';
import type { EndpointWishes } from '#tests/support/endpoint.ts';
import { testOrigin } from '#tests/support/endpoint.ts';
import { aStage, queretaro, type Stage } from '../stage.ts';
import type { WireDevice } from '../wire-device.ts';
import { type Dump, differences, dumpOf } from './dump.ts';

export type Siege = Stage & {
  /** The device of somebody with rights in Chapa de Mota, out of which the attacks come. */
  readonly attacker: WireDevice;
  /** Somebody of another town, who works on. */
  readonly witness: WireDevice;
  /** Everything in the database that is not the attacker's own. */
  readonly othersData: () => Promise<Dump>;
};

export const attackerNode = 'ATTACKER';

export async function aSiege(wishes: EndpointWishes = {}): Promise<Siege> {
  const stage = await aStage(wishes);
  const attacker = await stage.device('official', 'chapa-de-mota', attackerNode);
  const witness = await stage.device('mentor', 'queretaro', 'WITNESS');
  const own = { nodes: [attackerNode], device: attacker.send.device };
  return { ...stage, attacker, witness, othersData: () => dumpOf(stage.endpoint.store(), own) };
}

/** A new action in the hall of the witness's own town. */
export function witnessWork(id: string) {
  return { space: townSpace(queretaro), kind: 'action', id, town: queretaro };
}

/** A status and a code of a whole request, or the codes of its single ops (null for one that was taken in). */
export type Outcome =
  | { readonly status: number; readonly error: string }
  | { readonly status: 200; readonly refused: readonly (string | null)[] };

type Answer = { readonly status: number; readonly body: unknown };

/** Nothing of another is changed, not even by an op that is taken in; the answer is what is expected. */
export async function withstands(siege: Siege, attack: () => Promise<Answer>, expected: Outcome): Promise<void> {
  const before = await siege.othersData();
  const answer = await attack();
  expect(outcomeOf(answer, expected)).toEqual(expected);
  expect(differences(before, await siege.othersData())).toEqual([]);
  await isHealthy(siege);
}

/** It answers, and somebody who does no harm can still write and read. */
export async function isHealthy({ endpoint, witness }: Siege): Promise<void> {
  expect((await endpoint.fetch(new Request(`${testOrigin}/api/health`))).status).toBe(200);
  const answer = await witness.sync([witness.op(witnessWork(`WORK-${witness.acked}`))]);
  expect(answer).toMatchObject({ acked: witness.acked, refused: [] });
  expect(endpoint.logged.filter((line) => line.startsWith('a request failed'))).toEqual([]);
}

export async function answerOf(response: Response): Promise<Answer> {
  return { status: response.status, body: await response.json() };
}

function outcomeOf({ status, body }: Answer, expected: Outcome): Outcome {
  const { error, refused } = body as { error?: string; refused?: readonly (readonly [number, string])[] };
  if (status !== 200 || !('refused' in expected)) return { status, error: error ?? 'none' };
  const codes = new Map(refused);
  const first = Math.min(...codes.keys(), 1);
  return { status, refused: expected.refused.map((_, index) => codes.get(first + index) ?? null) };
}

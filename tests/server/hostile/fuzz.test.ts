// Valid requests with something in them exchanged, at random: never a broken promise, never a changed record of another town.

import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { postJson } from '#tests/support/endpoint.ts';
import { anAction, clearStages, finance, plan, queretaro, round } from '../stage.ts';
import { aSiege, isHealthy, type Siege, witnessWork } from './siege.ts';

afterEach(clearStages);

/** What an attacker would put in a place: names of others, of objects' own, odd numbers and texts, anything at all. */
function oddValue({ witness, attacker }: Siege): fc.Arbitrary<unknown> {
  const names = [witness.node, `${witness.node}:1`, witness.send.device, witness.send.person, queretaro, plan.id];
  const spaces = [`town:${queretaro}`, finance, round, 'device', 'group:', '__proto__', 'constructor'];
  const numbers = [-1, 0, 0.5, 2 ** 31, 2 ** 53, Number.MAX_VALUE, attacker.acked + 2];
  const texts = ['', '\0', '\ud800', "'--", 'ffffffffffffffff', '0000000000000000', 'set', 'text', 'delete', 'void', 'AAAA'];
  return fc.oneof(
    fc.constantFrom<unknown>(null, true, [], {}, ...names, ...spaces, ...numbers, ...texts),
    fc.jsonValue({ maxDepth: 4 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
  );
}

type Mutation = { readonly at: number; readonly how: 'put' | 'drop' | 'double'; readonly value: unknown };

/** Every place in the JSON, as the object that holds it and its name there. */
function placesOf(value: unknown): readonly (readonly [Record<string, unknown>, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((name) => [[holder, name] as const, ...placesOf(holder[name])]);
}

function mutate(body: unknown, mutations: readonly Mutation[]): unknown {
  const changed: unknown = structuredClone(body);
  for (const { at, how, value } of mutations) {
    const places = placesOf(changed);
    const [holder, name] = places[at % Math.max(places.length, 1)] ?? [];
    if (!holder || name === undefined) continue;
    if (how === 'drop') delete holder[name];
    else if (how === 'double' && Array.isArray(holder)) holder.push(structuredClone(holder[Number(name)]));
    else Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return changed;
}

/** What nobody of Chapa de Mota may change: Querétaro's hall, the other groups, who takes part, other devices. */
async function untouchable(siege: Siege) {
  const { op, field, ...rest } = await siege.othersData();
  const isOthers = (row: string) => row.includes(`"space":"town:${queretaro}"`) || row.includes(`"space":"${finance}"`);
  const own = new Set(['space', 'text_snapshot', 'session']);
  return { op, field: field?.filter(isOthers), rest: Object.entries(rest).filter(([table]) => !own.has(table)) };
}

test('a sync with anything exchanged breaks nothing and changes nothing of others', async () => {
  const siege = await aSiege({ limits: { device: { count: 100_000, perS: 60 } } });
  const { attacker, witness, endpoint } = siege;
  await witness.sync([witness.op(witnessWork('W1'))]);
  const ops = attacker.transaction([anAction('A1'), { ...anAction('A1'), field: 'state', value: 'done' }, { ...plan }]);
  const valid = { ...attacker.request(ops), digests: { [round]: 1 } };
  const before = await untouchable(siege);
  const mutation = fc.record({ at: fc.nat(200), how: fc.constantFrom('put', 'drop', 'double'), value: oddValue(siege) });
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
      const { status } = await attacker.send(postJson('/api/sync', mutate(valid, mutations as readonly Mutation[])));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      expect(status).toBeLessThan(500);
    }),
    { numRuns: 600, seed: 20_261_128 },
  );
  expect([...statuses.keys()].sort()).toEqual(expect.arrayContaining([200, 400, 409])); // it went in, deep and not at all
  expect(await untouchable(siege)).toEqual(before);
  expect(endpoint.logged.filter((line) => line.startsWith('a request failed'))).toEqual([]);
  await isHealthy(siege);
});

test.each(['/api/join', '/api/invitation/look'])('%s with anything exchanged lets nobody in', async (path) => {
  const siege = await aSiege({ limits: { wrongCodes: { count: 100_000, perS: 60 }, wrongTypedPerHour: 100_000 } });
  const before = await siege.othersData();
  const valid = { version: 1, code: '7'.repeat(26), node: 'NEWCOMER', deviceName: 'A phone' };
  const mutation = fc.record({ at: fc.nat(5), how: fc.constantFrom('put', 'drop', 'double'), value: oddValue(siege) });
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
      const { status } = await siege.endpoint.fetch(postJson(path, mutate(valid, mutations as readonly Mutation[])));
      expect([400, 404, 426]).toContain(status);
    }),
    { numRuns: 300, seed: 20_261_128 },
  );
  expect(await siege.othersData()).toEqual(before);
  await isHealthy(siege);
});

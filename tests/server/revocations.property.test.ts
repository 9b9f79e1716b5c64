// Rights that are given and taken while everybody pushes. The oracle knows nothing of the endpoint's rules: it walks through
// the ops in the order in which they were committed, keeps book of who was let in, and finds an op that should not be there.

import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { spaceOwner } from '#domain/ids.ts';
import { aStage, chapa, clearStages, round, type Stage, services } from './stage.ts';
import type { WireDevice } from './wire-device.ts';

afterEach(clearStages);

const group = spaceOwner(services);
const names = ['LIAISON', 'OFFICIAL', 'SECOND'] as const;
type Name = (typeof names)[number];

/** What happens at the same moment. */
type Deed = { readonly deed: 'take' | 'give' | 'end' | 'resume' | 'revoke' | Pushing; readonly whom: Name };

/** A slow push has been let in by its session when the other deeds of the moment are done, and its ops come after them. */
type Pushing = 'push' | 'slow-push';

const deeds: fc.Arbitrary<Deed> = fc.record({
  deed: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('push' as const, 'slow-push' as const) },
    { weight: 4, arbitrary: fc.constantFrom('take' as const, 'give' as const, 'end' as const, 'resume' as const) },
    { weight: 1, arbitrary: fc.constant('revoke' as const) },
  ),
  whom: fc.constantFrom(...names),
});

type Member = { readonly device: WireDevice; readonly membership: string };

async function members({ endpoint, device }: Stage): Promise<Readonly<Record<Name, Member>>> {
  const town = 'chapa-de-mota';
  const devices = {
    LIAISON: await device('liaison', town, 'LIAISON'),
    OFFICIAL: await device('official', town, 'OFFICIAL'),
    SECOND: await device('official', town, 'SECOND'),
  };
  const rows = await endpoint
    .store()
    .selectFrom('field')
    .select(['id', 'state'])
    .where('kind', '=', 'membership')
    .where('field', '=', 'person')
    .execute();
  const memberOf = (name: Name): Member => {
    const { person } = devices[name].send;
    return { device: devices[name], membership: rows.find(({ state }) => state.includes(person))?.id ?? '' };
  };
  return { LIAISON: memberOf('LIAISON'), OFFICIAL: memberOf('OFFICIAL'), SECOND: memberOf('SECOND') };
}

async function act(
  coordinator: WireDevice,
  { device, membership }: Member,
  { deed }: Deed,
  count: number,
  others: Promise<void> = Promise.resolve(),
): Promise<void> {
  const ref = { space: round, kind: 'membership', id: membership, town: chapa };
  if (isPush(deed)) {
    // A revoked device is turned away; everything else is answered.
    const ops = [device.op({ space: services, kind: 'action', id: `A${count}`, town: chapa })];
    const { status, body } = await device.post(device.request(ops), deed === 'slow-push' ? others : undefined);
    if (status === 200) Object.assign(device, { acked: body.acked, receipt: body.receipt });
    expect([200, 401]).toContain(status);
    return;
  }
  const state = coordinator.fields.get(`${round} membership ${membership} groups`);
  const tags = state?.type === 'set' ? state.tags : [];
  const base = tags.map(({ node, n }) => `${node}:${n}`);
  const op =
    deed === 'give'
      ? coordinator.op({ ...ref, type: 'add', field: 'groups', value: group })
      : deed === 'take'
        ? coordinator.op({ ...ref, type: 'remove', field: 'groups', value: group, base })
        : deed === 'revoke'
          ? coordinator.op({ space: round, kind: 'device', id: device.send.device, town: chapa, field: 'revoked', value: true })
          : coordinator.op({
              ...ref,
              type: deed === 'end' ? 'delete' : 'restore',
              field: 'life',
              value: deed === 'end' ? 'deleted' : 'live',
            });
  expect((await coordinator.sync([op])).refused).toEqual([]);
}

function isPush(deed: Deed['deed']): deed is Pushing {
  return deed === 'push' || deed === 'slow-push';
}

type Committed = {
  readonly node: string;
  readonly kind: string;
  readonly id: string;
  readonly type: string;
  readonly field: string;
  readonly value: string;
  readonly base: string;
  readonly n: number;
  readonly code: string | null;
};

/** Accepted ops that whoever sent them had no right to, by the book that this function keeps. */
function wrongly(ops: readonly Committed[], all: Readonly<Record<Name, Member>>): readonly string[] {
  const found: string[] = [];
  const tags = new Map<string, Set<string>>();
  const ended = new Set<string>();
  const revoked = new Set<string>();
  const byNode = new Map(names.map((name) => [name as string, all[name]]));
  for (const op of ops) {
    const member = byNode.get(op.node);
    if (member && revoked.has(member.device.send.device)) found.push(`${op.node}:${op.n} of a revoked device was taken in`);
    if (op.code !== null) continue;
    if (op.kind === 'membership' && op.field === 'groups') {
      const live = tags.get(op.id) ?? new Set();
      if (op.type === 'add' && JSON.parse(op.value) === group) live.add(`${op.node}:${op.n}`);
      if (op.type === 'remove') for (const name of JSON.parse(op.base) as string[]) live.delete(name);
      tags.set(op.id, live);
    }
    if (op.kind === 'membership' && op.type === 'delete') ended.add(op.id);
    if (op.kind === 'membership' && op.type === 'restore') ended.delete(op.id);
    if (op.kind === 'device' && op.field === 'revoked' && op.value === 'true') revoked.add(op.id);
    if (!member || op.kind !== 'action') continue;
    if (ended.has(member.membership)) found.push(`${op.node}:${op.n} came after the end of the membership`);
    if ((tags.get(member.membership)?.size ?? 0) === 0) found.push(`${op.node}:${op.n} came after the group was taken away`);
  }
  return found;
}

async function committed({ endpoint }: Stage): Promise<readonly Committed[]> {
  return endpoint
    .store()
    .selectFrom('op')
    .select(['node', 'n', 'kind', 'id', 'type', 'field', 'value', 'base', 'code'])
    .orderBy(sql`rowid`)
    .execute();
}

test('after a right was taken or a device revoked, nothing of it is accepted, whatever is pushed at the same time', async () => {
  let accepted = 0;
  let refused = 0;
  const moments = fc.array(fc.array(deeds, { minLength: 1, maxLength: 4 }), { minLength: 5, maxLength: 9 });
  await fc.assert(
    fc.asyncProperty(moments, async (history) => {
      const stage = await aStage();
      const coordinator = await stage.device('coordinator', null, 'COORD');
      const all = await members(stage);
      let count = 0;
      for (const moment of history) {
        // Each device sends one request at a time, as real ones do; the coordinator's go out one after the other.
        const pushes = names.flatMap((whom) => moment.find((one) => isPush(one.deed) && one.whom === whom) ?? []);
        const orders = moment.filter(({ deed }) => !isPush(deed));
        const ordering = orders.reduce(
          (before, deed) => before.then(() => act(coordinator, all[deed.whom], deed, 0)),
          Promise.resolve(),
        );
        const pushing = pushes.map((push) => {
          count += 1;
          return act(coordinator, all[push.whom], push, count, ordering);
        });
        await Promise.all([ordering, ...pushing]);
      }
      const ops = await committed(stage);
      const own = ops.filter(({ node }) => names.some((name) => name === node));
      accepted += own.filter(({ code }) => code === null).length;
      refused += own.filter(({ code }) => code !== null).length;
      expect(wrongly(ops, all)).toEqual([]);
      await clearStages();
    }),
    { numRuns: 8, seed: 20260715, endOnFailure: true },
  );
  expect(accepted).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(5);
});

test('the book finds an op that was taken in after the group was taken away, and one of a revoked device', async () => {
  const stage = await aStage();
  const coordinator = await stage.device('coordinator', null, 'COORD');
  const all = await members(stage);
  await act(coordinator, all.OFFICIAL, { deed: 'push', whom: 'OFFICIAL' }, 1);
  const honest = await committed(stage);
  expect(wrongly(honest, all)).toEqual([]);
  const own = honest.filter(({ node }) => node === 'OFFICIAL');
  await act(coordinator, all.OFFICIAL, { deed: 'take', whom: 'OFFICIAL' }, 0);
  expect(wrongly([...(await committed(stage)), ...own], all)).toEqual(['OFFICIAL:1 came after the group was taken away']);
  await act(coordinator, all.OFFICIAL, { deed: 'revoke', whom: 'OFFICIAL' }, 0);
  expect(wrongly([...(await committed(stage)), ...own], all)[0]).toBe('OFFICIAL:1 of a revoked device was taken in');
});

// The simulation must bite: known bugs are planted one by one, and each is found within so many histories.
// A bug is a changed answer, a late commit, or one function of the app or the endpoint that is replaced while it is planted.

import { beforeEach, expect, test, vi } from 'vitest';
import type { DataPorts } from '#data/device-row.ts';
import type { DeviceRow } from '#data/rows.ts';
import { kindNamed } from '#domain/records.ts';
import type { Page, PageRecord } from '#protocol/sync.ts';
import type { Delivered } from '#sync/sync-once.ts';
import { playCrashPoints } from './crash-points.ts';
import { everyRepair } from './every-repair.ts';
import type { Feature } from './history.ts';
import type { Faults } from './play.ts';
import { emptySum, simulate } from './simulate.ts';

const planted = vi.hoisted(() => ({
  bug: '',
  stays: 0,
  drawn: new Map<string, number>(),
  counters: new WeakMap<object, number>(),
  rows: new WeakMap<object, DeviceRow>(),
}));

type Bug = { readonly bug: string; readonly within: number; readonly without?: readonly Feature[]; readonly faults?: Faults };

const bugs: readonly Bug[] = [
  { bug: 'a cursor that is kept without its page', within: 5, faults: { tamper: ofPages((page) => ({ ...page, records: [] })) } },
  { bug: 'a cursor that is saved before the page', within: 30 },
  { bug: 'pages that forget what they passed over', within: 10 },
  {
    bug: 'an overlay that is dropped at the acknowledgement',
    within: 30,
    faults: { tamper: ofPages((page, acked) => ({ ...page, covers: mapOf(page.covers, () => acked) })) },
  },
  { bug: 'a counter that is kept in memory', within: 30 },
  { bug: 'an acknowledgement before the commit', within: 60, faults: { commitsLater: true } },
  { bug: 'stamps that are bounded without looking at the bases', within: 10 },
  { bug: 'an op that is stamped anew when it is sent again', within: 10 },
  { bug: 'an op that is sent again without its stamp to a restored endpoint', within: 60 },
  { bug: 'what a restored endpoint lost and nobody sends again', within: 20 },
  { bug: 'a copied device that goes on under its old name', within: 60 },
  { bug: 'ops that are taken for others of the same name', within: 60, without: ['restored', 'cloned'] },
  { bug: 'own changes that are forgotten before they are in a backup', within: 60 },
  { bug: 'a joining that forgets what was begun alone', within: 60 },
  { bug: 'an older version that drops what it does not know', within: 60 },
  { bug: 'a removal that is forgotten before its addition', within: 60 },
  { bug: 'absence that is taken for deletion', within: 5 },
  { bug: 'an answer that loses a little when it is packed', within: 5 },
  { bug: 'a plain sequence instead of a counter row', within: 150 },
  { bug: 'a counter that page and worker each keep in memory', within: 60 },
  { bug: 'page and worker that run at once', within: 10, faults: { lockIsIgnored: true } },
  { bug: 'a lock that outlives its holder', within: 5, faults: { deadKeepLock: true } },
];

/** What the planted bugs remember is gone when a history ends. */
async function forget(): Promise<boolean> {
  planted.drawn.clear();
  planted.stays = 0;
  planted.counters = new WeakMap();
  planted.rows = new WeakMap();
  return true;
}

beforeEach(async () => {
  planted.bug = '';
  await forget();
});

test('finds nothing where nothing is planted', { timeout: 240_000 }, async () => {
  const { failures } = await simulate({ seed: 'bite', from: emptySum, count: 60, onPlayed: forget });
  expect(failures).toEqual([]);
});

for (const { bug, within, without = [], faults } of bugs) {
  test(`finds ${bug} within ${within} histories`, { timeout: 240_000 }, async () => {
    planted.bug = bug;
    const { failures } = await simulate({
      seed: 'bite',
      from: emptySum,
      count: within,
      without,
      stopAtFirst: true,
      faults,
      onPlayed: forget,
    });
    expect(failures).toHaveLength(1);
  });
}

test('finds a repair in two transactions, by dying in between', { timeout: 240_000 }, async () => {
  planted.bug = 'a repair in two transactions';
  const { failure } = await playCrashPoints(everyRepair);
  expect(failure?.problem).toMatchObject({ loss: 'lost', what: expect.stringContaining('no longer has') });
});

function ofPages(change: (page: Page, acked: number) => Page) {
  return (delivered: Delivered): Delivered => {
    if (delivered.type === 'cut' || delivered.status !== 200) return delivered;
    const body = delivered.body as { readonly acked: number; readonly pages: readonly Page[] };
    return { ...delivered, body: { ...body, pages: body.pages.map((page) => change(page, body.acked)) } };
  };
}

function mapOf<Value>(values: Readonly<Record<string, Value>>, change: (value: Value) => Value): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

/** Without the fields that the version at work does not know. */
function known(page: Page): Page {
  const records = page.records.map((record) => {
    const fields = kindNamed(record.kind)?.fields ?? {};
    const isKnown = ([name]: readonly [string, unknown]) => name === 'life' || name in fields;
    return { ...record, fields: Object.fromEntries(Object.entries(record.fields).filter(isKnown)) };
  });
  return { ...page, records };
}

vi.mock('#data/apply-answer.ts', async (original) => {
  const real = await original<typeof import('#data/apply-answer.ts')>();
  const applyAnswer: typeof real.applyAnswer = async (ports, sent, answer) => {
    const { spaces, records } = ports.database;
    if (planted.bug === 'a cursor that is saved before the page') {
      for (const { space, to, head, chain } of answer.pages)
        await spaces.put({ space, cursor: [to, head, chain], arrived: true });
    }
    const pages = planted.bug === 'an older version that drops what it does not know' ? answer.pages.map(known) : answer.pages;
    const applied = await real.applyAnswer(ports, sent, { ...answer, pages });
    if (planted.bug === 'absence that is taken for deletion') {
      for (const page of answer.pages.filter(({ to, head }) => to === head)) {
        const isThere = (id: string) => page.records.some((record) => record.id === id);
        await records.filter(({ shown }) => shown.space === page.space && !isThere(shown.id)).delete();
      }
    }
    return applied;
  };
  return { ...real, applyAnswer };
});

/** The number of the device's last op is kept in memory, and written down by the next sync only. */
vi.mock('#data/mutate.ts', async (original) => {
  const real = await original<typeof import('#data/mutate.ts')>();
  const mutate: typeof real.mutate = async (ports, actor, changes) => {
    const { meta } = ports.database;
    const before = await meta.get('device');
    const result = await real.mutate(ports, actor, changes);
    const after = await meta.get('device');
    if (planted.bug !== 'a counter that is kept in memory' || before?.key !== 'device' || after?.key !== 'device') return result;
    planted.counters.set(ports.database, after.n);
    await meta.put({ ...after, n: before.n });
    return result;
  };
  return { ...real, mutate };
});

vi.mock('#data/device-row.ts', async (original) => {
  const real = await original<typeof import('#data/device-row.ts')>();
  const deviceRow = async (ports: DataPorts) => {
    const row =
      planted.bug === 'a counter that page and worker each keep in memory'
        ? await ownRow(ports, real.deviceRow)
        : await real.deviceRow(ports);
    return { ...row, n: Math.max(row.n, planted.counters.get(ports.database) ?? 0) };
  };
  const adoptAccount: typeof real.adoptAccount = async (ports, account) => {
    await real.adoptAccount(ports, account);
    if (planted.bug === 'a joining that forgets what was begun alone')
      await ports.database.records
        .filter(({ shown }) => shown.space === 'device')
        .modify((row) => {
          delete (row as { accepted?: string }).accepted;
        });
  };
  return { ...real, deviceRow, adoptAccount };
});

/** The device's row as this connection last read or wrote it, whatever the other runtime's wrote since. */
async function ownRow(ports: DataPorts, read: (ports: DataPorts) => Promise<DeviceRow>): Promise<DeviceRow> {
  const { meta } = ports.database;
  const known = planted.rows.get(meta);
  if (known) return known;
  const row = await read(ports);
  const put = meta.put.bind(meta);
  meta.put = (written, ...more) => {
    if (written.key === 'device') planted.rows.set(meta, written);
    return put(written, ...more);
  };
  planted.rows.set(meta, row);
  return row;
}

/** The device is never told that a page covers its own ops: it goes on laying them over what comes. */
vi.mock('#protocol/pack.ts', async (original) => {
  const real = await original<typeof import('#protocol/pack.ts')>();
  const packAnswer: typeof real.packAnswer = (answer) => {
    const lossy = (page: Page): Page => ({ ...page, covers: mapOf(page.covers, () => 0) });
    const isPlanted = planted.bug === 'an answer that loses a little when it is packed';
    return real.packAnswer(isPlanted ? { ...answer, pages: answer.pages.map(lossy) } : answer);
  };
  return { ...real, packAnswer };
});

vi.mock('#protocol/wire-op.ts', async (original) => {
  const real = await original<typeof import('#protocol/wire-op.ts')>();
  const opToWire: typeof real.opToWire = (op, again) =>
    planted.bug === 'an op that is sent again without its stamp to a restored endpoint'
      ? real.opToWire(op)
      : real.opToWire(op, again);
  return { ...real, opToWire };
});

vi.mock('#data/repair.ts', async (original) => {
  const real = await original<typeof import('#data/repair.ts')>();
  const startOver: typeof real.startOver = (ports, nodes, spaces) =>
    real.startOver(ports, planted.bug === 'what a restored endpoint lost and nobody sends again' ? [] : nodes, spaces);
  const moveToNewLane: typeof real.moveToNewLane = async (ports, node, at) => {
    if (planted.bug !== 'a copied device that goes on under its old name') return real.moveToNewLane(ports, node, at);
    planted.stays += 1;
    if (planted.stays > 20) throw new Error('The device asks again and again');
  };
  const forgetOldOps: typeof real.forgetOldOps = async (ports, now, backedUpThrough) => {
    const { meta } = ports.database;
    const isTooEarly = planted.bug === 'own changes that are forgotten before they are in a backup';
    const before = await meta.get('device');
    await real.forgetOldOps(ports, now, isTooEarly ? now : backedUpThrough);
    if (planted.bug !== 'a repair in two transactions' || !before) return;
    const after = await meta.get('device');
    await meta.put(before);
    if (after) await meta.put(after);
  };
  return { ...real, startOver, moveToNewLane, forgetOldOps };
});

/** Two records a page, each with no more than what has changed after the cursor. */
vi.mock('#server/sync/pages.ts', async (original) => {
  const real = await original<typeof import('#server/sync/pages.ts')>();
  const readPages: typeof real.readPages = async (db, wanted) => {
    if (planted.bug !== 'pages that forget what they passed over') return real.readPages(db, wanted);
    const pages = await real.readPages(db, { ...wanted, maxBytes: 1 << 20 });
    return Promise.all(
      pages.map(async (page) => {
        const rows = await db.selectFrom('field').selectAll().where('space', '=', page.space).execute();
        const numbers = new Map(rows.map(({ kind, id, field, number }) => [`${kind} ${id} ${field}`, number]));
        const first = page.records.slice(0, 2);
        const numberOf = (record: PageRecord, field: string) => numbers.get(`${record.kind} ${record.id} ${field}`) ?? 0;
        const last = Math.max(...first.flatMap((record) => Object.keys(record.fields).map((field) => numberOf(record, field))));
        const records = first.map((record) => {
          const isLater = ([field]: readonly [string, unknown]) => numberOf(record, field) > page.after;
          return { ...record, fields: Object.fromEntries(Object.entries(record.fields).filter(isLater)) };
        });
        return { ...page, records, to: first.length < page.records.length ? last : page.to };
      }),
    );
  };
  return { ...real, readPages };
});

vi.mock('#domain/stamps.ts', async (original) => {
  const real = await original<typeof import('#domain/stamps.ts')>();
  const effectiveStamp: typeof real.effectiveStamp = (own, nowMs, floors) =>
    real.effectiveStamp(own, nowMs, planted.bug === 'stamps that are bounded without looking at the bases' ? [] : floors);
  return { ...real, effectiveStamp };
});

vi.mock('#server/commit/push.ts', async (original) => {
  const real = await original<typeof import('#server/commit/push.ts')>();
  const commitPush: typeof real.commitPush = async (tx, push, locked, author, nowMs) => {
    const row = await tx.selectFrom('node').select('last_n').where('node', '=', push.node).executeTakeFirst();
    if (planted.bug === 'ops that are taken for others of the same name')
      return real.commitPush(tx, { ...push, ops: push.ops.filter(({ op }) => op.n > (row?.last_n ?? 0)) }, locked, author, nowMs);
    const result = await real.commitPush(tx, push, locked, author, nowMs);
    if (planted.bug !== 'an op that is stamped anew when it is sent again' || !result.ok) return result;
    const again = push.ops.filter(({ op }) => op.n <= (row?.last_n ?? 0));
    const stamps = again.map(({ op }) => [op.n, `${nowMs.toString(16).padStart(12, '0')}0000`] as const);
    const others = result.value.stamps.filter(([n]) => n > (row?.last_n ?? 0));
    return { ...result, value: { ...result.value, stamps: [...stamps, ...others] } };
  };
  return { ...real, commitPush };
});

vi.mock('#domain/join.ts', async (original) => {
  const real = await original<typeof import('#domain/join.ts')>();
  const join: typeof real.join = (state, delivery) => {
    const joined = real.join(state, delivery);
    const forgets = planted.bug === 'a removal that is forgotten before its addition' && joined.type === 'set';
    return forgets ? { ...joined, removed: [] } : joined;
  };
  return { ...real, join };
});

/** Numbers that a transaction took and did not commit are gone, as with a sequence of the database. */
vi.mock('#server/commit/working-set.ts', async (original) => {
  const real = await original<typeof import('#server/commit/working-set.ts')>();
  const loadWorkingSet: typeof real.loadWorkingSet = async (...asked) => {
    const working = await real.loadWorkingSet(...asked);
    if (planted.bug !== 'a plain sequence instead of a counter row') return working;
    const set = working.spaces.set.bind(working.spaces);
    for (const [space, { head, chain }] of working.spaces)
      set(space, { head: Math.max(head, planted.drawn.get(space) ?? 0), chain });
    working.spaces.set = (space, counter) => {
      planted.drawn.set(space, counter.head);
      return set(space, counter);
    };
    return working;
  };
  return { ...real, loadWorkingSet };
});

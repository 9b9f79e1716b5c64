// Reading a space anew, step by step. What devices and endpoint come to by it is told in tests/sync/repair.test.ts.

import { describe, expect, test } from 'vitest';
import { acceptedOf, recordRow } from '#data/overlay.ts';
import {
  discardVanished,
  dropWhatIsGone,
  forgetVanished,
  keepVanished,
  listVanished,
  markRenewed,
  renewalOf,
  unlistReturned,
  vanishedFrom,
  vanishedRow,
} from '#data/renewal.ts';
import type { RecordRow, SpaceRow, TextRow, Vanished } from '#data/rows.ts';
import type { FieldState, Head, TextState } from '#domain/join.ts';
import type { RecordRef } from '#domain/op.ts';
import type { Page } from '#protocol/sync.ts';
import { aDevice } from '#tests/support/device.ts';

const space = 'group:G1';
const plan = { space, kind: 'plan', id: 'P1', town: 'T1' };
const nobody: ReadonlySet<string> = new Set();

const head = (node: string, n: number): Head => ({ node, n, stamp: '0000000000000001', value: `${node} ${n}` });
const title = (...heads: readonly Head[]): FieldState => ({
  type: 'register',
  heads,
  seen: Object.fromEntries(heads.map(({ node, n }) => [node, n])),
});
const gone = (node: string, n: number, where: Partial<Vanished> = {}): Vanished => ({
  ...plan,
  field: 'title',
  head: head(node, n),
  ...where,
});

function page(records: Page['records'], changes: Partial<Page> = {}): Page {
  return { space, after: 0, to: 9, head: 9, chain: 'c', covers: {}, records, ...changes };
}

describe('a page belongs to a renewal', () => {
  const row = (changes: Partial<SpaceRow>): SpaceRow => ({ space, cursor: [5, 5, 'c'], arrived: true, ...changes });

  test.each<[string, SpaceRow | undefined, number, number | undefined]>([
    ['not when the space comes for the first time', undefined, 0, undefined],
    ['not when it comes again from the beginning of nothing', row({ cursor: [0, 9, 'c'] }), 0, undefined],
    ['not when it goes on', row({}), 5, undefined],
    ['not when it goes on after a renewal that has ended', row({ renewals: 2 }), 5, undefined],
    ['when it begins again', row({}), 0, 1],
    ['when it begins again after others', row({ renewals: 2 }), 0, 3],
    ['when it begins again during one', row({ renewals: 2, renewing: true }), 0, 3],
    ['when it goes on during one', row({ renewals: 2, renewing: true }), 5, 2],
    ['when this device asked for one', row({ cursor: [0, 0, ''], renewals: 1, renewing: true }), 0, 1],
  ])('%s', (_when, known, after, renewal) => {
    expect(renewalOf(known, page([], { after }))).toBe(renewal);
  });

  test('and marks what it brought, page after page, but nothing of an earlier one', () => {
    const known = (renewal: number): RecordRow => ({ ...recordRow(plan, {}, []), renewed: { renewal, fields: ['title'] } });
    expect(markRenewed(known(2), undefined, ['objective'])).toEqual({});
    expect(markRenewed(undefined, 2, ['objective'])).toEqual({ renewed: { renewal: 2, fields: ['objective'] } });
    expect(markRenewed(known(2), 2, ['objective'])).toEqual({ renewed: { renewal: 2, fields: ['title', 'objective'] } });
    expect(markRenewed(known(1), 2, ['objective'])).toEqual({ renewed: { renewal: 2, fields: ['objective'] } });
  });
});

describe('what vanished from a field', () => {
  test('is what colleagues wrote beyond what the endpoint has taken in of them', () => {
    const before = title(head('ana', 4), head('ben', 7));
    const now = { type: 'register', heads: [head('ana', 4)], seen: { ana: 4, ben: 6 } } as const;
    expect(vanishedFrom(plan, 'title', before, now, nobody)).toEqual([gone('ben', 7)]);
    expect(vanishedFrom(plan, 'title', before, { ...now, seen: { ana: 4, ben: 7 } }, nobody)).toEqual([]);
  });

  test('is everything where the whole field is gone, but for one’s own, which is sent again', () => {
    const before = title(head('ana', 4), head('me', 7));
    expect(vanishedFrom(plan, 'title', before, undefined, new Set(['me']))).toEqual([gone('ana', 4)]);
    expect(vanishedFrom(plan, 'title', undefined, undefined, nobody)).toEqual([]);
  });

  test('says of what, without what else the row holds', () => {
    const row = { ...plan, accepted: {}, renewed: { renewal: 1, fields: [] } };
    expect(vanishedFrom(row, 'title', title(head('ana', 4)), undefined, nobody)).toEqual([gone('ana', 4)]);
  });

  test('lists words that came merged under a colleague’s name once for each who wrote them, and no refused ones', () => {
    const before: TextState = { type: 'text', updates: [head('ana', 4)], seen: { ana: 4, ben: 7, cleo: 2 }, gaps: ['cleo:2'] };
    const found = vanishedFrom(plan, 'title', before, undefined, nobody);
    expect(found.map(({ head: { node, n, value } }) => [node, n, value])).toEqual([
      ['ana', 4, 'ana 4'],
      ['ben', 7, 'ana 4'],
    ]);
    expect(vanishedFrom(plan, 'title', { ...before, updates: [] }, undefined, nobody)).toEqual([]);
  });
});

describe('when a space has been read anew', () => {
  test('fields that did not come go, and records of which nothing came', async () => {
    const { database } = await aDevice();
    const accepted = { title: title(head('ana', 1)), objective: title(head('ben', 2)) };
    const row = (changes: Partial<RecordRef> = {}) => recordRow({ ...plan, ...changes }, accepted, []);
    const partly: RecordRow = { ...row(), renewed: { renewal: 2, fields: ['title'] } };
    const never = row({ id: 'P2' });
    const before: RecordRow = { ...row({ id: 'P3' }), renewed: { renewal: 1, fields: ['title', 'objective'] } };
    const whole: RecordRow = { ...row({ id: 'P4' }), renewed: { renewal: 2, fields: ['title', 'objective'] } };
    const elsewhere = row({ id: 'P2', space: 'group:G10' });
    await database.records.bulkPut([partly, never, before, whole, elsewhere]);
    const { touched, vanished } = await dropWhatIsGone(database, space, 2, nobody);
    expect(touched).toEqual(['P1', 'P2', 'P3'].map((id) => ({ ...plan, id })));
    expect(vanished.map(({ id, field }) => `${id} ${field}`)).toEqual([
      'P1 objective',
      ...['P2 title', 'P2 objective'],
      ...['P3 title', 'P3 objective'],
    ]);
    expect((await database.records.toArray()).map((one) => [one.shown.id, one.shown.space, acceptedOf(one)])).toEqual([
      ['P1', space, { title: accepted.title }],
      ['P2', space, {}],
      ['P2', 'group:G10', accepted],
      ['P3', space, {}],
      ['P4', space, accepted],
    ]);
  });

  test('texts that did not come are empty', async () => {
    const { database } = await aDevice();
    const accepted: TextState = { type: 'text', updates: [head('ana', 1)], seen: { ana: 1 } };
    const body = { ...plan, kind: 'note', field: 'body', accepted };
    const empty: TextState = { type: 'text', updates: [], seen: {} };
    const stays: TextRow[] = [
      { ...body, id: 'N2', renewed: 2 },
      { ...body, id: 'N3', accepted: { ...empty, seen: { me: 3 } } },
      { ...body, space: 'group:G10' },
    ];
    await database.texts.bulkPut([{ ...body, id: 'N1', renewed: 1, lastOwn: 'me:3' }, ...stays]);
    const { touched, vanished } = await dropWhatIsGone(database, space, 2, nobody);
    expect(touched).toEqual([]);
    expect(vanished).toEqual([{ ...plan, kind: 'note', id: 'N1', field: 'body', head: head('ana', 1) }]);
    expect(await database.texts.toArray()).toEqual([
      { ...body, id: 'N1', renewed: 1, lastOwn: 'me:3', accepted: empty },
      ...stays,
    ]);
  });
});

describe('the list of what vanished', () => {
  test('names each value once, with what was last known of it', async () => {
    const { database } = await aDevice();
    await listVanished(database, [gone('ana', 1), gone('ben', 2)]);
    const later = gone('ana', 1, { head: { ...head('ana', 1), stamp: '0000000000000009' } });
    await listVanished(database, [later, gone('ana', 1, { field: 'objective' }), gone('ana', 1, { id: 'P2' }), gone('ana', 2)]);
    expect((await vanishedRow(database)).entries).toEqual([
      later,
      gone('ben', 2),
      gone('ana', 1, { field: 'objective' }),
      gone('ana', 1, { id: 'P2' }),
      gone('ana', 2),
    ]);
  });

  test('is not begun for nothing', async () => {
    const { database } = await aDevice();
    await listVanished(database, []);
    await unlistReturned(database, page([]));
    expect(await database.meta.get('vanished')).toBeUndefined();
    expect(await vanishedRow(database)).toEqual({ key: 'vanished', entries: [] });
  });

  test('keeps the newest five thousand', async () => {
    const { database } = await aDevice();
    await listVanished(
      database,
      Array.from({ length: 5_001 }, (_, index) => gone('ana', index + 1)),
    );
    const { entries } = await vanishedRow(database);
    expect([entries.length, entries[0]?.head.n, entries.at(-1)?.head.n]).toEqual([5_000, 2, 5_001]);
  });

  test('loses what a page has brought back, and nothing else', async () => {
    const { database } = await aDevice();
    const stays = [
      gone('ana', 3),
      gone('ben', 1),
      gone('ana', 1, { id: 'P2' }),
      gone('ana', 1, { field: 'objective' }),
      gone('ana', 1, { space: 'group:G2' }),
    ];
    await listVanished(database, [gone('ana', 1), gone('ana', 2), ...stays]);
    await unlistReturned(
      database,
      page([{ kind: 'plan', id: 'P1', town: 'T1', fields: { title: { type: 'register', heads: [], seen: { ana: 2 } } } }]),
    );
    expect((await vanishedRow(database)).entries).toEqual(stays);
  });

  test('loses what its reader puts aside, and gets it back on the same word', async () => {
    const { database } = await aDevice();
    await listVanished(database, [gone('ana', 1), gone('ben', 2)]);
    await discardVanished(database, [gone('ana', 1)]);
    expect((await vanishedRow(database)).entries).toEqual([gone('ben', 2)]);
    await keepVanished(database, [gone('ana', 1)]);
    expect((await vanishedRow(database)).entries).toEqual([gone('ben', 2), gone('ana', 1)]);
  });

  test('loses what stood in a space that was taken away', async () => {
    const { database } = await aDevice();
    const elsewhere = gone('ben', 2, { space: 'group:G2' });
    await listVanished(database, [gone('ana', 1), elsewhere]);
    await forgetVanished(database, space);
    expect((await vanishedRow(database)).entries).toEqual([elsewhere]);
  });
});

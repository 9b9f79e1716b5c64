// A phone whose version of the app lacks a kind and a field: what it does not know goes through it untouched, and shows once
// it is updated. The endpoint and the other phones run today's version.

import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDatabase } from '#data/database.ts';
import { acceptedOf } from '#data/overlay.ts';
import { planContents, plansWithActions, recordsOf } from '#data/record-queries.ts';
import { showAnew } from '#data/show-anew.ts';
import { isShownBy } from '#data/shown-by.ts';
import { setFields } from '#domain/change.ts';
import { renameItem, tickItem } from '#domain/commands/checklist-commands.ts';
import { setActionState } from '#domain/commands/plan-commands.ts';
import type * as Records from '#domain/records.ts';
import { aRound, type TestPhone, type TestRound } from '#tests/support/round.ts';

const version = vi.hoisted(() => ({ isOld: false }));

vi.mock('#domain/records.ts', async (original) => {
  const today = await original<typeof Records>();
  const kindNamed: typeof today.kindNamed = (name) => {
    const kind = today.kindNamed(name);
    if (!version.isOld || !kind) return kind;
    if (name === 'item') return undefined;
    const { state: _state, ...fields } = kind.fields;
    return name === 'action' ? { ...kind, fields } : kind;
  };
  return { ...today, kindNamed };
});

let round: TestRound;
let newer: TestPhone;
let older: TestPhone;

beforeEach(async () => {
  round = await aRound();
  const today = round.endpoint.fetch;
  vi.spyOn(round.endpoint, 'fetch').mockImplementation(async (request) => {
    const asked = version.isOld;
    version.isOld = false; // the endpoint is not the phone
    try {
      return await today(request);
    } finally {
      version.isOld = asked;
    }
  });
  newer = await round.phone('liaison');
  older = await round.phone('official');
  await newer.sync();
  await inOldVersion(() => older.sync());
});

afterEach(async () => {
  version.isOld = false;
  await round.close();
});

async function inOldVersion<Value>(run: () => Promise<Value>): Promise<Value> {
  version.isOld = true;
  try {
    return await run();
  } finally {
    version.isOld = false;
  }
}

async function thePlan({ ports }: TestPhone) {
  const [first] = await plansWithActions(ports.database);
  const contents = await planContents(ports.database, first?.plan.id ?? '');
  const [action] = contents?.actions ?? [];
  if (!contents || !action) throw new Error('The plan has not arrived');
  return { ...contents, action };
}

async function acceptedAt({ ports }: TestPhone, id: string) {
  return acceptedOf((await ports.database.records.toArray()).find(({ shown }) => shown.id === id));
}

test('an older phone works on beside what it does not know, and nothing of it is lost', async () => {
  const { action, items } = await thePlan(newer);
  const [item] = items;
  if (!item) throw new Error('no item');
  expect((await thePlan(older)).items).toEqual([]);
  expect((await thePlan(older)).action).not.toHaveProperty('state');

  expect(await newer.save([...setActionState(action, 'done'), ...renameItem(item, 'Recorrer todo', item.title)])).toBeUndefined();
  await inOldVersion(async () => {
    const shown = (await thePlan(older)).action;
    expect(await older.save(setFields(shown, 'action', { title: 'Escrito por el anterior' }))).toBeUndefined();
    await older.sync();
  });
  await newer.sync();
  await inOldVersion(() => older.sync());

  expect((await thePlan(newer)).action).toMatchObject({ state: 'done', title: 'Escrito por el anterior', conflicts: [] });
  expect((await thePlan(newer)).items.map(({ title }) => title)).toContain('Recorrer todo');
  const [kept, known] = [await acceptedAt(older, action.id), await acceptedAt(newer, action.id)];
  expect(kept).toEqual(known);
  expect(await acceptedAt(older, item.id)).toEqual(await acceptedAt(newer, item.id));
});

test('a kind that an older phone does not know is refused there before it is saved, with a reason', async () => {
  const [item] = (await thePlan(newer)).items;
  if (!item) throw new Error('no item');
  const tick = tickItem(item, null, newer.clock.ms);
  expect(await inOldVersion(() => older.save(tick))).toBe('unknown-kind');
});

test('after its update the phone shows what it had kept, with the same version of the database and its own unsent words', async () => {
  const { action } = await thePlan(newer);
  await newer.save(setActionState(action, 'done'));
  await newer.sync();
  await inOldVersion(async () => {
    await older.sync();
    await older.save(setFields((await thePlan(older)).action, 'action', { title: 'Sin enviar' }));
  });
  older.ports.database.close();

  const database = openDatabase(older.ports.database.name);
  expect(await isShownBy(database, 'today')).toBe(false);
  await showAnew(database, 'today');
  const updated = { ...older, ports: { ...older.ports, database } };
  const shown = await thePlan(updated);
  expect(shown.action).toMatchObject({ state: 'done', title: 'Sin enviar' });
  expect(shown.items).toHaveLength(3);
  expect(await recordsOf(database, 'item')).toEqual(await recordsOf(newer.ports.database, 'item'));
  expect(database.backendDB().version).toBe(10);
  expect(await isShownBy(database, 'today')).toBe(true);
  database.close();
});

test('an empty database takes the mark of the code that opens it', async () => {
  const database = openDatabase('never-shown');
  expect(await isShownBy(database, 'today')).toBe(true);
  expect(await isShownBy(database, 'tomorrow')).toBe(false);
  database.close();
});

test('a sort of field that only a newer version knows is kept as it came, and the phone works on', async () => {
  const { action } = await thePlan(older);
  const counter = { type: 'counter', seen: { NEWER: 3 }, parts: [{ node: 'NEWER', n: 3, by: 2 }] };
  older.tamper((delivered) => {
    if (delivered.type === 'cut') return delivered;
    const body = delivered.body as { pages: { space: string; records: unknown[] }[] };
    const page = body.pages.find(({ space }) => space === action.space);
    page?.records.push({ kind: 'action', id: action.id, town: action.town, fields: { visits: counter } });
    return delivered;
  });
  await newer.save(setActionState(action, 'done'));
  await newer.sync();
  expect(await older.sync()).toMatchObject({ type: 'synced' });
  older.tamper((delivered) => delivered);
  expect(await acceptedAt(older, action.id)).toMatchObject({ visits: counter });

  await older.save(setFields(action, 'action', { title: 'Sigue trabajando' }));
  expect(await older.sync()).toMatchObject({ type: 'synced', sent: 1, refused: 0 });
  await newer.sync();
  expect((await thePlan(newer)).action).toMatchObject({ title: 'Sigue trabajando', state: 'done' });
  expect((await acceptedAt(older, action.id)).visits).toEqual(counter);
});

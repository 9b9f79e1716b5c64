// The plain baseline on the device, as a competent developer writes it in a day: Dexie with one table for each kind, a table that
// names what was changed, and one request that sends changed rows whole and brings changed rows whole. The later write wins;
// there is no history, no receipt, no conflict.

import { Dexie, type Table } from 'dexie';
import { keyAtEnd } from '#domain/order.ts';
import type { Delivered, SyncOutcome } from '#sync/sync-once.ts';
import type { Edit } from './edits.ts';
import type { PlainRow, PlainRows } from './plain-rows.ts';

export const plainDatabaseName = 'plain';
const shownTables = ['plan', 'line', 'action', 'item', 'note'] as const;
const otherTables = ['round', 'theme', 'town', 'group', 'person', 'membership'] as const;
type ShownTable = (typeof shownTables)[number];

type ChangedRow = { readonly table: string; readonly id: string };

export type PlainRequest = { readonly since: number; readonly rows: PlainRows };
export type PlainAnswer = { readonly seq: number; readonly rows: PlainRows };

export class PlainDatabase extends Dexie {
  declare readonly changed: Table<ChangedRow, [string, string]>;
  declare readonly meta: Table<{ readonly key: string; readonly value: number }, string>;

  constructor(name: string = plainDatabaseName) {
    super(name);
    this.version(1).stores({
      ...Object.fromEntries(otherTables.map((name) => [name, 'id'])),
      plan: 'id',
      line: 'id, plan',
      action: 'id, plan',
      item: 'id, plan, action',
      note: 'id, plan',
      changed: '[table+id]',
      meta: 'key',
    });
  }

  rows(table: string): Table<PlainRow, string> {
    return this.table(table);
  }
}

/** Saves one row and notes that it has to be sent, in one transaction. */
export async function savePlain(
  database: PlainDatabase,
  table: ShownTable,
  id: string,
  change: (row: PlainRow | undefined) => PlainRow,
): Promise<void> {
  await database.transaction('rw', database.rows(table), database.changed, async () => {
    await database.rows(table).put(change(await database.rows(table).get(id)));
    await database.changed.put({ table, id });
  });
}

export function tickPlain(database: PlainDatabase, id: string, by: string, at: number): Promise<void> {
  return savePlain(database, 'item', id, (row) => ({ ...known(row), check: { by, at }, updatedAt: at }));
}

export async function editPlain(database: PlainDatabase, by: string, edits: readonly Edit[]): Promise<void> {
  for (const edit of edits) {
    const { at } = edit;
    if (edit.type === 'tick') await tickPlain(database, edit.item, by, at);
    if (edit.type === 'write')
      await savePlain(database, 'note', edit.note, (row) => ({
        ...known(row),
        body: known(row).body + edit.text,
        updatedAt: at,
      }));
    if (edit.type === 'add') {
      const action = known(await database.rows('action').get(edit.action));
      const siblings = (await database.rows('item').where('action').equals(action.id).toArray()) as unknown as {
        id: string;
        order: string;
      }[];
      const order = keyAtEnd(siblings.sort((a, b) => (a.order < b.order ? -1 : 1)));
      const { item: id, title } = edit;
      await savePlain(database, 'item', id, () => ({
        id,
        plan: action.plan ?? '',
        action: action.id,
        title,
        order,
        updatedAt: at,
      }));
    }
  }
}

export async function countMissingPlain(database: PlainDatabase, edits: readonly Edit[]): Promise<number> {
  let missing = 0;
  for (const edit of edits) {
    const row = await database.rows(edit.type === 'write' ? 'note' : 'item').get(edit.type === 'write' ? edit.note : edit.item);
    const isThere = edit.type === 'write' ? String(row?.body).includes(edit.text) : row?.updatedAt === edit.at;
    if (!isThere) missing += 1;
  }
  return missing;
}

export type PlainSync = () => Promise<SyncOutcome>;

const batchAfterCut = 50;

/** Changed rows up, changed rows down: in one request as long as the line carries it, in batches of rows once it broke. */
export function createPlainSync(
  database: PlainDatabase,
  post: (path: string, body: PlainRequest) => Promise<Delivered>,
): PlainSync {
  let batch = Number.MAX_SAFE_INTEGER;
  return async () => {
    let sent = 0;
    let received = 0;
    for (;;) {
      const changed = await database.changed.toArray();
      const rows = await rowsOf(database, changed.slice(0, batch));
      const since = (await database.meta.get('since'))?.value ?? 0;
      const delivered = await post('/sync', { since, rows });
      if (delivered.type === 'cut') {
        batch = batchAfterCut;
        return delivered;
      }
      if (delivered.status !== 200) return { type: 'error', error: 'failed' };
      received += await takeIn(database, rows, delivered.body as PlainAnswer);
      sent += Math.min(changed.length, batch);
      if (changed.length <= batch) return { type: 'synced', sent, refused: 0, received };
    }
  };
}

async function rowsOf(database: PlainDatabase, changed: readonly ChangedRow[]): Promise<PlainRows> {
  const rows: Record<string, PlainRow[]> = {};
  for (const table of new Set(changed.map((one) => one.table))) {
    const ids = changed.filter((one) => one.table === table).map(({ id }) => id);
    rows[table] = (await database.rows(table).bulkGet(ids)).filter((row) => row !== undefined);
  }
  return rows;
}

/** What was written while the request was under way stays as it is and goes with the next one. */
async function takeIn(database: PlainDatabase, sent: PlainRows, answer: PlainAnswer): Promise<number> {
  const tables = [...shownTables, ...otherTables].map((name) => database.rows(name));
  let received = 0;
  await database.transaction('rw', [...tables, database.changed, database.meta], async () => {
    for (const [table, rows] of Object.entries(sent)) {
      const now = await database.rows(table).bulkGet((rows ?? []).map(({ id }) => id));
      const settled = (rows ?? []).filter((row, index) => now[index]?.updatedAt === row.updatedAt);
      await database.changed.bulkDelete(settled.map(({ id }) => [table, id] as [string, string]));
    }
    const waiting = new Set((await database.changed.toArray()).map(({ table, id }) => `${table} ${id}`));
    for (const [table, rows] of Object.entries(answer.rows)) {
      const fresh = (rows ?? []).filter(({ id }) => !waiting.has(`${table} ${id}`));
      await database.rows(table).bulkPut(fresh);
      received += fresh.length;
    }
    await database.meta.put({ key: 'since', value: answer.seq });
  });
  return received;
}

function known(row: PlainRow | undefined): PlainRow {
  if (!row) throw new Error('An edit is about a row that is not here');
  return row;
}

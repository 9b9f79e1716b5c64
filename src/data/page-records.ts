// Writes the records of a page: each field that it brings replaces the accepted one, and own ops stay laid over them.
// Promises: a record that comes in parts, over several pages, ends up whole. Texts have their own table (apply-answer.ts).

import type { BulkError, Table } from 'dexie';
import type { FieldStates } from '#domain/show.ts';
import type { FieldPage, Page, PageRecord, TextPage } from '#protocol/sync.ts';
import type { TequioDatabase } from './database.ts';
import { acceptedOf, recordRow } from './overlay.ts';
import { markRenewed } from './renewal.ts';
import type { Overlay } from './reshow.ts';
import { type RecordRow, recordKey, recordKeyText } from './rows.ts';

export type PageContext = { readonly hasArrived: boolean; readonly renewal: number | undefined; readonly overlay: Overlay };

/** Call it inside the transaction that moves the cursor. */
export async function applyRecords(
  database: TequioDatabase,
  { space, records }: Page,
  { hasArrived, renewal, overlay }: PageContext,
): Promise<void> {
  const rowAfter = (record: PageRecord, before?: RecordRow): RecordRow => {
    const ref = { space, kind: record.kind, id: record.id, town: record.town };
    const brought = statesOf(record);
    const row = recordRow(ref, { ...acceptedOf(before), ...brought }, overlay.get(recordKeyText(ref)) ?? []);
    return { ...row, ...markRenewed(before, renewal, Object.keys(brought)) };
  };
  const known = hasArrived ? records : await addNew(database.records, records, (record) => rowAfter(record));
  const rows = await database.records.bulkGet(known.map(({ kind, id }) => recordKey({ space, kind, id })));
  await database.records.bulkPut(known.map((record, index) => rowAfter(record, rows[index])));
}

/**
 * Adds rows for those that are new and gives the others. While a space arrives nearly all are new, and a row that turns out to
 * be there costs less than asking for every one.
 */
export async function addNew<Brought, Row, Key>(
  table: Table<Row, Key>,
  brought: readonly Brought[],
  rowOf: (one: Brought) => Row,
): Promise<readonly Brought[]> {
  try {
    await table.bulkAdd(brought.map(rowOf));
    return [];
  } catch (error) {
    if (!isBulkError(error) || error.failures.some(({ name }) => name !== 'ConstraintError')) throw error;
    const { failuresByPos } = error;
    return brought.filter((_one, index) => failuresByPos[index]);
  }
}

function isBulkError(error: unknown): error is BulkError {
  return error instanceof Error && error.name === 'BulkError';
}

/** Every field but texts. */
function statesOf({ fields }: PageRecord): FieldStates {
  const entries = Object.entries(fields).filter(
    (entry): entry is [string, Exclude<FieldPage, TextPage>] => entry[1].type !== 'text',
  );
  return Object.fromEntries(entries);
}

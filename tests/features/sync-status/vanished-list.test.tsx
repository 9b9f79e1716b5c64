// @vitest-environment happy-dom
import 'fake-indexeddb/auto'; // before anything that loads dexie
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listUnsent } from '#data/outbox.ts';
import { recordsOf } from '#data/record-queries.ts';
import { listVanished, vanishedRow } from '#data/renewal.ts';
import { openText } from '#data/text-document.ts';
import { textUpdates } from '#data/text-queries.ts';
import { refOf } from '#domain/change.ts';
import type { Json } from '#domain/json.ts';
import type { RecordRef } from '#domain/op.ts';
import { stampOf } from '#domain/stamps.ts';
import { SyncPage } from '#features/sync-status/sync-page.tsx';
import { leaveScreens } from '#tests/support/screens.tsx';
import { aDeviceOf, recordTitled, type SmallDevice, showOn } from '#tests/support/services.tsx';

beforeEach(() => localStorage.clear());
afterEach(leaveScreens);

const title = 'El servidor volvió a un estado anterior';
let count = 0;

/** What the colleague wrote there is gone from the endpoint. */
async function vanish({ database }: SmallDevice, ref: RecordRef, field: string, value: Json) {
  count += 1;
  const head = { node: 'COLLEAGUE', n: 100 + count, stamp: stampOf(Date.UTC(2026, 6, 14, 18), 0), value };
  await listVanished(database, [{ ...refOf(ref), field, head }]);
}

async function theAction(device: SmallDevice) {
  return recordTitled(device, 'action', 'Censo de luminarias');
}

test('lists what a colleague wrote as its field shows it, with who and when', async () => {
  const device = await aDeviceOf('observer');
  const action = await theAction(device);
  await vanish(device, action, 'state', 'done');
  await vanish(device, action, 'line', action.line);
  await vanish(device, action, 'period', { startDay: '2026-07-01', dueDay: '2026-07-31' });
  await showOn(device, <SyncPage />, '/sync', title);
  expect(await screen.findByText('Acción «Censo de luminarias»: estado, línea de acción, fechas')).toBeTruthy();
  for (const line of ['estado: concluida', 'línea de acción: Alumbrado', 'fechas: 1 jul 2026 a 31 jul 2026'])
    expect(await screen.findByText(line)).toBeTruthy();
  expect(screen.getByText(/^Obras públicas \(Chapa de Mota\), 14 jul 2026/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: /a mi nombre/ })).toBeNull(); // an observer only reads
});

test('the words of a note are read over what still stands there', async () => {
  const device = await aDeviceOf('official');
  const [note] = await recordsOf(device.database, 'note');
  if (!note) throw new Error('no note');
  const document = openText('body', await textUpdates(device.database, note, 'body'));
  await vanish(device, note, 'body', document.write(`${document.read()} Ya llegaron tres.`) ?? '');
  await showOn(device, <SyncPage />, '/sync', title);
  expect(await screen.findByText('texto: Ya llegaron tres.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /a mi nombre/ })).toBeNull();
});

test('writing it again makes it an own change and takes it from the list', async () => {
  const device = await aDeviceOf('liaison');
  await vanish(device, await theAction(device), 'state', 'done');
  await showOn(device, <SyncPage />, '/sync', title);
  await userEvent.click(await screen.findByRole('button', { name: 'Escribirlo de nuevo a mi nombre' }));
  await waitFor(() => expect(screen.queryByText(title)).toBeNull());
  expect((await theAction(device)).state).toBe('done');
  expect(await listUnsent(device.database)).toMatchObject([{ op: { field: 'state', value: 'done' } }]);
});

test('putting aside takes away only that record’s words, and can be undone', async () => {
  const device = await aDeviceOf('liaison');
  await vanish(device, await theAction(device), 'state', 'done');
  await vanish(device, await recordTitled(device, 'item', 'Capturar'), 'title', 'Capturar todo');
  const { announced } = await showOn(device, <SyncPage />, '/sync', title);
  const [first] = await screen.findAllByRole('button', { name: 'Quitar de la lista' });
  if (first) await userEvent.click(first);
  await waitFor(async () => expect((await vanishedRow(device.database)).entries).toHaveLength(1));
  announced.at(-1)?.action?.run();
  await waitFor(async () => expect((await vanishedRow(device.database)).entries).toHaveLength(2));
});

// Moving a row of a list by its menu: one place up or down, said aloud, with the focus staying on the moved row.

import { useTranslation } from 'react-i18next';
import type { Ordered } from '#domain/by-order.ts';
import { moveRecord } from '#domain/commands/plan-commands.ts';
import type { RecordRef } from '#domain/op.ts';
import { useFocusLater } from '#features/focus-later.ts';
import { useServices } from '#features/services.ts';

type Row = RecordRef & Ordered & { readonly title: string };

/** The id of an element in a record's row. */
export function rowId(record: { readonly id: string }): string {
  return `row-${record.id}`;
}

/** The whole row: the list item around the element, or the element itself where there is none. */
export function rowOf(record: { readonly id: string } | undefined): HTMLElement | null | undefined {
  const marked = record && document.getElementById(rowId(record));
  return marked?.closest('li') ?? marked;
}

/** Each row holds an element with its `rowId`. */
export function useMoveInList<Sibling extends Row>(siblings: readonly Sibling[]): (record: Sibling, by: 1 | -1) => Promise<void> {
  const { t } = useTranslation('plans');
  const { save, announce } = useServices();
  const focusLater = useFocusLater();
  return async (record, by) => {
    const position = siblings.findIndex(({ id }) => id === record.id) + by;
    const neighbour = siblings[position];
    if (!neighbour) return;
    focusLater(() => (hasPassed(record, neighbour, by) ? menuButtonOf(record) : undefined));
    if (!(await save(moveRecord(siblings, record.id, position)))) return;
    announce({ text: t('moved', { title: record.title, position: position + 1, count: siblings.length }) });
  };
}

function hasPassed(record: Row, neighbour: Row, by: 1 | -1): boolean {
  const [moved, passed] = [rowOf(record), rowOf(neighbour)];
  if (!moved || !passed) return false;
  const isAfter = (passed.compareDocumentPosition(moved) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  return isAfter === by > 0;
}

export function menuButtonOf(record: { readonly id: string }): HTMLElement | null | undefined {
  return rowOf(record)?.querySelector<HTMLElement>('[aria-haspopup=menu]');
}

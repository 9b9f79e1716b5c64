import { useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoundFacts } from '#data/round-queries.ts';
import type { Item } from '#domain/kinds/item.ts';
import type { Line } from '#domain/kinds/line.ts';
import { useDeleteWithUndo } from '#features/delete-with-undo.ts';
import { useFocusLater } from '#features/focus-later.ts';
import { List } from '#ui/list-row.tsx';
import { Section } from '#ui/page.tsx';
import type { ActionView } from './action-view.ts';
import { AddItem } from './add-item.tsx';
import { ChecklistItem, type ItemActs, useWhoTicked } from './checklist-item.tsx';
import { useFormAddress } from './form-address.ts';
import { HistoryOf, historyForm } from './history.tsx';
import { rowId, rowOf, useMoveInList } from './move-in-list.ts';

type ChecklistProps = { readonly view: ActionView; readonly facts: RoundFacts; readonly lines: readonly Line[] };

/** The points of an action: tick, add several in a row, rename, move, delete with undo. */
export function Checklist({ view, facts, lines }: ChecklistProps) {
  const { t } = useTranslation('plans');
  const { action, items, ticked, mayWork } = view;
  const move = useMoveInList(items);
  const focusLater = useFocusLater();
  const deleteWithUndo = useDeleteWithUndo();
  const frame = useRef<HTMLDivElement>(null);
  const addField = () => frame.current?.querySelector<HTMLElement>('form input');
  const remove = async (item: Item) => {
    const index = items.indexOf(item);
    const next = items[index + 1] ?? items[index - 1];
    const title = item.title || t('untitled.item');
    const onRestored = () => focusLater(() => boxOf(item));
    if (!(await deleteWithUndo(item, t('checklist.deleted', { title }), onRestored))) return;
    focusLater(() => (rowOf(item) ? undefined : next ? boxOf(next) : addField()));
  };
  const form = useFormAddress();
  const rename = (item: Item) => form.open(`item-${item.id}`);
  const showHistory = (item: Item) => form.open(historyForm(item));
  const acts = useSteadyActs({ rename, move, showHistory, remove });
  const whoTicked = useWhoTicked(facts);
  const told = items.find((item) => form.form === historyForm(item));

  return (
    <Section title={t('checklist.title')} aside={items.length > 0 && t('checklist.progress', { ticked, count: items.length })}>
      <div ref={frame}>
        {items.length === 0 && <p>{mayWork ? t('checklist.emptyForWriter') : t('checklist.empty')}</p>}
        {items.length > 0 && (
          <List label={t('checklist.title')}>
            {items.map((item, index) => (
              <li key={item.id} id={rowId(item)}>
                <ChecklistItem
                  item={item}
                  facts={facts}
                  lines={lines}
                  mayWork={mayWork}
                  isFirst={index === 0}
                  isLast={index === items.length - 1}
                  acts={acts}
                  whoTicked={whoTicked}
                />
              </li>
            ))}
          </List>
        )}
        {mayWork && <AddItem action={action} siblings={items} />}
      </div>
      {told && <HistoryOf record={told} title={told.title || t('untitled.item')} facts={facts} lines={lines} />}
    </Section>
  );
}

/** The same functions at every render, so that a row is drawn again only when it has changed itself. */
function useSteadyActs(acts: ItemActs): ItemActs {
  const latest = useRef(acts);
  useLayoutEffect(() => {
    latest.current = acts;
  });
  return useMemo(
    () => ({
      rename: (item) => latest.current.rename(item),
      move: (item, by) => latest.current.move(item, by),
      showHistory: (item) => latest.current.showHistory(item),
      remove: (item) => latest.current.remove(item),
    }),
    [],
  );
}

function boxOf(item: Item): HTMLElement | null | undefined {
  return rowOf(item)?.querySelector<HTMLElement>('input');
}

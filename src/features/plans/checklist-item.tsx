import { ArrowDown, ArrowUp, Pencil, Trash2 } from 'lucide-react';
import { memo, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoundFacts } from '#data/round-queries.ts';
import { tickItem, untickItem } from '#domain/commands/checklist-commands.ts';
import type { Item } from '#domain/kinds/item.ts';
import type { Line } from '#domain/kinds/line.ts';
import { useAuthorText } from '#features/author-text.ts';
import { authorOfPerson } from '#features/people.ts';
import { useServices } from '#features/services.ts';
import { useFormats } from '#i18n/formats.ts';
import { CheckboxRow } from '#ui/checkbox-row.tsx';
import { Menu, type MenuItem } from '#ui/menu.tsx';
import { Conflicts } from './conflict-notice.tsx';
import { historyItem } from './history.tsx';
import { menuButtonOf } from './move-in-list.ts';
import { ReadOnlyItem } from './read-only-item.tsx';

type ChecklistItemProps = {
  readonly item: Item;
  readonly facts: RoundFacts;
  readonly lines: readonly Line[];
  readonly mayWork: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly acts: ItemActs;
  readonly whoTicked: WhoTicked;
};

export type ItemActs = {
  readonly rename: (item: Item) => void;
  readonly move: (item: Item, by: 1 | -1) => Promise<void>;
  readonly showHistory: (item: Item) => void;
  readonly remove: (item: Item) => Promise<void>;
};

/** A tick changes one row of a long list: only that one is drawn again. What rows have in common is asked for once by the list. */
export const ChecklistItem = memo(function ChecklistItem(props: ChecklistItemProps) {
  const { item, facts, lines, mayWork, isFirst, isLast, acts, whoTicked } = props;
  const { t } = useTranslation(['plans', 'common']);
  const tick = useTick(item);
  const who = whoTicked(item);
  const title = item.title || t('untitled.item');

  const menuItems = (): readonly MenuItem[] => [
    { label: t('checklist.rename'), icon: <Pencil aria-hidden />, onSelect: () => acts.rename(item) },
    {
      label: t('common:actions.moveUp'),
      icon: <ArrowUp aria-hidden />,
      disabled: isFirst,
      onSelect: () => void acts.move(item, -1),
    },
    {
      label: t('common:actions.moveDown'),
      icon: <ArrowDown aria-hidden />,
      disabled: isLast,
      onSelect: () => void acts.move(item, 1),
    },
    historyItem(t('history.open'), () => acts.showHistory(item)),
    { label: t('common:actions.delete'), icon: <Trash2 aria-hidden />, danger: true, onSelect: () => void acts.remove(item) },
  ];
  return (
    <>
      {mayWork ? (
        <CheckboxRow
          label={title}
          checked={tick.shown}
          onChange={(checked) => void tick.set(checked)}
          secondary={who}
          actions={<Menu label={t('checklist.more', { title })} items={menuItems} />}
        />
      ) : (
        <ReadOnlyItem title={title} checked={item.check !== null} secondary={who} />
      )}
      <Conflicts record={item} facts={facts} lines={lines} onDecided={() => menuButtonOf(item)?.focus()} />
    </>
  );
});

/** The box answers the tap at once; who and when appear once it is saved, and a tick that could not be saved goes away. */
function useTick(item: Item): { readonly shown: boolean; readonly set: (checked: boolean) => Promise<void> } {
  const { actor, now, save } = useServices();
  const [asked, setAsked] = useState<{ readonly checked: boolean; readonly over: string }>();
  const known = JSON.stringify(item.check);
  if (asked && asked.over !== known) setAsked(undefined); // answered: what is shown from here on is what is known
  return {
    shown: asked ? asked.checked : item.check !== null,
    set: async (checked) => {
      setAsked({ checked, over: known });
      const saved = await save(checked ? tickItem(item, actor.person, now()) : untickItem(item));
      if (!saved) setAsked(undefined);
    },
  };
}

type WhoTicked = (item: Item) => string | undefined;

/** The same function as long as it says the same. */
export function useWhoTicked(facts: RoundFacts): WhoTicked {
  const { t } = useTranslation('plans');
  const { actor } = useServices();
  const formats = useFormats();
  const authorText = useAuthorText();
  return useCallback(
    ({ check }) => {
      if (check === null) return undefined;
      const author = authorOfPerson(facts, check.by, actor);
      const when = formats.instant(check.at);
      return author.type === 'self'
        ? t('checklist.tickedByYou', { when })
        : t('checklist.tickedBy', { who: authorText(author), when });
    },
    [facts, actor, formats, authorText, t],
  );
}

import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RoundFacts } from '#data/round-queries.ts';
import type { Line } from '#domain/kinds/line.ts';
import { useDeleteWithUndo } from '#features/delete-with-undo.ts';
import type { FocusLater } from '#features/focus-later.ts';
import { Button } from '#ui/button.tsx';
import { List } from '#ui/list-row.tsx';
import { Menu } from '#ui/menu.tsx';
import { Section } from '#ui/page.tsx';
import { ActionListRow } from './action-list-row.tsx';
import { Conflicts } from './conflict-notice.tsx';
import { useFormAddress } from './form-address.ts';
import { HistoryOf, useHistoryItem } from './history.tsx';
import css from './line-section.module.css';
import { menuButtonOf, rowId, rowOf, useMoveInList } from './move-in-list.ts';
import { focusPageTitle } from './page-focus.ts';
import type { LineView, PlanView } from './plan-view.ts';

type LineSectionProps = {
  readonly lineView: LineView;
  readonly lines: readonly Line[];
  readonly view: PlanView;
  readonly facts: RoundFacts;
  /** Lasts longer than this section, which may be deleted and come back. */
  readonly focusLater: FocusLater;
};

/** A line of action with its actions. */
export function LineSection({ lineView, lines, view, facts, focusLater }: LineSectionProps) {
  const { t } = useTranslation('plans');
  const { open } = useFormAddress();
  const { line, rows } = lineView;
  const actions = rows.map(({ action }) => action);
  const moveAction = useMoveInList(actions);
  return (
    <div id={line && rowId(line)}>
      <Section
        title={line ? line.title || t('untitled.line') : t('line.none')}
        aside={line && view.mayPlan && <LineMenu line={line} lines={lines} focusLater={focusLater} />}
      >
        {line && <Conflicts record={line} facts={facts} lines={lines} onDecided={() => menuButtonOf(line)?.focus()} />}
        {line && <HistoryOf record={line} title={line.title || t('untitled.line')} facts={facts} lines={lines} />}
        {rows.length === 0 && <p className={css.empty}>{t('line.empty')}</p>}
        {rows.length > 0 && (
          <List>
            {rows.map((row, index) => (
              <ActionListRow
                key={row.action.id}
                row={row}
                facts={facts}
                mayWork={view.mayWork}
                onMoveUp={index > 0 ? () => void moveAction(row.action, -1) : undefined}
                onMoveDown={index < rows.length - 1 ? () => void moveAction(row.action, 1) : undefined}
                onDeleted={() => {
                  const next = actions[index + 1] ?? actions[index - 1];
                  focusLater(() => (rowOf(row.action) ? undefined : linkIn(next ?? line)));
                }}
                onRestored={() => focusLater(() => linkIn(row.action))}
              />
            ))}
          </List>
        )}
        {line && view.mayWork && (
          <Button
            variant="plain-text"
            icon={<Plus aria-hidden />}
            aria-label={t('action.addTo', { line: line.title || t('untitled.line') })}
            onClick={() => open(`action-${line.id}`)}
          >
            {t('action.add')}
          </Button>
        )}
      </Section>
    </div>
  );
}

function linkIn(record: { readonly id: string } | undefined): HTMLElement | null | undefined {
  return rowOf(record)?.querySelector<HTMLElement>('a, button');
}

type LineMenuProps = { readonly line: Line; readonly lines: readonly Line[]; readonly focusLater: FocusLater };

function LineMenu({ line, lines, focusLater }: LineMenuProps) {
  const { t } = useTranslation(['plans', 'common']);
  const { open } = useFormAddress();
  const move = useMoveInList(lines);
  const history = useHistoryItem(line);
  const deleteWithUndo = useDeleteWithUndo();
  const index = lines.findIndex(({ id }) => id === line.id);
  const title = line.title || t('untitled.line');
  const remove = async () => {
    const restored = () => focusLater(() => menuButtonOf(line));
    if (await deleteWithUndo(line, t('line.deleted', { title }), restored)) focusPageTitle();
  };
  return (
    <div className={css.menu}>
      <Menu
        label={t('line.more', { title })}
        items={[
          { label: t('common:actions.rename'), icon: <Pencil aria-hidden />, onSelect: () => open(`line-${line.id}`) },
          {
            label: t('common:actions.moveUp'),
            icon: <ArrowUp aria-hidden />,
            disabled: index < 1,
            onSelect: () => void move(line, -1),
          },
          {
            label: t('common:actions.moveDown'),
            icon: <ArrowDown aria-hidden />,
            disabled: index === lines.length - 1,
            onSelect: () => void move(line, 1),
          },
          history,
          { label: t('line.delete'), icon: <Trash2 aria-hidden />, danger: true, onSelect: () => void remove() },
        ]}
      />
    </div>
  );
}

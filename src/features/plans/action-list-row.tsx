import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RoundFacts } from '#data/round-queries.ts';
import { useDeleteWithUndo } from '#features/delete-with-undo.ts';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { StatusLine } from '#features/status-line.tsx';
import { ListRow } from '#ui/list-row.tsx';
import { Menu } from '#ui/menu.tsx';
import css from './action-list-row.module.css';
import { rowId } from './move-in-list.ts';
import type { ActionRow } from './plan-view.ts';
import { responsibleText } from './responsible-text.ts';

type ActionListRowProps = {
  readonly row: ActionRow;
  readonly facts: RoundFacts;
  readonly mayWork: boolean;
  /** Undefined at the ends of the line. */
  readonly onMoveUp: (() => void) | undefined;
  readonly onMoveDown: (() => void) | undefined;
  readonly onDeleted: () => void;
  readonly onRestored: () => void;
};

/** An action in its line: its status, who, by when, and how much of its checklist is ticked. It opens on a tap. */
export function ActionListRow(props: ActionListRowProps) {
  const { row, facts, mayWork, onMoveUp, onMoveDown, onDeleted, onRestored } = props;
  const { t } = useTranslation(['plans', 'common']);
  const deleteWithUndo = useDeleteWithUndo();
  const { action, ticked, items, disputed } = row;
  const title = action.title || t('untitled.action');
  const remove = async () => {
    if (await deleteWithUndo(action, t('action.deleted', { title }), onRestored)) onDeleted();
  };
  return (
    <ListRow
      title={title}
      renderLink={(className, content) => (
        <Link id={rowId(action)} to={paths.action(action.plan, action.id)} className={className}>
          {content}
        </Link>
      )}
      secondary={
        <>
          <div>
            <StatusLine action={action} />
          </div>
          <div className={css.facts}>
            <span>{responsibleText(facts, action.responsible) ?? t('value.nobody')}</span>
            {items > 0 && <span>{t('checklist.progress', { ticked, count: items })}</span>}
          </div>
          {disputed && <strong>{t('conflict.inRow')}</strong>}
        </>
      }
      trailing={
        mayWork && (
          <Menu
            label={t('action.more', { title })}
            items={[
              {
                label: t('common:actions.moveUp'),
                icon: <ArrowUp aria-hidden />,
                disabled: !onMoveUp,
                onSelect: () => onMoveUp?.(),
              },
              {
                label: t('common:actions.moveDown'),
                icon: <ArrowDown aria-hidden />,
                disabled: !onMoveDown,
                onSelect: () => onMoveDown?.(),
              },
              { label: t('action.delete'), icon: <Trash2 aria-hidden />, danger: true, onSelect: () => void remove() },
            ]}
          />
        )
      }
    />
  );
}

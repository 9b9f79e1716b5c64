import { useTranslation } from 'react-i18next';
import { StatusShape } from '#ui/status-badge.tsx';
import { VisuallyHidden } from '#ui/visually-hidden.tsx';
import css from './read-only-item.module.css';

type ReadOnlyItemProps = { readonly title: string; readonly checked: boolean; readonly secondary: string | undefined };

/** A point of the checklist for those who read: a shape instead of a box that nobody could tick. */
export function ReadOnlyItem({ title, checked, secondary }: ReadOnlyItemProps) {
  const { t } = useTranslation('plans');
  return (
    <div className={css.row}>
      <span className={css.shape}>
        <StatusShape status={checked ? 'done' : 'not-started'} />
      </span>
      <div>
        <VisuallyHidden>{checked ? t('checklist.isTicked') : t('checklist.isOpen')} </VisuallyHidden>
        {title}
        {secondary && <div className={css.secondary}>{secondary}</div>}
      </div>
    </div>
  );
}

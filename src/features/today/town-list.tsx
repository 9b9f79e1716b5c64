import { useTranslation } from 'react-i18next';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { useFormats } from '#i18n/formats.ts';
import { List, ListRow } from '#ui/list-row.tsx';
import type { TownRow } from './today-view.ts';
import css from './town-list.module.css';

/** Where each accompanied town stands; the one most behind comes first. */
export function TownList({ towns }: { readonly towns: readonly TownRow[] }) {
  const { t } = useTranslation('today');
  const formats = useFormats();
  return (
    <List label={t('towns.title')}>
      {towns.map(({ key, town, plans, percent, overdue, dueThisWeek }) => {
        const [only] = plans;
        return (
          <ListRow
            key={key}
            title={town || t('towns.unnamed')}
            renderLink={(className, content) => (
              <Link to={plans.length === 1 && only ? paths.plan(only.id) : paths.plans} className={className}>
                {content}
              </Link>
            )}
            secondary={
              <>
                <div>{plans.map(({ title }) => title || t('untitledPlan')).join(' · ')}</div>
                <div className={css.facts}>
                  <span>{t('towns.progress', { percent: formats.percent(percent) })}</span>
                  {overdue > 0 && <strong className={css.overdue}>{t('overdue.count', { count: overdue })}</strong>}
                  {dueThisWeek > 0 && <span>{t('week.count', { count: dueThisWeek })}</span>}
                </div>
              </>
            }
          />
        );
      })}
    </List>
  );
}

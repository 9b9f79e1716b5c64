import { useTranslation } from 'react-i18next';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { useFormats } from '#i18n/formats.ts';
import { List, ListRow } from '#ui/list-row.tsx';
import { Section } from '#ui/page.tsx';
import css from './plans-list.module.css';
import type { PlanGroup, PlanRow } from './plans-view.ts';

type PlansListProps = {
  readonly groups: readonly PlanGroup[];
  /** The plan that is open beside the list. */
  readonly currentPlan?: string;
};

export function PlansList({ groups, currentPlan }: PlansListProps) {
  const { t } = useTranslation('plans');
  return groups.map(({ key, town, rows }) => (
    <Section
      key={key}
      title={town === undefined ? t('list.onThisDevice') : town || t('list.wholeRound')}
      level={currentPlan ? 3 : 2}
    >
      <List>
        {rows.map((row) => (
          <Row key={row.plan.id} row={row} current={row.plan.id === currentPlan} />
        ))}
      </List>
    </Section>
  ));
}

function Row({ row, current }: { readonly row: PlanRow; readonly current: boolean }) {
  const { t } = useTranslation('plans');
  const formats = useFormats();
  const { plan, theme, percent, overdue } = row;
  return (
    <ListRow
      title={plan.title || t('untitled.plan')}
      renderLink={(className, content) => (
        <Link to={paths.plan(plan.id)} className={className} aria-current={current ? 'true' : undefined}>
          {content}
        </Link>
      )}
      secondary={
        <>
          {theme && <div>{theme}</div>}
          <div className={css.facts}>
            <span>{t('list.progress', { percent: formats.percent(percent) })}</span>
            {overdue > 0 && <strong className={css.overdue}>{t('list.overdue', { count: overdue })}</strong>}
          </div>
          <div className={css.bar} aria-hidden="true">
            <div className={css.done} style={{ inlineSize: `${percent}%` }} />
          </div>
        </>
      }
    />
  );
}

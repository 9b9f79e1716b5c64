import { useTranslation } from 'react-i18next';
import type { Plan } from '#domain/kinds/plan.ts';
import { statusKeys } from '#features/action-texts.ts';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { List, ListRow } from '#ui/list-row.tsx';
import { Page, Section } from '#ui/page.tsx';
import { StatusShape } from '#ui/status-badge.tsx';
import { VisuallyHidden } from '#ui/visually-hidden.tsx';
import type { PlanView } from './plan-view.ts';

type PlanOutlineProps = { readonly plan: Plan; readonly view: PlanView; readonly currentAction: string };

/** The plan in short, beside the action that is open. */
export function PlanOutline({ plan, view, currentAction }: PlanOutlineProps) {
  const { t } = useTranslation(['plans', 'common']);
  return (
    <Page title={plan.title || t('untitled.plan')} level={2}>
      {view.lines.map(({ line, rows }) => (
        <Section key={line?.id ?? ''} title={line?.title || t('untitled.line')} level={3}>
          <List>
            {rows.map(({ action, status }) => (
              <ListRow
                key={action.id}
                leading={<StatusShape status={status} />}
                title={action.title || t('untitled.action')}
                secondary={<VisuallyHidden>{t(statusKeys[status], { ns: 'common' })}</VisuallyHidden>}
                renderLink={(className, content) => (
                  <Link
                    to={paths.action(plan.id, action.id)}
                    className={className}
                    aria-current={action.id === currentAction ? 'true' : undefined}
                  >
                    {content}
                  </Link>
                )}
              />
            ))}
          </List>
        </Section>
      ))}
    </Page>
  );
}

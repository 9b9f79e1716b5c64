import { useTranslation } from 'react-i18next';
import { statusKeys, statusOf, useDueText } from '#features/action-texts.ts';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { useServices } from '#features/services.ts';
import { List, ListRow } from '#ui/list-row.tsx';
import { StatusShape } from '#ui/status-badge.tsx';
import { VisuallyHidden } from '#ui/visually-hidden.tsx';
import type { Entry } from './today-view.ts';

/** Actions that are due, each leading to itself in its plan. */
export function EntryList({ label, entries }: { readonly label: string; readonly entries: readonly Entry[] }) {
  const { t } = useTranslation(['today', 'common']);
  const { today } = useServices();
  const dueText = useDueText();
  return (
    <List label={label}>
      {entries.map(({ action, plan, mine }) => {
        const status = statusOf(action, today);
        return (
          <ListRow
            key={action.id}
            leading={
              <>
                <StatusShape status={status} />
                <VisuallyHidden>{t(statusKeys[status], { ns: 'common' })}</VisuallyHidden>
              </>
            }
            title={action.title || t('untitledAction')}
            renderLink={(className, content) => (
              <Link to={paths.action(plan.id, action.id)} className={className}>
                {content}
              </Link>
            )}
            secondary={
              <>
                <div>
                  {mine && <strong>{t('mine')} </strong>}
                  {dueText(action, today)}
                </div>
                <div>{plan.title || t('untitledPlan')}</div>
              </>
            }
          />
        );
      })}
    </List>
  );
}

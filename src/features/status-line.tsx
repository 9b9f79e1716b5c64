import { useTranslation } from 'react-i18next';
import type { Action } from '#domain/kinds/action.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import { statusKeys, statusOf, useDueText } from './action-texts.ts';
import { useServices } from './services.ts';
import css from './status-line.module.css';

/** How an action stands and by when it is due. An overdue one says both in one sentence. */
export function StatusLine({ action }: { readonly action: Pick<Action, 'state' | 'period'> }) {
  const { t } = useTranslation();
  const { today } = useServices();
  const due = useDueText()(action, today);
  const status = statusOf(action, today);
  if (status === 'overdue') return <StatusBadge status={status} label={due ?? t(statusKeys[status])} />;
  return (
    <span className={css.line}>
      <StatusBadge status={status} label={t(statusKeys[status])} />
      {due && <span>{due}</span>}
    </span>
  );
}

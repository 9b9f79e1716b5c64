import { useTranslation } from 'react-i18next';
import { restoreRecord } from '#domain/commands/plan-commands.ts';
import type { Action } from '#domain/kinds/action.ts';
import type { Line } from '#domain/kinds/line.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import { decide } from '#domain/permissions.ts';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { useServices } from '#features/services.ts';
import { Button, buttonClass } from '#ui/button.tsx';
import { ReturnedLetterDrawing } from '#ui/drawings/returned-letter.tsx';
import { Empty } from '#ui/empty.tsx';
import { Page } from '#ui/page.tsx';
import { focusPageTitle } from './page-focus.ts';

type DeletedRecordProps =
  | { readonly kind: 'plan'; readonly record: Plan; readonly deletedLine?: undefined; readonly plan?: undefined }
  | {
      readonly kind: 'action';
      /** Undefined when it has not arrived. */
      readonly record: Action | undefined;
      /** The line with which it hides, whether or not it was deleted itself. */
      readonly deletedLine: Line | undefined;
      readonly plan: Plan;
    };

/** An address that leads to something that was deleted: it is still there, and whoever may can bring it back. */
export function DeletedRecord({ kind, record, deletedLine, plan }: DeletedRecordProps) {
  const { t } = useTranslation(['plans', 'common']);
  const { actor, save } = useServices();
  const gone = record?.deleted ? record : deletedLine;
  const mayRestore = gone !== undefined && decide(actor, { ...gone, type: 'restore' }).allowed;
  const restore = async () => {
    if (gone && (await save(restoreRecord(gone)))) focusPageTitle();
  };
  const lineTitle = deletedLine?.title || t('untitled.line');
  const whatHappened = () => {
    if (kind === 'plan') return t('deleted.plan');
    if (record?.deleted) return t('deleted.action');
    return deletedLine ? t('deleted.lineOfAction', { title: lineTitle }) : t('deleted.noAction');
  };
  const back = plan ? paths.plan(plan.id) : paths.plans;
  return (
    <Page title={record?.title || (kind === 'plan' ? t('untitled.plan') : t('untitled.action'))}>
      <Empty
        drawing={<ReturnedLetterDrawing />}
        title={whatHappened()}
        text={mayRestore ? t('deleted.canRestore') : undefined}
        action={
          <>
            {mayRestore && (
              <Button variant="primary" onClick={() => void restore()}>
                {gone === deletedLine ? t('deleted.restoreLine') : t('common:actions.restore')}
              </Button>
            )}
            <Link to={back} className={buttonClass(mayRestore ? 'quiet' : 'primary')}>
              {plan ? t('deleted.toPlan') : t('missing.toPlans')}
            </Link>
          </>
        }
      />
    </Page>
  );
}

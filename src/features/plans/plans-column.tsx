import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { LostNotice } from '#features/lost-notice.tsx';
import { Arriving } from '#ui/arriving.tsx';
import { Button } from '#ui/button.tsx';
import { NewLeafDrawing } from '#ui/drawings/new-leaf.tsx';
import { Empty } from '#ui/empty.tsx';
import { Page } from '#ui/page.tsx';
import { useFormAddress } from './form-address.ts';
import { NewPlanDialog } from './new-plan-dialog.tsx';
import { PlansList } from './plans-list.tsx';
import { type ReadPlans, usePlans } from './use-plans.ts';

/** The list of plans: a page of its own, or the column beside the plan that is open. */
export function PlansColumn({ currentPlan }: { readonly currentPlan?: string }) {
  const { t } = useTranslation(['plans', 'common']);
  const read = usePlans();
  if (!read) return <Arriving text={t('common:arriving')} />;
  return <PlansArrived read={read} currentPlan={currentPlan} />;
}

function PlansArrived({ read, currentPlan }: { readonly read: ReadPlans; readonly currentPlan: string | undefined }) {
  const { t } = useTranslation('plans');
  const { form, open, close } = useFormAddress();
  const { view, plans, facts, stillArriving } = read;
  const mayBegin = view.places.length > 0;
  const begin = (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => open('new-plan')}>
      {t('list.new')}
    </Button>
  );
  const isEmpty = view.groups.length === 0;
  return (
    <Page title={t('list.title')} level={currentPlan ? 2 : 1} actions={!isEmpty && mayBegin && !currentPlan ? begin : undefined}>
      {!currentPlan && <LostNotice />}
      {stillArriving && <Arriving text={t('list.arriving')} />}
      {isEmpty && !stillArriving && (
        <Empty
          drawing={<NewLeafDrawing />}
          title={t('list.empty')}
          text={mayBegin ? t('list.emptyForWriter') : t('list.emptyForReader')}
          action={mayBegin && begin}
        />
      )}
      <PlansList groups={view.groups} currentPlan={currentPlan} />
      {form === 'new-plan' && mayBegin && !currentPlan && (
        <NewPlanDialog places={view.places} themes={facts.themes} plans={plans} onClose={close} />
      )}
    </Page>
  );
}

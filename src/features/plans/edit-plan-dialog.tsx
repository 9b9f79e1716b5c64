import { useTranslation } from 'react-i18next';
import { editPlan } from '#domain/commands/plan-commands.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import { useAutoSave } from '#features/auto-save.ts';
import { useServices } from '#features/services.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { AutoText, useSaveStatus } from './auto-text.tsx';
import css from './fields.module.css';
import { limits } from './limits.ts';
import { checkPeriod, formToPlanPeriod, type PeriodForm, type PeriodProblem, planPeriodToForm } from './period.ts';
import { PeriodFields } from './period-fields.tsx';

/** What a plan is about; every field saves itself, so there is nothing to submit. */
export function EditPlanDialog({ plan, onClose }: { readonly plan: Plan; readonly onClose: () => void }) {
  const { t } = useTranslation(['plans', 'common']);
  const { save } = useServices();
  return (
    <Dialog
      title={t('plan.edit')}
      closeLabel={t('common:actions.close')}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t('form.finished')}</Button>}
    >
      <div className={css.fields}>
        <AutoText
          label={t('field.planTitle')}
          saved={plan.title}
          max={limits.planTitle}
          required
          save={(title, seen) => save(editPlan(plan, { title }, { title: seen }))}
        />
        <AutoText
          label={t('field.objective')}
          saved={plan.objective}
          max={limits.objective}
          lines="several"
          save={(objective, seen) => save(editPlan(plan, { objective }, { objective: seen }))}
        />
        <AutoText
          label={t('field.problem')}
          saved={plan.problem}
          max={limits.problem}
          lines="several"
          save={(problem, seen) => save(editPlan(plan, { problem }, { problem: seen }))}
        />
        <PlanPeriod plan={plan} />
      </div>
    </Dialog>
  );
}

function PlanPeriod({ plan }: { readonly plan: Plan }) {
  const { save } = useServices();
  const field = useAutoSave<PeriodForm, PeriodProblem>({
    saved: planPeriodToForm(plan.period),
    save: (form, seen) => save(editPlan(plan, { period: formToPlanPeriod(form) }, { period: formToPlanPeriod(seen) })),
    check: (form) => checkPeriod(form, false),
  });
  const { word, error } = useSaveStatus(field);
  return (
    <div>
      <PeriodFields
        end="endDay"
        value={field.value}
        onChange={field.change}
        problem={field.problem}
        error={error}
        status={word}
      />
    </div>
  );
}

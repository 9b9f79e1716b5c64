import { useTranslation } from 'react-i18next';
import type { Plan } from '#domain/kinds/plan.ts';
import { useFormats } from '#i18n/formats.ts';
import css from './plan-aim.module.css';

/** What a plan is for. The problem behind it and its days open on demand, so that the work stays within reach. */
export function PlanAim({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation('plans');
  const { day } = useFormats();
  const { objective, problem, period } = plan;
  return (
    <div className={css.aim}>
      {objective && (
        <p className={css.text}>
          <strong>{t('field.objective')}:</strong> {objective}
        </p>
      )}
      {(problem || period) && (
        <details className={css.more}>
          <summary>{t('plan.about')}</summary>
          {problem && (
            <p className={css.text}>
              <strong>{t('field.problem')}:</strong> {problem}
            </p>
          )}
          {period && <p>{t('plan.period', { start: day(period.startDay), end: day(period.endDay) })}</p>}
        </details>
      )}
    </div>
  );
}

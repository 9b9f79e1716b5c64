import { useTranslation } from 'react-i18next';
import { DayField } from '#ui/choice-field.tsx';
import type { PeriodForm, PeriodProblem } from './period.ts';
import css from './period-fields.module.css';

type PeriodFieldsProps = {
  /** What the second day is called. */
  readonly end: 'dueDay' | 'endDay';
  readonly value: PeriodForm;
  readonly onChange: (value: PeriodForm) => void;
  readonly problem: PeriodProblem | undefined;
  readonly error?: string;
  readonly status?: string;
  readonly optionalLabel?: string;
};

const endKeys = {
  dueDay: { label: 'field.dueDay', missing: 'period.dueMissing' },
  endDay: { label: 'field.endDay', missing: 'period.endMissing' },
} as const;

const problemKeys = {
  'start-missing': 'period.startMissing',
  'wrong-order': 'period.wrongOrder',
  'impossible-day': 'period.impossibleDay',
} as const satisfies Record<Exclude<PeriodProblem, 'end-missing'>, string>;

/** A first and a last day, side by side where there is room. */
export function PeriodFields(props: PeriodFieldsProps) {
  const { end, value, onChange, problem, error, status, optionalLabel } = props;
  const { t } = useTranslation('plans');
  const words = problem && t(problem === 'end-missing' ? endKeys[end].missing : problemKeys[problem]);
  return (
    <div className={css.pair}>
      <div>
        <DayField
          label={t('field.startDay')}
          optionalLabel={optionalLabel}
          value={value.start}
          onChange={(start) => onChange({ ...value, start })}
          error={problem === 'start-missing' ? words : undefined}
        />
      </div>
      <div>
        <DayField
          label={t(endKeys[end].label)}
          optionalLabel={optionalLabel}
          value={value.end}
          onChange={(day) => onChange({ ...value, end: day })}
          error={problem === 'start-missing' ? undefined : (words ?? error)}
          status={status}
        />
      </div>
    </div>
  );
}

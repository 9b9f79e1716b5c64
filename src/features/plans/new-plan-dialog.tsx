import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { createPlan } from '#domain/commands/plan-commands.ts';
import type { RecordId } from '#domain/ids.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import type { Theme } from '#domain/kinds/theme.ts';
import { useDraft } from '#features/keep-draft.ts';
import { paths } from '#features/paths.ts';
import { useServices } from '#features/services.ts';
import { checkText, useTextProblem } from '#features/text-problem.ts';
import { SelectField } from '#ui/choice-field.tsx';
import { TextArea, TextField } from '#ui/field.tsx';
import { limits } from './limits.ts';
import { checkPeriod, formToPlanPeriod, type PeriodForm } from './period.ts';
import { PeriodFields } from './period-fields.tsx';
import type { PlanPlace } from './plans-view.ts';
import { SubmitDialog } from './submit-dialog.tsx';

type NewPlanDialogProps = {
  /** At least one. */
  readonly places: readonly PlanPlace[];
  readonly themes: readonly Theme[];
  readonly plans: readonly Plan[];
  readonly onClose: () => void;
};

type Draft = {
  readonly place: string;
  readonly title: string;
  readonly objective: string;
  readonly theme: string;
  readonly period: PeriodForm;
};

const empty: Draft = { place: '', title: '', objective: '', theme: '', period: { start: '', end: '' } };

export function NewPlanDialog({ places, themes, plans, onClose }: NewPlanDialogProps) {
  const { t } = useTranslation('plans');
  const { save } = useServices();
  const navigate = useNavigate();
  const problemText = useTextProblem();
  const draft = useDraft('plan', empty);
  const [asked, setAsked] = useState(false);
  const { title, objective, theme, period } = draft.value;
  const place = places.find((each) => keyOf(each) === draft.value.place) ?? places[0];
  const write = (part: Partial<Draft>) => draft.write({ ...draft.value, ...part });
  const isWrong =
    checkText(title, limits.planTitle, true) || checkText(objective, limits.objective) || checkPeriod(period, false);

  const submit = async (id: RecordId) => {
    setAsked(true);
    if (isWrong || !place) return false;
    const siblings = plans.filter(({ space }) => space === place.space);
    const fields = {
      title: title.trim(),
      objective: objective.trim(),
      problem: '',
      theme: place.theme || theme,
      period: formToPlanPeriod(period),
    };
    if (!(await save(createPlan(place, id, fields, siblings)))) return false;
    draft.clear();
    navigate(paths.plan(id), { replace: true });
    return true;
  };
  return (
    <SubmitDialog
      title={t('newPlan.title')}
      submitLabel={t('newPlan.create')}
      onSubmit={submit}
      onClose={onClose}
      onGiveUp={() => {
        draft.clear();
        onClose();
      }}
      kept={draft.kept}
    >
      <TextField
        label={t('field.planTitle')}
        value={title}
        onChange={(next) => write({ title: next })}
        error={problemText(checkText(title, limits.planTitle, asked), title, limits.planTitle)}
      />
      {place && <PlaceField place={place} places={places} onChange={(next) => write({ place: keyOf(next) })} />}
      {place?.theme === '' && themes.length > 0 && (
        <SelectField
          label={t('field.theme')}
          value={theme}
          emptyLabel={t('newPlan.noTheme')}
          options={themes.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(next) => write({ theme: next })}
        />
      )}
      <TextArea
        label={t('field.objective')}
        optionalLabel={t('form.optional')}
        value={objective}
        onChange={(next) => write({ objective: next })}
        error={problemText(checkText(objective, limits.objective), objective, limits.objective)}
      />
      <PeriodFields
        end="endDay"
        optionalLabel={t('form.optional')}
        value={period}
        onChange={(next) => write({ period: next })}
        problem={asked ? checkPeriod(period, false) : undefined}
      />
    </SubmitDialog>
  );
}

type PlaceFieldProps = {
  readonly place: PlanPlace;
  readonly places: readonly PlanPlace[];
  readonly onChange: (place: PlanPlace) => void;
};

/** Who will see the plan: a choice where there are several places, otherwise a sentence. */
function PlaceField({ place, places, onChange }: PlaceFieldProps) {
  const { t } = useTranslation('plans');
  if (places.length < 2) return <PlaceSentence seenBy={place.seenBy} />;
  const placeWords = ({ seenBy }: PlanPlace) => {
    if (seenBy.type === 'device') return t('place.deviceSentence');
    return seenBy.type === 'group' ? t('place.group', { name: seenBy.name }) : t('place.town', { name: seenBy.name });
  };
  return (
    <SelectField
      label={t('place.label')}
      value={keyOf(place)}
      options={places.map((each) => ({ value: keyOf(each), label: placeWords(each) }))}
      onChange={(key) => {
        const chosen = places.find((each) => keyOf(each) === key);
        if (chosen) onChange(chosen);
      }}
    />
  );
}

function PlaceSentence({ seenBy }: Pick<PlanPlace, 'seenBy'>) {
  const { t } = useTranslation('plans');
  if (seenBy.type === 'device') return <p>{t('place.deviceSentence')}</p>;
  const { name } = seenBy;
  return <p>{seenBy.type === 'group' ? t('place.groupSentence', { name }) : t('place.townSentence', { name })}</p>;
}

function keyOf({ space, town }: PlanPlace): string {
  return `${space}/${town ?? ''}`;
}

import { useTranslation } from 'react-i18next';
import type { PlanContents } from '#data/record-queries.ts';
import { editAction, moveToLine } from '#domain/commands/plan-commands.ts';
import type { Action } from '#domain/kinds/action.ts';
import { useAutoSave } from '#features/auto-save.ts';
import { useServices } from '#features/services.ts';
import type { TextProblem } from '#features/text-problem.ts';
import { SelectField } from '#ui/choice-field.tsx';
import { Section } from '#ui/page.tsx';
import type { ActionView } from './action-view.ts';
import { AutoText, useSaveStatus } from './auto-text.tsx';
import css from './fields.module.css';
import { limits } from './limits.ts';
import { actionPeriodToForm, checkPeriod, formToActionPeriod, type PeriodForm, type PeriodProblem } from './period.ts';
import { PeriodFields } from './period-fields.tsx';
import { checkResponsible, ResponsibleFields } from './responsible-fields.tsx';

type ActionFieldsProps = { readonly view: ActionView; readonly contents: PlanContents };

/** What an action is, who is responsible and by when; every field saves itself. */
export function ActionFields({ view, contents }: ActionFieldsProps) {
  const { t } = useTranslation('plans');
  const { save } = useServices();
  const { action } = view;
  return (
    <Section title={t('action.data')}>
      <div className={css.fields}>
        <AutoText
          label={t('field.actionTitle')}
          saved={action.title}
          max={limits.actionTitle}
          required
          save={(title, seen) => save(editAction(action, { title }, { title: seen }))}
        />
        <Responsible view={view} />
        <Period action={action} />
        <LineChoice view={view} contents={contents} />
      </div>
    </Section>
  );
}

function Responsible({ view }: { readonly view: ActionView }) {
  const { save } = useServices();
  const field = useAutoSave<Action['responsible'], TextProblem>({
    saved: view.action.responsible,
    save: (responsible, seen) => save(editAction(view.action, { responsible }, { responsible: seen })),
    check: checkResponsible,
  });
  const { word, error } = useSaveStatus(field);
  return (
    <div>
      <ResponsibleFields
        value={field.value}
        colleagues={view.colleagues}
        onChange={field.change}
        onLeave={field.flush}
        problem={field.problem}
        error={error}
        status={word}
      />
    </div>
  );
}

function Period({ action }: { readonly action: Action }) {
  const { save } = useServices();
  const field = useAutoSave<PeriodForm, PeriodProblem>({
    saved: actionPeriodToForm(action.period),
    save: (form, seen) => save(editAction(action, { period: formToActionPeriod(form) }, { period: formToActionPeriod(seen) })),
    check: (form) => checkPeriod(form, true),
  });
  const { word, error } = useSaveStatus(field);
  return (
    <div>
      <PeriodFields
        end="dueDay"
        value={field.value}
        onChange={field.change}
        problem={field.problem}
        error={error}
        status={word}
      />
    </div>
  );
}

/** Another line of the plan; offered only where there is a choice. */
function LineChoice({ view, contents }: ActionFieldsProps) {
  const { t } = useTranslation('plans');
  const { save } = useServices();
  const { action, line: current } = view;
  if (contents.lines.length < 2) return null;
  const move = (lineId: string) => {
    const line = contents.lines.find(({ id }) => id === lineId);
    const siblings = contents.actions.filter((each) => each.line === lineId);
    if (line) void save(moveToLine(action, line, siblings));
  };
  return (
    <SelectField
      label={t('field.line')}
      value={current?.id ?? ''}
      emptyLabel={current ? undefined : t('line.none')}
      options={contents.lines.map(({ id, title }) => ({ value: id, label: title || t('untitled.line') }))}
      onChange={move}
    />
  );
}

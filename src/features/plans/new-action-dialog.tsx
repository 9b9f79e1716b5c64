import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addAction } from '#domain/commands/plan-commands.ts';
import type { RecordId } from '#domain/ids.ts';
import type { Action } from '#domain/kinds/action.ts';
import type { Line } from '#domain/kinds/line.ts';
import type { Person } from '#domain/kinds/person.ts';
import { useDraft } from '#features/keep-draft.ts';
import { useServices } from '#features/services.ts';
import { checkText, useTextProblem } from '#features/text-problem.ts';
import { TextField } from '#ui/field.tsx';
import { limits } from './limits.ts';
import { checkPeriod, formToActionPeriod, type PeriodForm } from './period.ts';
import { PeriodFields } from './period-fields.tsx';
import { checkResponsible, ResponsibleFields } from './responsible-fields.tsx';
import { SubmitDialog } from './submit-dialog.tsx';

type NewActionDialogProps = {
  readonly line: Line;
  readonly siblings: readonly Action[];
  readonly colleagues: readonly Person[];
  readonly onClose: () => void;
};

type Draft = { readonly title: string; readonly responsible: Action['responsible']; readonly period: PeriodForm };

const empty: Draft = { title: '', responsible: null, period: { start: '', end: '' } };

export function NewActionDialog({ line, siblings, colleagues, onClose }: NewActionDialogProps) {
  const { t } = useTranslation('plans');
  const { save } = useServices();
  const problemText = useTextProblem();
  const draft = useDraft(`action.${line.id}`, empty);
  const [asked, setAsked] = useState(false);
  const { title, responsible, period } = draft.value;
  const problems = {
    title: checkText(title, limits.actionTitle, asked),
    responsible: asked ? checkResponsible(responsible) : undefined,
    period: asked ? checkPeriod(period, true) : undefined,
  };

  const giveUp = () => {
    draft.clear();
    onClose();
  };
  const submit = async (id: RecordId) => {
    setAsked(true);
    if (checkText(title, limits.actionTitle, true) || checkResponsible(responsible) || checkPeriod(period, true)) return false;
    const fields = { title: title.trim(), responsible, period: formToActionPeriod(period) };
    if (!(await save(addAction(line, id, fields, siblings)))) return false;
    giveUp();
    return true;
  };
  return (
    <SubmitDialog
      title={t('action.new')}
      submitLabel={t('action.add')}
      onSubmit={submit}
      onClose={onClose}
      onGiveUp={giveUp}
      kept={draft.kept}
    >
      <TextField
        label={t('field.actionTitle')}
        hint={t('action.inLine', { line: line.title || t('untitled.line') })}
        value={title}
        onChange={(next) => draft.write({ ...draft.value, title: next })}
        error={problemText(problems.title, title, limits.actionTitle)}
      />
      <ResponsibleFields
        value={responsible}
        colleagues={colleagues}
        onChange={(next) => draft.write({ ...draft.value, responsible: next })}
        problem={problems.responsible}
      />
      <PeriodFields
        end="dueDay"
        optionalLabel={t('form.optional')}
        value={period}
        onChange={(next) => draft.write({ ...draft.value, period: next })}
        problem={problems.period}
      />
    </SubmitDialog>
  );
}

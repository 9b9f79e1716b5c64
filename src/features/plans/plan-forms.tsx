import { useTranslation } from 'react-i18next';
import type { PlanContents } from '#data/record-queries.ts';
import type { RoundFacts } from '#data/round-queries.ts';
import { addLine, renameLine } from '#domain/commands/plan-commands.ts';
import type { FocusLater } from '#features/focus-later.ts';
import { peopleOfTown } from '#features/people.ts';
import { useServices } from '#features/services.ts';
import { useSubmitOnce } from '#features/submit-once.ts';
import { EditPlanDialog } from './edit-plan-dialog.tsx';
import { useFormAddress } from './form-address.ts';
import { limits } from './limits.ts';
import { rowOf } from './move-in-list.ts';
import { NewActionDialog } from './new-action-dialog.tsx';
import type { PlanView } from './plan-view.ts';
import { TitleDialog } from './title-dialog.tsx';

type PlanFormsProps = {
  readonly contents: PlanContents;
  readonly facts: RoundFacts;
  readonly view: PlanView;
  readonly focusLater: FocusLater;
};

/** The dialog of a plan that the address names, if this actor may use it. */
export function PlanForms({ contents, facts, view, focusLater }: PlanFormsProps) {
  const { t } = useTranslation('plans');
  const { save } = useServices();
  const { form, close } = useFormAddress();
  const once = useSubmitOnce('entries');
  const { plan, lines, actions } = contents;
  const lineTitle = { label: t('field.lineTitle'), max: limits.lineTitle, onClose: close };
  const newActionLine = view.mayWork ? lines.find(({ id }) => form === `action-${id}`) : undefined;
  const renamedLine = view.mayPlan ? lines.find(({ id }) => form === `line-${id}`) : undefined;

  const addNewLine = async (title: string) => {
    const saved = await once((id) => {
      focusLater(() => (document.querySelector('dialog') ? undefined : rowOf({ id })?.querySelector<HTMLElement>('button')));
      return save(addLine(plan, id, title, lines));
    });
    return saved === true;
  };

  if (form === 'edit-plan' && view.mayPlan) return <EditPlanDialog plan={plan} onClose={close} />;
  if (form === 'line' && view.mayPlan) {
    return (
      <TitleDialog
        {...lineTitle}
        draftName={`line.${plan.id}`}
        title={t('line.new')}
        initial=""
        submitLabel={t('line.add')}
        onSubmit={addNewLine}
      />
    );
  }
  if (renamedLine) {
    return (
      <TitleDialog
        {...lineTitle}
        draftName={`rename.${renamedLine.id}`}
        title={t('line.rename')}
        initial={renamedLine.title}
        submitLabel={t('saveName')}
        onSubmit={(title, seen) => save(renameLine(renamedLine, title, seen))}
      />
    );
  }
  if (newActionLine) {
    return (
      <NewActionDialog
        line={newActionLine}
        siblings={actions.filter(({ line }) => line === newActionLine.id)}
        colleagues={peopleOfTown(facts, plan.town)}
        onClose={close}
      />
    );
  }
  return null;
}

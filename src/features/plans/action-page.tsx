import { ArrowLeft, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { PlanContents } from '#data/record-queries.ts';
import type { RoundFacts } from '#data/round-queries.ts';
import { renameItem } from '#domain/commands/checklist-commands.ts';
import { setActionState } from '#domain/commands/plan-commands.ts';
import type { ActionState } from '#domain/kinds/action.ts';
import { statusKeys } from '#features/action-texts.ts';
import { useDeleteWithUndo } from '#features/delete-with-undo.ts';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { useServices } from '#features/services.ts';
import { StatusLine } from '#features/status-line.tsx';
import { useFormats } from '#i18n/formats.ts';
import { Button } from '#ui/button.tsx';
import { SelectField } from '#ui/choice-field.tsx';
import { type Definition, DefinitionList } from '#ui/definition.tsx';
import { Menu } from '#ui/menu.tsx';
import { Notice } from '#ui/notice.tsx';
import { backClass, Page } from '#ui/page.tsx';
import { ActionFields } from './action-fields.tsx';
import css from './action-page.module.css';
import type { ActionView } from './action-view.ts';
import { Checklist } from './checklist.tsx';
import { Conflicts } from './conflict-notice.tsx';
import { useFormAddress } from './form-address.ts';
import { HistoryOf, useHistoryItem } from './history.tsx';
import { limits } from './limits.ts';
import { focusPageTitle } from './page-focus.ts';
import { responsibleText } from './responsible-text.ts';
import { TitleDialog } from './title-dialog.tsx';

type ActionPageProps = {
  readonly view: ActionView;
  readonly contents: PlanContents;
  readonly facts: RoundFacts;
};

const states: readonly ActionState[] = ['not-started', 'in-progress', 'done', 'cancelled'];

/** One action: its state, its checklist, and what it is. */
export function ActionPage({ view, contents, facts }: ActionPageProps) {
  const { t } = useTranslation(['plans', 'common']);
  const { save } = useServices();
  const { action, mayWork } = view;
  const { plan } = contents;
  const setState = (state: ActionState | '') => void (state && save(setActionState(action, state)));
  const markDone = () => {
    setState('done');
    focusPageTitle();
  };
  return (
    <Page
      title={action.title || t('untitled.action')}
      kicker={view.line?.title}
      back={
        <Link to={paths.plan(plan.id)} className={backClass()}>
          <ArrowLeft aria-hidden /> {plan.title || t('untitled.plan')}
        </Link>
      }
    >
      <div className={css.state}>
        <StatusLine action={action} />
        <ActionMenu view={view} planId={plan.id} />
      </div>
      <Conflicts record={action} facts={facts} lines={contents.lines} onDecided={focusPageTitle} />
      {mayWork ? (
        <SelectField
          label={t('field.state')}
          value={action.state}
          options={states.map((state) => ({ value: state, label: t(statusKeys[state], { ns: 'common' }) }))}
          onChange={setState}
        />
      ) : (
        <ActionFacts view={view} facts={facts} />
      )}
      {view.seemsDone && (
        <Notice announce title={t('action.allTicked')} actions={<Button onClick={markDone}>{t('action.markDone')}</Button>} />
      )}
      <Checklist view={view} facts={facts} lines={contents.lines} />
      {mayWork && <ActionFields view={view} contents={contents} />}
      {mayWork && <RenameItemDialog view={view} />}
      <HistoryOf record={action} title={action.title || t('untitled.action')} facts={facts} lines={contents.lines} />
    </Page>
  );
}

function ActionMenu({ view, planId }: { readonly view: ActionView; readonly planId: string }) {
  const { t } = useTranslation('plans');
  const navigate = useNavigate();
  const deleteWithUndo = useDeleteWithUndo();
  const title = view.action.title || t('untitled.action');
  const remove = async () => {
    const backHere = () => navigate(paths.action(planId, view.action.id));
    if (await deleteWithUndo(view.action, t('action.deleted', { title }), backHere))
      navigate(paths.plan(planId), { replace: true });
  };
  const history = useHistoryItem(view.action);
  const discard = { label: t('action.delete'), icon: <Trash2 aria-hidden />, danger: true, onSelect: () => void remove() };
  return <Menu label={t('action.more', { title })} items={view.mayWork ? [history, discard] : [history]} />;
}

/** For those who read. */
function ActionFacts({ view, facts }: Pick<ActionPageProps, 'view' | 'facts'>) {
  const { t } = useTranslation('plans');
  const { day } = useFormats();
  const { responsible, period } = view.action;
  const items: readonly Definition[] = [
    { label: t('field.responsible'), value: responsibleText(facts, responsible) ?? t('value.nobody') },
    ...(period?.startDay ? [{ label: t('field.startDay'), value: day(period.startDay) }] : []),
    { label: t('field.dueDay'), value: period ? day(period.dueDay) : t('value.noDays') },
  ];
  return <DefinitionList items={items} />;
}

function RenameItemDialog({ view }: { readonly view: ActionView }) {
  const { t } = useTranslation(['plans', 'common']);
  const { save } = useServices();
  const { form, close } = useFormAddress();
  const item = view.items.find(({ id }) => form === `item-${id}`);
  if (!item) return null;
  return (
    <TitleDialog
      key={item.id}
      draftName={`rename.${item.id}`}
      title={t('checklist.rename')}
      label={t('field.itemTitle')}
      initial={item.title}
      max={limits.itemTitle}
      submitLabel={t('saveName')}
      onSubmit={(title, seen) => save(renameItem(item, title, seen))}
      onClose={close}
    />
  );
}

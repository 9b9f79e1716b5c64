import { ArrowLeft, Pencil, Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { PlanContents } from '#data/record-queries.ts';
import type { RoundFacts } from '#data/round-queries.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import { useDeleteWithUndo } from '#features/delete-with-undo.ts';
import { useFocusLater } from '#features/focus-later.ts';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { Button } from '#ui/button.tsx';
import { NewLeafDrawing } from '#ui/drawings/new-leaf.tsx';
import { Empty } from '#ui/empty.tsx';
import { Menu } from '#ui/menu.tsx';
import { backClass, Page } from '#ui/page.tsx';
import { ProgressRing } from '#ui/progress-ring.tsx';
import { Conflicts } from './conflict-notice.tsx';
import { DeletedList } from './deleted-list.tsx';
import { useFormAddress } from './form-address.ts';
import { HistoryOf, useHistoryItem } from './history.tsx';
import { LineSection } from './line-section.tsx';
import { focusPageTitle } from './page-focus.ts';
import { PlanAim } from './plan-aim.tsx';
import { PlanForms } from './plan-forms.tsx';
import css from './plan-sheet.module.css';
import type { PlanView } from './plan-view.ts';
import { TakeAlong } from './take-along.tsx';

type PlanSheetProps = {
  readonly contents: PlanContents;
  readonly view: PlanView;
  readonly facts: RoundFacts;
  readonly children?: ReactNode;
};

/** A plan: what it is for, how far it is, and its lines with their actions. */
export function PlanSheet({ contents, view, facts, children }: PlanSheetProps) {
  const { t } = useTranslation('plans');
  const { open } = useFormAddress();
  const focusLater = useFocusLater();
  const { plan, lines } = contents;
  const kicker = [view.theme, view.town].filter(Boolean).join(' · ');
  return (
    <Page
      title={plan.title || t('untitled.plan')}
      kicker={kicker || undefined}
      back={
        <Link to={paths.plans} className={backClass()}>
          <ArrowLeft aria-hidden /> {t('list.title')}
        </Link>
      }
      aside={view.planned > 0 && <ProgressRing percent={view.percent} label={t('plan.progress')} />}
    >
      <div className={css.summary}>
        <Summary view={view} />
        <PlanMenu plan={plan} mayPlan={view.mayPlan} />
      </div>
      <TakeAlong contents={contents} facts={facts} />
      <Conflicts record={plan} facts={facts} lines={lines} onDecided={focusPageTitle} />
      <PlanAim plan={plan} />
      {view.lines.map((lineView) => (
        <LineSection
          key={lineView.line?.id ?? ''}
          lineView={lineView}
          lines={lines}
          view={view}
          facts={facts}
          focusLater={focusLater}
        />
      ))}
      {view.lines.length === 0 && (
        <Empty
          drawing={<NewLeafDrawing />}
          title={t('plan.empty')}
          text={view.mayPlan ? t('plan.emptyForWriter') : undefined}
          action={
            view.mayPlan && (
              <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => open('line')}>
                {t('line.addFirst')}
              </Button>
            )
          }
        />
      )}
      {view.mayPlan && view.lines.length > 0 && (
        <p className={css.addLine}>
          <Button icon={<Plus aria-hidden />} onClick={() => open('line')}>
            {t('line.add')}
          </Button>
        </p>
      )}
      {children}
      <DeletedList plan={plan} />
      <HistoryOf record={plan} title={plan.title || t('untitled.plan')} facts={facts} lines={lines} />
      <PlanForms contents={contents} facts={facts} view={view} focusLater={focusLater} />
    </Page>
  );
}

const readOnlyKeys = {
  'role-reads-only': 'readOnly.role',
  'not-your-town': 'readOnly.town',
  'not-in-your-role': 'readOnly.role',
  'no-access': 'readOnly.access',
} as const satisfies Record<NonNullable<PlanView['readOnly']>, string>;

function Summary({ view }: { readonly view: PlanView }) {
  const { t } = useTranslation('plans');
  return (
    <div>
      {view.planned > 0 && (
        <p>
          {t('plan.done', { done: view.done, count: view.planned })}{' '}
          {view.overdue > 0 && <strong className={css.overdue}>{t('list.overdue', { count: view.overdue })}</strong>}
        </p>
      )}
      {view.readOnly && <p className={css.readOnly}>{t(readOnlyKeys[view.readOnly], { town: view.town ?? '' })}</p>}
    </div>
  );
}

function PlanMenu({ plan, mayPlan }: { readonly plan: Plan; readonly mayPlan: boolean }) {
  const { t } = useTranslation('plans');
  const { open } = useFormAddress();
  const navigate = useNavigate();
  const deleteWithUndo = useDeleteWithUndo();
  const title = plan.title || t('untitled.plan');
  const remove = async () => {
    const backHere = () => navigate(paths.plan(plan.id));
    if (await deleteWithUndo(plan, t('plan.deleted', { title }), backHere)) navigate(paths.plans, { replace: true });
  };
  const history = useHistoryItem(plan);
  const edit = { label: t('plan.edit'), icon: <Pencil aria-hidden />, onSelect: () => open('edit-plan') };
  const discard = { label: t('plan.delete'), icon: <Trash2 aria-hidden />, danger: true, onSelect: () => void remove() };
  return <Menu label={t('plan.more', { title })} items={mayPlan ? [edit, history, discard] : [history]} />;
}

import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { TequioDatabase } from '#data/database.ts';
import { type PlanContents, planContents, recordById } from '#data/record-queries.ts';
import { listSpaces, roundFacts } from '#data/round-queries.ts';
import type { SpaceRow } from '#data/rows.ts';
import { useLive } from '#data/use-live.ts';
import type { Action } from '#domain/kinds/action.ts';
import type { Line } from '#domain/kinds/line.ts';
import { Link } from '#features/link.tsx';
import { actionParam, paths } from '#features/paths.ts';
import { useServices } from '#features/services.ts';
import { isStillArriving } from '#features/still-arriving.ts';
import { Arriving } from '#ui/arriving.tsx';
import { buttonClass } from '#ui/button.tsx';
import { NotebookDrawing } from '#ui/drawings/notebook.tsx';
import { Empty } from '#ui/empty.tsx';
import { ListDetail } from '#ui/list-detail.tsx';
import { Page } from '#ui/page.tsx';
import { ActionPage } from './action-page.tsx';
import { actionView } from './action-view.ts';
import { DeletedRecord } from './deleted-record.tsx';
import { rowOf } from './move-in-list.ts';
import { focusPageTitle } from './page-focus.ts';
import { PlanOutline } from './plan-outline.tsx';
import { PlanSheet } from './plan-sheet.tsx';
import { planView } from './plan-view.ts';
import { PlansColumn } from './plans-column.tsx';
import { useWide } from './use-wide.ts';

export type PlanPageProps = {
  readonly planId: string;
  /** What other features lay under the plan: its notes. */
  readonly children?: ReactNode;
};

/** One plan, or with `?action=` one action of it. On PCs the level above stands beside it. */
export function PlanPage({ planId, children }: PlanPageProps) {
  const { t } = useTranslation();
  const { database, actor, today, mode } = useServices();
  const [params] = useSearchParams();
  const actionId = params.get(actionParam);
  useFocusOnWayBetween(actionId);
  const facts = useLive(() => roundFacts(database), [database]);
  const found = useLive(() => readAddress(database, planId, actionId), [database, planId, actionId]);
  const wide = useWide();
  const plans = wide && <PlansColumn currentPlan={planId} />;
  if (!found || !facts) return <ListDetail showing="detail" list={plans} detail={<Arriving text={t('arriving')} />} />;

  const { contents } = found;
  if (!contents) {
    const missing = <MissingPlan stillArriving={isStillArriving(mode, actor, found.spaces ?? [])} />;
    return <ListDetail showing="detail" list={plans} detail={missing} />;
  }
  const { plan } = contents;
  if (plan.deleted) return <ListDetail showing="detail" list={plans} detail={<DeletedRecord kind="plan" record={plan} />} />;
  const view = planView(contents, facts, actor, today);
  if (actionId === null) {
    return (
      <ListDetail
        showing="detail"
        list={plans}
        detail={
          <PlanSheet contents={contents} view={view} facts={facts}>
            {children}
          </PlanSheet>
        }
      />
    );
  }
  const { line } = found;
  const deletedLine = line?.deleted && line.space === plan.space && line.town === plan.town ? line : undefined;
  const open = actionView(contents, actionId, facts, actor, today);
  return (
    <ListDetail
      showing="detail"
      list={wide && <PlanOutline plan={plan} view={view} currentAction={actionId} />}
      detail={
        open ? (
          <ActionPage key={actionId} view={open} contents={contents} facts={facts} />
        ) : (
          <DeletedRecord
            kind="action"
            record={found.action?.deleted || deletedLine ? found.action : undefined}
            deletedLine={deletedLine}
            plan={plan}
          />
        )
      }
    />
  );
}

type Found = {
  readonly contents: PlanContents | undefined;
  readonly spaces?: readonly SpaceRow[];
  readonly action?: Action | undefined;
  readonly line?: Line | undefined;
};

/** The plan, and what tells why it or its action is not to be seen. */
async function readAddress(database: TequioDatabase, planId: string, actionId: string | null): Promise<Found> {
  const contents = await planContents(database, planId);
  if (!contents) return { contents, spaces: await listSpaces(database) };
  if (actionId === null || contents.actions.some(({ id }) => id === actionId)) return { contents };
  const action = await recordById(database, 'action', actionId);
  const line = action?.plan === planId ? await recordById(database, 'line', action.line) : undefined;
  return { contents, action, line };
}

function MissingPlan({ stillArriving }: { readonly stillArriving: boolean }) {
  const { t } = useTranslation('plans');
  return (
    <Page title={t('missing.title')}>
      {stillArriving ? (
        <Arriving text={t('missing.arriving')} />
      ) : (
        <Empty
          drawing={<NotebookDrawing />}
          title={t('missing.notHere')}
          text={t('missing.text')}
          action={
            <Link to={paths.plans} className={buttonClass('primary')}>
              {t('missing.toPlans')}
            </Link>
          }
        />
      )}
    </Page>
  );
}

/** Opening an action starts at its top; coming back from it goes to its row. */
function useFocusOnWayBetween(actionId: string | null) {
  const before = useRef(actionId);
  useEffect(() => {
    const left = before.current;
    before.current = actionId;
    if (left === actionId) return;
    if (actionId !== null) {
      window.scrollTo(0, 0);
      focusPageTitle();
      return;
    }
    const row = rowOf({ id: left ?? '' })?.querySelector<HTMLElement>('a');
    if (row) row.focus();
    else focusPageTitle();
  }, [actionId]);
}

import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { plansWithActions } from '#data/record-queries.ts';
import { listSpaces, roundFacts } from '#data/round-queries.ts';
import { useLive } from '#data/use-live.ts';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { useServices } from '#features/services.ts';
import { isStillArriving } from '#features/still-arriving.ts';
import { useFormats } from '#i18n/formats.ts';
import { Arriving } from '#ui/arriving.tsx';
import { buttonClass } from '#ui/button.tsx';
import { NewLeafDrawing } from '#ui/drawings/new-leaf.tsx';
import { TequioDrawing } from '#ui/drawings/tequio.tsx';
import { Empty } from '#ui/empty.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page, Section } from '#ui/page.tsx';
import { EntryList } from './entry-list.tsx';
import { NextSession } from './next-session.tsx';
import { type TodayView, todayView } from './today-view.ts';
import { TownList } from './town-list.tsx';

const LostNotice = lazy(async () => ({ default: (await import('#features/lost-notice.tsx')).LostNotice }));

/** What is due, what is overdue, and when the group meets next. */
export function TodayPage() {
  const { t } = useTranslation(['today', 'common']);
  const formats = useFormats();
  const { database, actor, today, mode } = useServices();
  const found = useLive(async () => {
    const [plans, facts, spaces] = await Promise.all([plansWithActions(database), roundFacts(database), listSpaces(database)]);
    return { plans, facts, spaces };
  }, [database]);
  if (!found) return <Arriving text={t('common:arriving')} />;
  const { plans, facts, spaces } = found;
  const view = todayView(plans, facts, actor, today);
  const stillArriving = isStillArriving(mode, actor, spaces);
  const round = facts.round;
  const isToSetUp = facts.towns.length === 0 && actor.grants.some(({ role }) => role === 'coordinator');
  return (
    <Page title={t('title', { day: formats.weekday(today) })} kicker={round?.name}>
      {round?.fixedToday && <p>{t('exampleStandsStill', { day: formats.day(round.fixedToday) })}</p>}
      {spaces.some(({ lost }) => lost) && (
        <Suspense>
          <LostNotice />
        </Suspense>
      )}
      {stillArriving && <Arriving text={t('arriving')} />}
      {view.empty && !stillArriving ? <NoPlans joined={actor.person !== null} isToSetUp={isToSetUp} /> : <Due view={view} />}
      {view.nextSession && <NextSession session={view.nextSession} today={today} />}
      {actor.person === null && mode === 'real' && !view.empty && <JoinPointer />}
    </Page>
  );
}

function Due({ view }: { readonly view: TodayView }) {
  const { t } = useTranslation('today');
  const formats = useFormats();
  const nothing = view.overdue.length === 0 && view.dueThisWeek.length === 0;
  return (
    <>
      {view.overdue.length > 0 && (
        <Section title={t('overdue.title')} aside={formats.number(view.overdue.length)}>
          <EntryList label={t('overdue.title')} entries={view.overdue} />
        </Section>
      )}
      {view.dueThisWeek.length > 0 && (
        <Section title={t('week.title')} aside={formats.number(view.dueThisWeek.length)}>
          <EntryList label={t('week.title')} entries={view.dueThisWeek} />
        </Section>
      )}
      {view.hasOwnPlans && nothing && (
        <Empty
          drawing={<TequioDrawing />}
          title={t('nothingDue.title')}
          text={t('nothingDue.text')}
          action={
            <Link to={paths.plans} className={buttonClass('quiet')}>
              {t('toPlans')}
            </Link>
          }
        />
      )}
      {view.towns.length > 0 && (
        <Section title={t('towns.title')}>
          <TownList towns={view.towns} />
        </Section>
      )}
    </>
  );
}

type NoPlansProps = {
  readonly joined: boolean;
  /** A coordinator in a round without a town. */
  readonly isToSetUp: boolean;
};

function NoPlans({ joined, isToSetUp }: NoPlansProps) {
  const { t } = useTranslation('today');
  if (isToSetUp) {
    const toRound = (
      <Link to={paths.round} className={buttonClass('primary')}>
        {t('empty.toRound')}
      </Link>
    );
    return <Empty drawing={<TequioDrawing />} title={t('empty.setUpTitle')} text={t('empty.setUp')} action={toRound} />;
  }
  return (
    <Empty
      drawing={<NewLeafDrawing />}
      title={t('empty.title')}
      text={joined ? t('empty.joined') : t('empty.alone')}
      action={
        <>
          <Link to={paths.plans} className={buttonClass('primary')}>
            {t('toPlans')}
          </Link>
          {!joined && (
            <Link to={paths.join} className={buttonClass('quiet')}>
              {t('join.action')}
            </Link>
          )}
        </>
      }
    />
  );
}

function JoinPointer() {
  const { t } = useTranslation('today');
  return (
    <Notice
      title={t('join.title')}
      actions={
        <Link to={paths.join} className={buttonClass('quiet')}>
          {t('join.action')}
        </Link>
      }
    >
      {t('join.text')}
    </Notice>
  );
}

// The calendar of working sessions: the next one large, then the others, the past ones folded away.

import { useTranslation } from 'react-i18next';
import { roundFacts } from '#data/round-queries.ts';
import { useLive } from '#data/use-live.ts';
import { Link } from '#features/link.tsx';
import { LostNotice } from '#features/lost-notice.tsx';
import { paths } from '#features/paths.ts';
import { useServices } from '#features/services.ts';
import { useFormats } from '#i18n/formats.ts';
import { Arriving } from '#ui/arriving.tsx';
import { buttonClass } from '#ui/button.tsx';
import { CalendarDrawing } from '#ui/drawings/calendar.tsx';
import { Empty } from '#ui/empty.tsx';
import { List, ListRow } from '#ui/list-row.tsx';
import { Page, Section } from '#ui/page.tsx';
import css from './sessions-page.module.css';
import { type Session, sessionsView } from './sessions-view.ts';

export function SessionsPage() {
  const { t } = useTranslation(['sessions', 'common']);
  const { database, actor, today, account } = useServices();
  const facts = useLive(() => roundFacts(database), [database]);
  if (!facts) return <Arriving text={t('common:arriving')} />;
  const { next, upcoming, past, distinguishesOwn } = sessionsView(facts.groups, actor, today);
  if (!next && past.length === 0) {
    return (
      <Page title={t('title')}>
        <LostNotice />
        <NoSessions joined={account !== null} />
      </Page>
    );
  }
  return (
    <Page title={t('title')} kicker={facts.round?.name}>
      {next ? <Next session={next} own={distinguishesOwn && next.isOwn} /> : <p>{t('noneAhead')}</p>}
      {upcoming.length > 0 && (
        <Section title={t('upcoming')} aside={upcoming.length}>
          <Sessions label={t('upcoming')} sessions={upcoming} markOwn={distinguishesOwn} />
        </Section>
      )}
      {past.length > 0 && (
        <details className={css.past}>
          <summary>{t('past', { count: past.length })}</summary>
          <Sessions label={t('pastLabel')} sessions={past} markOwn={false} />
        </details>
      )}
    </Page>
  );
}

function NoSessions({ joined }: { readonly joined: boolean }) {
  const { t } = useTranslation('sessions');
  if (joined) return <Empty drawing={<CalendarDrawing />} title={t('none.title')} text={t('none.text')} />;
  return (
    <Empty
      drawing={<CalendarDrawing />}
      title={t('notJoined.title')}
      text={t('notJoined.text')}
      action={
        <Link to={paths.join} className={buttonClass('primary')}>
          {t('notJoined.join')}
        </Link>
      }
    />
  );
}

function Next({ session, own }: { readonly session: Session; readonly own: boolean }) {
  const { t } = useTranslation('sessions');
  const formats = useFormats();
  const when = useWhen();
  return (
    <section className={css.next} aria-labelledby="next-session">
      <h2 id="next-session">{own ? t('nextOwn') : t('next')}</h2>
      <p className={css.when}>{when(session.daysUntil)}</p>
      <p className={css.day}>{formats.weekday(session.day)}</p>
      {session.groups.map(({ id, name }) => (
        <p key={id}>{name}</p>
      ))}
    </section>
  );
}

type SessionsProps = { readonly label: string; readonly sessions: readonly Session[]; readonly markOwn: boolean };

function Sessions({ label, sessions, markOwn }: SessionsProps) {
  const { t } = useTranslation('sessions');
  const formats = useFormats();
  const when = useWhen();
  return (
    <List label={label}>
      {sessions.map((session) => (
        <ListRow
          key={session.day}
          title={<span className={css.day}>{formats.weekday(session.day)}</span>}
          secondary={
            <>
              {session.groups.map(({ id, name }) => (
                <p key={id}>{name}</p>
              ))}
              {markOwn && session.isOwn && <p className={css.own}>{t('own')}</p>}
            </>
          }
          trailing={isSoon(session) && <span className={css.until}>{when(session.daysUntil)}</span>}
        />
      ))}
    </List>
  );
}

/** Further ahead the date says more than a number of days. */
function isSoon({ daysUntil }: Session): boolean {
  return daysUntil >= 0 && daysUntil <= 14;
}

function useWhen(): (daysUntil: number) => string {
  const { t } = useTranslation('sessions');
  return (daysUntil) => {
    if (daysUntil === 0) return t('when.today');
    if (daysUntil === 1) return t('when.tomorrow');
    return t('when.in', { count: daysUntil });
  };
}

// The round on one page: when it runs, which towns take part, who works with whom.

import { ChevronLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type RoundFacts, roundFacts } from '#data/round-queries.ts';
import { useLive } from '#data/use-live.ts';
import { Link } from '#features/link.tsx';
import { LostNotice } from '#features/lost-notice.tsx';
import { useLostPlaces } from '#features/lost-places.ts';
import { paths } from '#features/paths.ts';
import { roleKeys } from '#features/role-texts.ts';
import { useServices } from '#features/services.ts';
import { useFormats } from '#i18n/formats.ts';
import { Arriving } from '#ui/arriving.tsx';
import { buttonClass } from '#ui/button.tsx';
import { TequioDrawing } from '#ui/drawings/tequio.tsx';
import { Empty } from '#ui/empty.tsx';
import { List, ListRow } from '#ui/list-row.tsx';
import { backClass, Page, Section } from '#ui/page.tsx';
import { RoundActions } from './round-actions.tsx';
import css from './round-page.module.css';
import { type GroupView, type Member, type RoundView, roundView, type TownView } from './round-view.ts';

export function RoundPage() {
  const { t } = useTranslation(['more', 'common']);
  const { database, account } = useServices();
  const facts = useLive(() => roundFacts(database), [database]);
  const lost = useLostPlaces();
  const back = (
    <Link to={paths.more} className={backClass()}>
      <ChevronLeft aria-hidden /> {t('title')}
    </Link>
  );
  if (!facts || !lost) return <Arriving text={t('common:arriving')} />;
  const view = roundView(facts);
  if (!view) {
    return (
      <Page title={t('round.title')} back={back}>
        {lost.some(({ type }) => type === 'round') ? (
          <LostNotice />
        ) : account ? (
          <Empty drawing={<TequioDrawing />} title={t('round.arriving')} text={t('round.arrivingText')} />
        ) : (
          <Empty
            drawing={<TequioDrawing />}
            title={t('round.none')}
            text={t('round.noneText')}
            action={
              <Link to={paths.join} className={buttonClass('primary')}>
                {t('join.title')}
              </Link>
            }
          />
        )}
      </Page>
    );
  }
  return <Shown view={view} facts={facts} back={back} />;
}

type ShownProps = { readonly view: RoundView; readonly facts: RoundFacts; readonly back: React.ReactNode };

function Shown({ view, facts, back }: ShownProps) {
  const { t } = useTranslation('more');
  const formats = useFormats();
  const { round, mentors, receivers, groups, coordinators } = view;
  return (
    <Page
      title={round.name || t('round.unnamedRound')}
      kicker={round.programme}
      back={back}
      actions={<RoundActions facts={facts} />}
    >
      {receivers.length + mentors.length + groups.length === 0 && (
        <Empty drawing={<TequioDrawing />} title={t('round.empty')} text={t('round.emptyText')} />
      )}
      {round.period && (
        <p>{t('round.period', { opens: formats.day(round.period.opensOn), closes: formats.day(round.period.closesOn) })}</p>
      )}
      {receivers.length > 0 && (
        <Section title={t('round.receivers')} aside={receivers.length}>
          <Towns label={t('round.receivers')} towns={receivers} />
        </Section>
      )}
      {mentors.length > 0 && (
        <Section title={t('round.mentors')} aside={mentors.length}>
          <Towns label={t('round.mentors')} towns={mentors} />
        </Section>
      )}
      {groups.length > 0 && (
        <Section title={t('round.groups')} aside={groups.length}>
          <List label={t('round.groups')}>
            {groups.map((group) => (
              <ListRow key={group.id} title={<strong>{group.name}</strong>} secondary={<GroupFacts group={group} />} />
            ))}
          </List>
        </Section>
      )}
      {coordinators.length > 0 && (
        <Section title={t('round.coordination')}>
          <Members members={coordinators} />
        </Section>
      )}
    </Page>
  );
}

function Towns({ label, towns }: { readonly label: string; readonly towns: readonly TownView[] }) {
  return (
    <List label={label}>
      {towns.map(({ id, name, people }) => (
        <ListRow key={id} title={<strong>{name}</strong>} secondary={<Members members={people} />} />
      ))}
    </List>
  );
}

function GroupFacts({ group }: { readonly group: GroupView }) {
  const { t } = useTranslation('more');
  const { name, theme, mentors, receivers, members } = group;
  return (
    <>
      {theme && !name.includes(theme) && <p>{t('round.theme', { theme })}</p>}
      {mentors.length > 0 && <p>{t('round.mentorTowns', { towns: mentors.join(', ') })}</p>}
      {receivers.length > 0 && <p>{t('round.receiverTowns', { towns: receivers.join(', ') })}</p>}
      {members.length > 0 && (
        <details>
          <summary className={css.summary}>{t('round.people', { count: members.length })}</summary>
          <Members members={members} withTown />
        </details>
      )}
    </>
  );
}

type MembersProps = { readonly members: readonly Member[]; readonly withTown?: boolean };

/** By position; the role is said where it is not the ordinary one. */
function Members({ members, withTown = false }: MembersProps) {
  const { t } = useTranslation(['more', 'common']);
  if (members.length === 0) return <p>{t('round.nobody')}</p>;
  return (
    <ul className={css.members}>
      {members.map((member) => (
        <li key={member.id}>
          <Link to={paths.person(member.person)}>
            {withTown && member.town ? t('round.inTown', { member: words(member), town: member.town }) : words(member)}
          </Link>
        </li>
      ))}
    </ul>
  );

  function words({ name, role }: Member): string {
    const as = t(`common:${roleKeys[role]}`);
    if (name === '') return as;
    return role === 'official' || name.startsWith(as) ? name : t('round.member', { name, role: as });
  }
}

// Inviting somebody: what they shall be, and then the codes, which are shown this once.

import { ChevronLeft } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { type RoundFacts, roundFacts } from '#data/round-queries.ts';
import { useLive } from '#data/use-live.ts';
import { Link } from '#features/link.tsx';
import { paths, personParam } from '#features/paths.ts';
import { callPerson } from '#features/people.ts';
import { useServices } from '#features/services.ts';
import type { InvitationWish, MadeInvitation } from '#protocol/inviting.ts';
import { Arriving } from '#ui/arriving.tsx';
import { buttonClass } from '#ui/button.tsx';
import { TequioDrawing } from '#ui/drawings/tequio.tsx';
import { Empty } from '#ui/empty.tsx';
import { backClass, Page } from '#ui/page.tsx';
import { AgainForm } from './again-form.tsx';
import { personToInvite, roleChoices } from './invite-view.ts';
import { MadeCodes } from './made-codes.tsx';
import { NewcomerForm } from './newcomer-form.tsx';
import { useAsking } from './use-asking.ts';

export function InvitePage() {
  const { t } = useTranslation(['inviting', 'common']);
  const { database, account, mode } = useServices();
  const facts = useLive(() => roundFacts(database), [database]);
  const { search } = useLocation();
  const person = new URLSearchParams(search).get(personParam) ?? undefined;
  if (!facts) return <Arriving text={t('common:arriving')} />;
  const isInRound = account !== null && mode === 'real' && facts.round !== undefined;
  return (
    <Page title={t(person === undefined ? 'invite.title' : 'invite.againTitle')} back={<Back />}>
      {isInRound ? <Steps key={person} facts={facts} round={account.round} person={person} /> : <NotHere />}
    </Page>
  );
}

function Back() {
  const { t } = useTranslation('inviting');
  return (
    <Link to={paths.invitations} className={backClass()}>
      <ChevronLeft aria-hidden /> {t('invitations.title')}
    </Link>
  );
}

type StepsProps = { readonly facts: RoundFacts; readonly round: string; readonly person: string | undefined };

function Steps({ facts, round, person }: StepsProps) {
  const { actor, inviting } = useServices();
  const { t } = useTranslation('inviting');
  const [made, setMade] = useState<{ readonly codes: MadeInvitation; readonly forWhom: string }>();
  const asking = useAsking();
  const make = async (wish: InvitationWish, forWhom: string) => {
    const codes = await asking.ask(async () => (await inviting()).make(wish));
    if (codes) setMade({ codes, forWhom });
    return codes !== undefined;
  };
  if (made) return <MadeCodes {...made} onAnother={() => setMade(undefined)} />;
  if (person !== undefined) {
    const known = personToInvite(actor, person, facts);
    if (!known) return <NotAllowed text={t('invite.againNotAllowed')} />;
    return <AgainForm name={callPerson(known)} isSelf={person === actor.person} person={person} asking={asking} onMake={make} />;
  }
  const choices = roleChoices(actor, round, facts.towns);
  if (choices.length === 0) return <NotAllowed text={t('invite.notAllowedText')} />;
  return <NewcomerForm choices={choices} round={round} groups={facts.groups} asking={asking} onMake={make} />;
}

function NotAllowed({ text }: { readonly text: string }) {
  const { t } = useTranslation('inviting');
  return <Empty drawing={<TequioDrawing />} title={t('invite.notAllowed')} text={text} />;
}

function NotHere() {
  const { t } = useTranslation(['inviting', 'more']);
  const join = (
    <Link to={paths.join} className={buttonClass('primary')}>
      {t('more:join.title')}
    </Link>
  );
  return <Empty drawing={<TequioDrawing />} title={t('invite.notJoined')} text={t('invite.notJoinedText')} action={join} />;
}

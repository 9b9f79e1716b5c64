// The invitations that still open: for whom, how often, until when, by whom; and the way to take one back.

import { ChevronLeft, UserRoundPlus } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { roundFacts } from '#data/round-queries.ts';
import { useLive } from '#data/use-live.ts';
import { ok } from '#domain/result.ts';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { useServices } from '#features/services.ts';
import type { ListedInvitation } from '#protocol/inviting.ts';
import { Arriving } from '#ui/arriving.tsx';
import { Button, buttonClass } from '#ui/button.tsx';
import { TequioDrawing } from '#ui/drawings/tequio.tsx';
import { Empty } from '#ui/empty.tsx';
import { List } from '#ui/list-row.tsx';
import { Notice } from '#ui/notice.tsx';
import { backClass, Page } from '#ui/page.tsx';
import { InvitationRow } from './invitation-row.tsx';
import { roleChoices } from './invite-view.ts';
import { askingErrorKey, useAsking } from './use-asking.ts';

export function InvitationsPage() {
  const { t } = useTranslation(['inviting', 'common']);
  const { database, account, actor, mode } = useServices();
  const facts = useLive(() => roundFacts(database), [database]);
  if (!facts) return <Arriving text={t('common:arriving')} />;
  const mayInvite = account !== null && mode === 'real' && roleChoices(actor, account.round, facts.towns).length > 0;
  return (
    <Page
      title={t('invitations.title')}
      back={
        <Link to={paths.round} className={backClass()}>
          <ChevronLeft aria-hidden /> {t('invitations.toRound')}
        </Link>
      }
      actions={
        mayInvite && (
          <Link to={paths.invite} className={buttonClass('primary')}>
            <UserRoundPlus aria-hidden />
            {t('invitations.new')}
          </Link>
        )
      }
    >
      {account && mode === 'real' ? (
        <OpenList facts={facts} />
      ) : (
        <Empty drawing={<TequioDrawing />} title={t('invite.notJoined')} text={t('invite.notJoinedText')} />
      )}
    </Page>
  );
}

function OpenList({ facts }: { readonly facts: Awaited<ReturnType<typeof roundFacts>> }) {
  const { t } = useTranslation(['inviting', 'errors']);
  const { inviting, announce } = useServices();
  const { ask, busy, error } = useAsking();
  const [open, setOpen] = useState<readonly ListedInvitation[]>();
  const [wanted, setWanted] = useState<'list' | 'withdrawal'>('list');
  const load = useCallback(async () => {
    setWanted('list');
    const answer = await ask(async () => (await inviting()).list());
    if (answer) setOpen(answer.invitations);
  }, [ask, inviting]);
  useEffect(() => void load(), [load]);

  const withdraw = async ({ id }: ListedInvitation) => {
    setWanted('withdrawal');
    const answer = await ask(async () => {
      const done = await (await inviting()).withdraw(id);
      // Withdrawn by somebody else, or used up meanwhile: what was wanted.
      return !done.ok && done.refusal === 'not-found' ? ok({ withdrawn: id }) : done;
    });
    if (!answer) return;
    announce({ text: t('invitations.withdrawn') });
    await load();
  };

  return (
    <>
      {error && (
        <Notice
          tone={wanted === 'list' ? 'warning' : 'problem'}
          announce
          title={t(wanted === 'list' ? 'invitations.notKnown' : 'invitations.notWithdrawn')}
          actions={wanted === 'list' && <Button onClick={load}>{t('invitations.again')}</Button>}
        >
          {t(askingErrorKey(error))}
        </Notice>
      )}
      {!open && busy && <Arriving text={t('invitations.asking')} />}
      {open?.length === 0 && <Empty drawing={<TequioDrawing />} title={t('invitations.none')} text={t('invitations.noneText')} />}
      {open && open.length > 0 && (
        <List label={t('invitations.title')}>
          {open.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} facts={facts} onWithdraw={() => withdraw(invitation)} />
          ))}
        </List>
      )}
    </>
  );
}

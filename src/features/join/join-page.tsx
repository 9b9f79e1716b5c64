// Joining a round: look at the invitation, then take part by a tap. A link only fills in the code and looks; it never redeems.

import { ChevronLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { roundFacts } from '#data/round-queries.ts';
import type { Account } from '#data/rows.ts';
import { useLive } from '#data/use-live.ts';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { roleKeys } from '#features/role-texts.ts';
import { useServices } from '#features/services.ts';
import { Button, buttonClass } from '#ui/button.tsx';
import { NotebookDrawing } from '#ui/drawings/notebook.tsx';
import { Empty } from '#ui/empty.tsx';
import { Notice } from '#ui/notice.tsx';
import { backClass, Page } from '#ui/page.tsx';
import { InstallFirst } from './install-first.tsx';
import { Invitation } from './invitation.tsx';
import css from './join-page.module.css';
import { participation } from './join-view.ts';

export function JoinPage() {
  const { t } = useTranslation('join');
  const { mode, account, enter } = useServices();
  if (mode === 'practice') {
    return (
      <div className={css.room}>
        <Page title={t('title')}>
          <Empty
            drawing={<NotebookDrawing />}
            title={t('practice.title')}
            text={t('practice.text')}
            action={
              <Button variant="primary" onClick={() => enter('real')}>
                {t('practice.leave')}
              </Button>
            }
          />
        </Page>
      </div>
    );
  }
  return (
    <div className={css.room}>
      <Page title={t('title')} back={!account && <BackToStart />}>
        {account && <AlreadyJoined account={account} />}
        <InstallFirst />
        <Invitation />
      </Page>
    </div>
  );
}

/** Before the first start no tab leads anywhere else. */
function BackToStart() {
  const { t } = useTranslation();
  return (
    <Link to={paths.welcome} className={backClass()}>
      <ChevronLeft aria-hidden />
      {t('actions.back')}
    </Link>
  );
}

function AlreadyJoined({ account }: { readonly account: Account }) {
  const { t } = useTranslation(['join', 'common']);
  const { database } = useServices();
  const facts = useLive(() => roundFacts(database), [database]);
  const part = facts && participation(account, facts);
  const role = part && t(`common:${roleKeys[part.role]}`);
  return (
    <Notice
      title={t('joined.title')}
      actions={
        <Link to={paths.today} className={buttonClass()}>
          {t('joined.today')}
        </Link>
      }
    >
      {!part && <p>{t('joined.arriving')}</p>}
      {part && (
        <p>
          {part.town
            ? t('joined.as', { role, town: part.town, round: part.round })
            : t('joined.asWithoutTown', { role, round: part.round })}
        </p>
      )}
      <p>{t('joined.another')}</p>
    </Notice>
  );
}

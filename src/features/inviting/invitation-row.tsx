import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoundFacts } from '#data/round-queries.ts';
import { callPerson, townName } from '#features/people.ts';
import { roleKeys } from '#features/role-texts.ts';
import { useServices } from '#features/services.ts';
import { useFormats } from '#i18n/formats.ts';
import type { ListedInvitation } from '#protocol/inviting.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ListRow } from '#ui/list-row.tsx';

type Props = {
  readonly invitation: ListedInvitation;
  readonly facts: RoundFacts;
  readonly onWithdraw: () => Promise<void>;
};

export function InvitationRow({ invitation, facts, onWithdraw }: Props) {
  const { t } = useTranslation(['inviting', 'common']);
  const formats = useFormats();
  const { actor } = useServices();
  const [isAsking, setIsAsking] = useState(false);
  const { role, town, groups, person, position, uses, usesLeft, expiresAt, madeBy } = invitation;
  const nameOf = (id: string | null) => {
    const known = facts.people.find((one) => one.id === id);
    return known ? callPerson(known) : '';
  };
  const roleWord = t(`common:${roleKeys[role]}`);
  const place = townName(facts, town);
  const part = place ? t('part', { role: roleWord, town: place }) : roleWord;
  const title = person === null ? part : t('invitations.forDevice', { name: nameOf(person) || part });
  const groupNames = facts.groups.filter(({ id }) => groups.includes(id)).map(({ name }) => name);
  return (
    <ListRow
      title={<strong>{title}</strong>}
      secondary={
        <>
          {person === null && position !== '' && position !== roleWord && <p>{position}</p>}
          {person === null && groupNames.length > 0 && <p>{groupNames.join(', ')}</p>}
          <p>{t('invitations.left', { count: usesLeft, uses })}</p>
          <p>{t('invitations.until', { until: formats.instant(expiresAt) })}</p>
          <p>
            {madeBy === null && t('invitations.byEndpoint')}
            {madeBy !== null &&
              (madeBy === actor.person ? t('invitations.byYou') : t('invitations.by', { name: nameOf(madeBy) || t('somebody') }))}
          </p>
        </>
      }
      trailing={
        <>
          <Button onClick={() => setIsAsking(true)} aria-label={t('invitations.withdrawNamed', { title })}>
            {t('invitations.withdraw')}
          </Button>
          {isAsking && (
            <Dialog
              title={t('invitations.withdrawTitle')}
              closeLabel={t('common:actions.close')}
              onClose={() => setIsAsking(false)}
              footer={
                <>
                  <Button
                    variant="danger"
                    onClick={() => {
                      setIsAsking(false);
                      void onWithdraw();
                    }}
                  >
                    {t('invitations.withdraw')}
                  </Button>
                  <Button onClick={() => setIsAsking(false)}>{t('common:actions.cancel')}</Button>
                </>
              }
            >
              <p>{t('invitations.withdrawText', { title })}</p>
            </Dialog>
          )}
        </>
      }
    />
  );
}

// The person's own devices, and the way to one more.

import { useTranslation } from 'react-i18next';
import { roundFacts } from '#data/round-queries.ts';
import type { Account } from '#data/rows.ts';
import { useLive } from '#data/use-live.ts';
import { DeviceList } from '#features/device-list.tsx';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { useServices } from '#features/services.ts';
import { Arriving } from '#ui/arriving.tsx';
import { buttonClass } from '#ui/button.tsx';

export function Devices() {
  const { t } = useTranslation('settings');
  const { account, mode } = useServices();
  if (mode === 'practice') return <p>{t('devices.practice')}</p>;
  if (account) return <OwnDevices account={account} />;
  return (
    <p>
      {t('devices.notJoined')} <Link to={paths.join}>{t('devices.join')}</Link>
    </p>
  );
}

function OwnDevices({ account }: { readonly account: Account }) {
  const { t } = useTranslation(['settings', 'common']);
  const { database } = useServices();
  const facts = useLive(() => roundFacts(database), [database]);
  if (!facts) return <Arriving text={t('common:arriving')} />;
  return (
    <>
      <DeviceList person={account.person} devices={facts.devices} label={t('devices.title')} none={t('devices.arriving')} />
      <p>
        <Link to={paths.inviteAgain(account.person)} className={buttonClass()}>
          {t('devices.another')}
        </Link>
      </p>
    </>
  );
}

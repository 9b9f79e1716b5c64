// Offers to put the app on the home screen: as a slip after the first real save, and as a part of the settings.

import { Smartphone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInstall } from '#features/install.ts';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import { canOfferInstall } from './install-view.ts';

const key = 'tequio.install-offer';

/** The slip. Shows nothing where the app is installed, cannot be installed, or the offer was put aside. */
export function InstallOffer() {
  const { t } = useTranslation('settings');
  const offer = useInstall();
  const [putAside, setPutAside] = useState(() => localStorage.getItem(key) === 'put-aside');
  const putAsideForGood = () => {
    localStorage.setItem(key, 'put-aside');
    setPutAside(true);
  };
  if (putAside || !canOfferInstall(offer)) return null;
  return (
    <Notice
      icon={<Smartphone aria-hidden />}
      title={t('install.title')}
      actions={
        <>
          {offer.available && (
            <Button variant="primary" onClick={offer.install}>
              {t('install.install')}
            </Button>
          )}
          <Button onClick={putAsideForGood}>{t('install.later')}</Button>
        </>
      }
    >
      <p>{t('install.why')}</p>
      {offer.platform === 'ios' && <IosSteps />}
    </Notice>
  );
}

/** The same in the settings, where it always has an answer. */
export function InstallChoice() {
  const { t } = useTranslation('settings');
  const offer = useInstall();
  if (offer.isStandalone) return <p>{t('install.installed')}</p>;
  return (
    <>
      <p>{t('install.why')}</p>
      {offer.available && <Button onClick={offer.install}>{t('install.install')}</Button>}
      {offer.platform === 'ios' && <IosSteps />}
      {!canOfferInstall(offer) && <p>{t('install.byMenu')}</p>}
    </>
  );
}

function IosSteps() {
  const { t } = useTranslation('settings');
  return (
    <ol>
      <li>{t('install.ios.share')}</li>
      <li>{t('install.ios.add')}</li>
      <li>{t('install.ios.open')}</li>
    </ol>
  );
}

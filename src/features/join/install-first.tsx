import { useTranslation } from 'react-i18next';
import { useInstall } from '#features/install.ts';
import { Notice } from '#ui/notice.tsx';

/** On iOS the installed app has its own storage: whoever joins in the browser would have to join again. */
export function InstallFirst() {
  const { t } = useTranslation('join');
  const { platform, isStandalone } = useInstall();
  if (platform !== 'ios' || isStandalone) return null;
  return <Notice title={t('installFirst.title')}>{t('installFirst.text')}</Notice>;
}

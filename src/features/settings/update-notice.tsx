import { Sprout } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';

export type UpdateNoticeProps = {
  readonly state: 'none' | 'offered' | 'applying';
  readonly accept: () => void;
  readonly later: () => void;
};

/** A new version lies ready. It waits for the user's word, and what is half typed is kept. */
export function UpdateNotice({ state, accept, later }: UpdateNoticeProps) {
  const { t } = useTranslation('settings');
  if (state === 'none') return null;
  if (state === 'applying') {
    return (
      <Notice announce icon={<Sprout aria-hidden />} title={t('update.applying')}>
        {t('update.kept')}
      </Notice>
    );
  }
  return (
    <Notice
      announce
      icon={<Sprout aria-hidden />}
      title={t('update.title')}
      actions={
        <>
          <Button variant="primary" onClick={accept}>
            {t('update.accept')}
          </Button>
          <Button onClick={later}>{t('update.later')}</Button>
        </>
      }
    >
      {t('update.kept')}
    </Notice>
  );
}

import { Sprout } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '#features/services.ts';
import { Button } from '#ui/button.tsx';
import css from './sync-page.module.css';

/** For a version of the app that the endpoint does not speak any more: fetches the newer one and starts it. */
export function UpdateNow() {
  const { t } = useTranslation('sync');
  const { takeNewest } = useServices();
  const [state, setState] = useState<'calm' | 'looking' | 'none'>('calm');
  const look = async () => {
    setState('looking');
    if (!(await takeNewest())) setState('none');
  };
  return (
    <div className={css.send}>
      <Button variant="primary" block icon={<Sprout aria-hidden />} onClick={look} disabled={state === 'looking'}>
        {t('update.button')}
      </Button>
      <p role="status">{state === 'looking' ? t('update.looking') : state === 'none' && t('update.none')}</p>
    </div>
  );
}
